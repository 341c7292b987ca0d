package dev.hob.federation.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.federation.signature.Form;
import dev.hob.federation.signature.HttpSignatures;
import dev.hob.federation.signature.KnownKey;
import dev.hob.federation.signature.PublicKey;
import dev.hob.federation.signature.Request;
import dev.hob.federation.signature.Verdict;
import dev.hob.federation.vocab.Id;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RemoteTest {
    private static final byte[] BODY = "{\"type\":\"Create\"}".getBytes(UTF_8);

    @TempDir
    Path folder;

    private Met met;
    private Peer peer;

    @BeforeEach
    void open() throws Exception {
        met = new Met(folder);
        peer = new Peer("127.0.0.1");
    }

    @AfterEach
    void close() {
        peer.close();
        met.close();
    }

    private static Fetched.Found found(Fetched fetched) {
        assertThat(fetched).isInstanceOf(Fetched.Found.class);
        return (Fetched.Found) fetched;
    }

    private static void isMissing(Fetched fetched) {
        assertThat(fetched).isInstanceOf(Fetched.Missing.class);
    }

    private Verdict verdict(Request request) {
        var reading = HttpSignatures.read(request, met.clock.instant());
        assertThat(reading).isInstanceOf(HttpSignatures.Reading.Claimed.class);
        var key = Met.INSTANCE.keyId();
        return ((HttpSignatures.Reading.Claimed) reading)
                .claim()
                .verify(new KnownKey(
                        key,
                        key.document(),
                        PublicKey.ofPem(Met.KEY.publicPem()).orElseThrow()));
    }

    // What is asked

    @Test
    void what_is_fetched_is_signed_by_the_instance_and_its_signature_counts() {
        peer.at("/o/1", peer.document("/o/1", "Note"));
        var found = found(met.remote.fetch(peer.id("/o/1")));
        assertThat(found.id()).isEqualTo(peer.id("/o/1"));
        assertThat(found.document().path("type").textValue()).isEqualTo("Note");
        assertThat(peer.requests).hasSize(1);
        assertThat(verdict(peer.requests.getFirst())).isInstanceOf(Verdict.Valid.class);
    }

    @Test
    void so_is_each_hop_with_a_query_too() {
        peer.at("/o/1", _ -> new Peer.Reply(302, Map.of("Location", "/o/2?page=1&x=a%20b"), ""));
        var page = peer.document("/o/2?page=1&x=a%20b", "Note");
        peer.at("/o/2", page);
        assertThat(found(met.remote.fetch(peer.id("/o/1"))).id()).isEqualTo(peer.id("/o/2?page=1&x=a%20b"));
        assertThat(peer.requests).hasSize(2).allMatch(request -> verdict(request) instanceof Verdict.Valid);
    }

    @Test
    void a_key_id_is_fetched_without_its_fragment() {
        peer.at("/u/amy", peer.document("/u/amy", "Person"));
        assertThat(found(met.remote.fetch(peer.id("/u/amy#main-key"))).id()).isEqualTo(peer.id("/u/amy"));
    }

    // In which form

    @Test
    void a_peer_that_takes_another_form_is_asked_twice_once() {
        peer.at(
                "/o/1",
                Peer.only(
                        Form.RFC9421,
                        _ -> Peer.Reply.document(peer.document("/o/1", "Note").toString())));
        found(met.remote.fetch(peer.id("/o/1")));
        assertThat(peer.requests).hasSize(2).allMatch(request -> verdict(request) instanceof Verdict.Valid);
        found(met.remote.fetch(peer.id("/o/1")));
        assertThat(peer.requests).as("the form was remembered").hasSize(3);
    }

    @Test
    void a_peer_that_changes_its_mind_is_found_out_again() {
        peer.at("/inbox", Peer.only(Form.RFC9421, _ -> Peer.Reply.of(202)));
        assertThat(met.remote.post(peer.id("/inbox"), BODY, Met.INSTANCE)).isInstanceOf(Posted.Taken.class);
        peer.at("/inbox", Peer.only(Form.CAVAGE, _ -> Peer.Reply.of(202)));
        assertThat(met.remote.post(peer.id("/inbox"), BODY, Met.INSTANCE)).isInstanceOf(Posted.Taken.class);
        assertThat(met.remote.post(peer.id("/inbox"), BODY, Met.INSTANCE)).isInstanceOf(Posted.Taken.class);
        assertThat(peer.requests).hasSize(5);
    }

    @Test
    void a_peer_that_refuses_both_forms_is_not_asked_a_third_time() {
        peer.at("/o/1", _ -> Peer.Reply.of(401));
        isMissing(met.remote.fetch(peer.id("/o/1")));
        assertThat(peer.requests).hasSize(2);
    }

    // What is believed

    @Test
    void a_document_must_be_where_its_id_says() throws Exception {
        try (var other = new Peer("127.0.0.2")) {
            other.at("/o/9", other.document("/o/9", "Note").put("content", "true"));
            // A page of the peer says that it is a document of another: the other is asked, and its word counts.
            peer.at("/upload.json", other.document("/o/9", "Note").put("content", "forged"));
            var found = found(met.remote.fetch(peer.id("/upload.json")));
            assertThat(found.id()).isEqualTo(other.id("/o/9"));
            assertThat(found.document().path("content").textValue()).isEqualTo("true");
            // What the other does not have is nobody's.
            peer.at("/upload.json", other.document("/o/none", "Note"));
            isMissing(met.remote.fetch(peer.id("/upload.json")));
        }
    }

    @Test
    void an_id_that_leads_to_yet_another_is_not_followed_further() {
        peer.at("/a", peer.document("/b", "Note"));
        peer.at("/b", peer.document("/c", "Note"));
        peer.at("/c", peer.document("/c", "Note"));
        isMissing(met.remote.fetch(peer.id("/a")));
        assertThat(peer.asked("/c")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "text/plain",
                "text/html",
                "application/ld+json",
                "application/octet-stream",
                "application/activity+json2"
            })
    void what_is_served_as_something_else_is_not_believed(String type) {
        peer.at(
                "/o/1",
                _ -> new Peer.Reply(
                        200,
                        Map.of("Content-Type", type),
                        peer.document("/o/1", "Note").toString()));
        isMissing(met.remote.fetch(peer.id("/o/1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/activity+json; charset=utf-8",
                "Application/Activity+JSON",
                "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"; charset=utf-8"
            })
    void both_types_of_activitypub_are(String type) {
        peer.at(
                "/o/1",
                _ -> new Peer.Reply(
                        200,
                        Map.of("Content-Type", type),
                        peer.document("/o/1", "Note").toString()));
        found(met.remote.fetch(peer.id("/o/1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "null", "{\"id\":7}", "{\"type\":\"Note\"}", "{\"id\":\"nonsense\"}"})
    void nonsense_is_missing(String body) {
        peer.at("/o/1", _ -> Peer.Reply.document(body));
        isMissing(met.remote.fetch(peer.id("/o/1")));
    }

    @Test
    void what_was_deleted_is_gone() {
        peer.at("/o/1", _ -> Peer.Reply.of(410));
        peer.at("/o/2", peer.document("/o/2", "Tombstone"));
        assertThat(met.remote.fetch(peer.id("/o/1"))).isInstanceOf(Fetched.Gone.class);
        assertThat(met.remote.fetch(peer.id("/o/2"))).isInstanceOf(Fetched.Gone.class);
        isMissing(met.remote.fetch(peer.id("/o/3")));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503})
    void who_cannot_answer_now_is_unreachable(int status) {
        peer.at("/o/1", _ -> Peer.Reply.of(status));
        assertThat(met.remote.fetch(peer.id("/o/1"))).isInstanceOf(Fetched.Unreachable.class);
    }

    @Test
    void who_is_not_there_is_unreachable() {
        peer.close();
        assertThat(met.remote.fetch(peer.id("/o/1"))).isInstanceOf(Fetched.Unreachable.class);
    }

    @Test
    void who_is_blocked_is_neither_asked_nor_posted_to_nor_led_to() throws Exception {
        try (var other = new Peer("127.0.0.2")) {
            met.rules.set("127.0.0.2", Rule.BLOCKED, "spam");
            other.at("/o/1", other.document("/o/1", "Note"));
            isMissing(met.remote.fetch(other.id("/o/1")));
            assertThat(met.remote.post(other.id("/inbox"), BODY, Met.INSTANCE)).isInstanceOf(Posted.Never.class);
            peer.at(
                    "/away",
                    _ -> new Peer.Reply(302, Map.of("Location", other.id("/o/1").value()), ""));
            isMissing(met.remote.fetch(peer.id("/away")));
            peer.at("/claims", other.document("/o/1", "Note"));
            isMissing(met.remote.fetch(peer.id("/claims")));
            assertThat(other.requests).isEmpty();
        }
    }

    @Test
    void private_addresses_are_missing_not_retried() {
        isMissing(met.remote.fetch(new Id("http://10.0.0.1/o/1")));
        isMissing(met.remote.fetch(new Id("http://169.254.169.254/latest/meta-data/")));
    }

    // What is posted

    @Test
    void what_is_posted_is_signed_by_its_actor_over_the_very_bytes() {
        peer.at("/inbox", _ -> Peer.Reply.of(202));
        assertThat(met.remote.post(peer.id("/inbox"), BODY, Met.INSTANCE)).isEqualTo(new Posted.Taken());
        var request = peer.requests.getFirst();
        assertThat(request.body()).isEqualTo(BODY);
        assertThat(verdict(request)).isInstanceOf(Verdict.Valid.class);
        assertThat(request.headers())
                .filteredOn(header -> header.name().equalsIgnoreCase("Content-Type"))
                .extracting(Request.Header::value)
                .containsExactly("application/activity+json");
        assertThat(request.headers())
                .filteredOn(header -> header.name().equalsIgnoreCase("Host"))
                .hasSize(1);
        assertThat(request.headers())
                .filteredOn(header -> header.name().equalsIgnoreCase("User-Agent"))
                .extracting(Request.Header::value)
                .containsExactly("Hob/test (+http://127.0.0.9/)");
    }

    @ParameterizedTest
    @CsvSource({
        "200,Taken", "202,Taken", "204,Taken", "400,Never", "401,Later", "403,Never", "404,Never", "405,Never",
        "406,Never", "408,Later", "410,Gone", "413,Never", "415,Never", "422,Never", "429,Later", "500,Later",
        "501,Never", "502,Later", "503,Later", "504,Later", "302,Later", "307,Later"
    })
    void each_status_means_something_for_the_delivery(int status, String expected) {
        peer.at("/inbox", _ -> Peer.Reply.of(status));
        assertThat(met.remote
                        .post(peer.id("/inbox"), BODY, Met.INSTANCE)
                        .getClass()
                        .getSimpleName())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120|PT2M",
                "Thu, 26 Nov 2026 12:10:00 GMT|PT10M",
                "99999999|PT6H",
                "Fri, 27 Nov 2026 12:00:00 GMT|PT6H",
                "Thu, 26 Nov 2026 11:00:00 GMT|",
                "soon|",
                "-5|",
                "0|",
                "99999999999999999999|"
            })
    void who_asks_to_be_left_alone_is_for_a_reasonable_time(String text, String expected) {
        peer.at("/inbox", _ -> new Peer.Reply(429, Map.of("Retry-After", text), ""));
        var posted = (Posted.Later) met.remote.post(peer.id("/inbox"), BODY, Met.INSTANCE);
        assertThat(posted.after()).isEqualTo(Optional.ofNullable(expected).map(Duration::parse));
        assertThat(posted.host()).isTrue();
    }

    @Test
    void a_failure_of_one_delivery_is_not_one_of_the_host() {
        peer.at("/inbox", _ -> Peer.Reply.of(500));
        assertThat(((Posted.Later) met.remote.post(peer.id("/inbox"), BODY, Met.INSTANCE)).host())
                .isFalse();
        peer.close();
        assertThat(((Posted.Later) met.remote.post(peer.id("/inbox"), BODY, Met.INSTANCE)).host())
                .isTrue();
    }
}
