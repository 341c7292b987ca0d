package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    Path data;

    @Test
    void every_key_has_the_default_that_is_written_here() {
        String all = Arrays.stream(Setting.values())
                .map(s -> s.key() + " = " + s.fallback() + " | " + s.variable())
                .collect(Collectors.joining("\n"));

        assertThat(all).isEqualTo("""
                http.address = 127.0.0.1:7171 | HOB_HTTP_ADDRESS
                http.url =  | HOB_HTTP_URL
                http.trusted-proxies =  | HOB_HTTP_TRUSTED_PROXIES
                http.patience-seconds = 60 | HOB_HTTP_PATIENCE_SECONDS
                http.connections-max = 1000 | HOB_HTTP_CONNECTIONS_MAX
                http.budget-percent = 10 | HOB_HTTP_BUDGET_PERCENT
                http.proof-of-work = spent | HOB_HTTP_PROOF_OF_WORK
                http.robots = search | HOB_HTTP_ROBOTS
                tls.certificate =  | HOB_TLS_CERTIFICATE
                tls.key =  | HOB_TLS_KEY
                p2p.address = off | HOB_P2P_ADDRESS
                p2p.alias =  | HOB_P2P_ALIAS
                p2p.announce =  | HOB_P2P_ANNOUNCE
                p2p.connect =  | HOB_P2P_CONNECT
                p2p.peers = 8 | HOB_P2P_PEERS
                p2p.inbound = 128 | HOB_P2P_INBOUND
                p2p.plaintext = true | HOB_P2P_PLAINTEXT
                p2p.seed = none | HOB_P2P_SEED
                p2p.relay = true | HOB_P2P_RELAY
                federation.enabled = true | HOB_FEDERATION_ENABLED
                federation.allow-http = false | HOB_FEDERATION_ALLOW_HTTP
                federation.authorized-fetch = false | HOB_FEDERATION_AUTHORIZED_FETCH
                federation.inbox-requests = 300 | HOB_FEDERATION_INBOX_REQUESTS
                federation.allow-private =  | HOB_FEDERATION_ALLOW_PRIVATE
                search.enabled = true | HOB_SEARCH_ENABLED
                search.revisions =  | HOB_SEARCH_REVISIONS
                search.meaning = local | HOB_SEARCH_MEANING
                search.server-url =  | HOB_SEARCH_SERVER_URL
                search.server-model =  | HOB_SEARCH_SERVER_MODEL
                search.server-key =  | HOB_SEARCH_SERVER_KEY
                search.chat-url =  | HOB_SEARCH_CHAT_URL
                search.chat-model =  | HOB_SEARCH_CHAT_MODEL
                search.chat-key =  | HOB_SEARCH_CHAT_KEY
                push.pack-bytes-max = 2147483648 | HOB_PUSH_PACK_BYTES_MAX
                push.object-bytes-max = 536870912 | HOB_PUSH_OBJECT_BYTES_MAX
                pages.asciidoc = true | HOB_PAGES_ASCIIDOC
                db.url =  | HOB_DB_URL
                db.user =  | HOB_DB_USER
                db.password =  | HOB_DB_PASSWORD
                db.connections-max = 8 | HOB_DB_CONNECTIONS_MAX
                people.sign-up = closed | HOB_PEOPLE_SIGN_UP
                stop.seconds = 30 | HOB_STOP_SECONDS
                log.level = info | HOB_LOG_LEVEL
                log.format = text | HOB_LOG_FORMAT""");
    }

    @Test
    void the_command_line_goes_before_the_environment_and_that_before_the_file() throws IOException {
        Files.writeString(data.resolve("hob.toml"), """
                [http]
                address = "127.0.0.1:1"
                url = "https://one.example/"
                trusted-proxies = ["127.0.0.1", "10.0.0.0/8"]
                [stop]
                seconds = 5
                """);
        var environment = Map.of("HOB_HTTP_ADDRESS", "127.0.0.1:2", "HOB_STOP_SECONDS", "6");

        var settings = Settings.load(data, environment, Map.of(Setting.HTTP_ADDRESS, "127.0.0.1:3"));

        assertThat(settings.address(Setting.HTTP_ADDRESS).port()).isEqualTo(3);
        assertThat(settings.stop()).hasSeconds(6);
        assertThat(settings.publicUrl()).map(Object::toString).contains("https://one.example");
        assertThat(settings.list(Setting.HTTP_TRUSTED_PROXIES)).containsExactly("127.0.0.1", "10.0.0.0/8");
    }

    @Test
    void a_key_that_does_not_exist_is_an_error() throws IOException {
        Files.writeString(data.resolve("hob.toml"), "[http]\nadress = \"x:1\"\n");

        assertThatThrownBy(() -> Settings.load(data, Map.of(), Map.of())).hasMessageContaining("http.adress");
    }

    @Test
    void a_value_that_makes_no_sense_is_an_error() {
        for (var bad : Map.of(
                        Setting.HTTP_ADDRESS, "nowhere",
                        Setting.HTTP_URL, "ftp://example.org",
                        Setting.PEOPLE_SIGN_UP, "maybe",
                        Setting.STOP_SECONDS, "-1",
                        Setting.PUSH_OBJECT_BYTES_MAX, "many",
                        Setting.HTTP_PATIENCE_SECONDS, "0",
                        Setting.TLS_KEY, "alone.pem",
                        Setting.DB_URL, "jdbc:oracle:x")
                .entrySet())
            assertThatThrownBy(() -> Settings.load(data, Map.of(), Map.of(bad.getKey(), bad.getValue()))
                            .database(data))
                    .as(bad.toString())
                    .isInstanceOf(CommandException.class);
    }
}
