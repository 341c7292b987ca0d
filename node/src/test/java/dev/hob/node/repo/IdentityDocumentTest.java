package dev.hob.node.repo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hob.node.Vectors;
import dev.hob.node.log.RepositoryId;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityDocumentTest {
    private static final String ALICE = Vectors.ALICE.publicKey().did();
    private static final String BOB = Vectors.BOB.publicKey().did();

    @Test
    void documents_of_the_reference_implementation_are_read_and_written_byte_for_byte() {
        for (var vector : Vectors.json("identity-doc.json")) {
            String text = vector.path("document").asText();
            var document = IdentityDocument.parse(text.getBytes(UTF_8));
            assertThat(document.bytes()).asString(UTF_8).isEqualTo(text);
            assertThat(document.blobId().name())
                    .isEqualTo(vector.path("blob_oid").asText());
            if (!text.contains("allow"))
                assertThat(document.rid().value()).isEqualTo(vector.path("rid").asText());
        }
    }

    @Test
    void a_private_repository_is_shown_to_delegates_and_the_allowed_only() {
        var document = parse(document("1", "\"visibility\":{\"type\":\"private\",\"allow\":[\"" + BOB + "\"]},"));
        assertThat(document.visibleTo(Vectors.ALICE.publicKey())).isTrue();
        assertThat(document.visibleTo(Vectors.BOB.publicKey())).isTrue();
        assertThat(document.visibleTo(Vectors.CAROL.publicKey())).isFalse();
        assertThat(parse(document("1", "")).visibleTo(Vectors.CAROL.publicKey()))
                .isTrue();
    }

    @Test
    void defaults_doubles_and_what_the_format_does_not_know_are_not_written() {
        var plain = parse(document("1", ""));
        assertThat(parse(document("1", "\"version\":1,\"visibility\":{\"type\":\"public\"},\"more\":[2],"))
                        .bytes())
                .isEqualTo(plain.bytes());
        assertThat(parse(document("1", "").replace("[\"" + ALICE, "[\"" + ALICE + "\",\"" + ALICE))
                        .bytes())
                .isEqualTo(plain.bytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2", "-1", "\"1\"", "1.5", "null"})
    void a_threshold_that_nobody_can_meet_is_refused(String threshold) {
        assertThatThrownBy(() -> parse(document(threshold, ""))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "no json",
                "{\"delegates\":[],\"payload\":{},\"threshold\":1}",
                "{\"delegates\":[\"did:key:z6Mk\"],\"payload\":{},\"threshold\":1}",
                "{\"delegates\":[\"ALICE\"],\"payload\":{\"-a\":1},\"threshold\":1}",
                "{\"delegates\":[\"ALICE\"],\"payload\":{\"a..b\":1},\"threshold\":1}",
                "{\"delegates\":[\"ALICE\"],\"payload\":{},\"threshold\":1,\"version\":2}",
                "{\"delegates\":[\"ALICE\"],\"payload\":{},\"threshold\":1,\"visibility\":{\"type\":\"secret\"}}",
                "{\"delegates\":[\"ALICE\"],\"threshold\":1,\"payload\":{\"xyz.radicle.project\":"
                        + "{\"name\":\"a b\",\"description\":\"\",\"defaultBranch\":\"main\"}}}",
                "{\"delegates\":[\"ALICE\"],\"threshold\":1,\"payload\":{\"xyz.radicle.project\":"
                        + "{\"name\":\"a\",\"description\":\"\",\"defaultBranch\":\"\"}}}",
            })
    void a_document_that_breaks_a_rule_is_refused(String text) {
        assertThatThrownBy(() -> parse(text.replace("ALICE", ALICE))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void two_repositories_of_the_same_name_never_share_an_id() {
        var alice = Vectors.ALICE.publicKey();
        var random = RandomGenerator.of("L64X128MixRandom");
        var one = IdentityDocument.first(alice, "tea", "", "main", true, RepositoryId.random(random));
        var two = IdentityDocument.first(alice, "tea", "", "main", true, RepositoryId.random(random));
        assertThat(one.rid()).isNotEqualTo(two.rid());
        assertThat(parse(new String(one.bytes(), UTF_8)).rid()).isEqualTo(one.rid());
    }

    private static IdentityDocument parse(String text) {
        return IdentityDocument.parse(text.getBytes(UTF_8));
    }

    private static String document(String threshold, String more) {
        return "{" + more + "\"payload\":{},\"threshold\":" + threshold + ",\"delegates\":[\"" + ALICE + "\"]}";
    }
}
