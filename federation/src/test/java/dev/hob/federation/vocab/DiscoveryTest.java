package dev.hob.federation.vocab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.federation.Vectors;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiscoveryTest {
    private static final Id REPOSITORY = new Id("https://forge-a.example/r/8f3k2m");

    @Test
    void our_own_webfinger_is_the_golden_one() {
        var ours = WebFinger.of(
                Handle.ofRepository("Alice", "Tools", "forge-a.example"),
                REPOSITORY,
                new Id("https://forge-a.example/alice/tools"),
                Optional.empty());
        assertThat(ours.write().toString())
                .isEqualTo(Vectors.json("forgefed/webfinger-repository.json").toString());
        assertThat(WebFinger.read(ours.write())).contains(ours);
    }

    @Test
    void a_real_webfinger_leads_to_its_actor() {
        var fedify = WebFinger.read((ObjectNode) Vectors.json("documents/fedify-2.3.6-webfinger.json"))
                .orElseThrow();
        assertThat(fedify.handle()).contains(new Handle("amy", "fed.test"));
        assertThat(fedify.actor()).contains(new Id("https://fed.test/users/amy"));
        assertThat(fedify.subscribe()).isEmpty();
    }

    @Test
    void a_webfinger_that_lies_or_makes_no_sense_leads_nowhere() {
        assertThat(webFinger("{}")).isEmpty();
        var odd = webFinger("{\"subject\":\"acct:a@b.example\",\"links\":[1,{},{\"rel\":\"self\"},{\"rel\":\"self\","
                        + "\"type\":\"text/html\",\"href\":\"https://b.example/\"},{\"rel\":\"self\","
                        + "\"type\":\"application/activity+json\",\"href\":\"javascript:1\"},"
                        + "{\"rel\":\"http://ostatus.org/schema/1.0/subscribe\",\"template\":\"javascript:{uri}\"}]}")
                .orElseThrow();
        assertThat(odd.actor()).isEmpty();
        assertThat(odd.subscribe()).isEmpty();
    }

    @Test
    void a_visitor_is_sent_home_to_follow() {
        var finger = webFinger("{\"subject\":\"acct:mia@social.example\",\"links\":[{\"rel\":"
                + "\"http://ostatus.org/schema/1.0/subscribe\","
                + "\"template\":\"https://social.example/authorize_interaction?uri={uri}\"}]}");
        assertThat(finger.orElseThrow().subscribe()).contains("https://social.example/authorize_interaction?uri={uri}");
    }

    @Test
    void handles_are_read_in_every_form_that_is_sent() {
        for (String text : List.of(
                "@alice.tools@forge.example",
                "alice.tools@forge.example",
                "acct:alice.tools@forge.example",
                "acct:@alice.tools@forge.example",
                "acct%3Aalice.tools%40forge.example",
                "@Alice.Tools@FORGE.example"))
            assertThat(Handle.of(text)).as(text).contains(new Handle("alice.tools", "forge.example"));
        for (String text : List.of(
                "",
                "@",
                "alice",
                "@alice@",
                "@alice/tools@forge.example",
                "acct:owner/repo@host",
                "@.x@host",
                "@x.@host",
                "@a b@host",
                "@a@host/path",
                "@a@b@c",
                "acct%3",
                "@a@host:99999999",
                "@" + "a".repeat(5000) + "@host"))
            assertThat(Handle.of(text)).as(text).isEmpty();
        assertThatThrownBy(() -> new Handle("A", "host")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_repository_is_named_by_owner_and_name() {
        assertThat(Handle.ofRepository("alice", ".github", "h.example")).hasToString("@alice..github@h.example");
        assertThat(Handle.ofRepository("alice", "odd-", "h.example")).hasToString("@alice.odd-_@h.example");
        assertThat(Handle.ofRepository("alice", "Tea.Pot", "h.example").owner()).contains("alice");
        assertThat(new Handle("alice", "h.example").owner()).isEmpty();
    }

    @Test
    void host_meta_says_where_webfinger_is() {
        var ours = HostMeta.of(REPOSITORY.origin());
        assertThat(ours.write()).isEqualTo("""
                <?xml version="1.0" encoding="UTF-8"?>
                <XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">
                  <Link rel="lrdd" template="https://forge-a.example/.well-known/webfinger?resource={uri}"/>
                </XRD>
                """);
        assertThat(HostMeta.read(ours.write())).contains(ours);
        assertThat(HostMeta.read(
                        "<XRD><Link template='http://h.example:81/w?a=b&amp;r={uri}' type='x' rel='lrdd' /></XRD>"))
                .contains(new HostMeta("http://h.example:81/w?a=b&r={uri}"));
        for (String bad :
                List.of("", "<Link", "<Link rel='lrdd' template='javascript:{uri}'/>", "<Link rel=\"lrdd\"/>"))
            assertThat(HostMeta.read(bad)).as(bad).isEmpty();
    }

    @Test
    void node_info_says_whether_it_is_a_forge() {
        var ours = new NodeInfo(
                "hob", "0.1.0", true, new NodeInfo.Usage(3, 2, 3, 12), List.of("Offer", "Push", "Resolve"));
        JsonNode golden = Vectors.parsed("""
                {"version":"2.1","software":{"name":"hob","version":"0.1.0"},"protocols":["activitypub"],
                 "services":{"inbound":[],"outbound":[]},"openRegistrations":true,
                 "usage":{"users":{"total":3,"activeMonth":2,"activeHalfyear":3},"localPosts":12},
                 "metadata":{"forge":true,"activities":["Offer","Push","Resolve"]}}""");
        assertThat(ours.write("2.1").toString()).isEqualTo(golden.toString());
        assertThat(NodeInfo.read(ours.write("2.0"))).contains(ours);
        var links = NodeInfo.links(REPOSITORY.origin());
        assertThat(links.at("/links/0/href").textValue()).isEqualTo("https://forge-a.example/nodeinfo/2.1");
        assertThat(NodeInfo.find(links)).contains(new Id("https://forge-a.example/nodeinfo/2.1"));
        var mastodon =
                NodeInfo.read((ObjectNode) Vectors.parsed("{\"software\":{\"name\":\"mastodon\"},\"metadata\":[]}"));
        assertThat(mastodon.orElseThrow().isForge()).isFalse();
        assertThat(NodeInfo.read((ObjectNode) Vectors.parsed("{}"))).isEmpty();
    }

    private static Optional<WebFinger> webFinger(String json) {
        return WebFinger.read((ObjectNode) Vectors.parsed(json));
    }
}
