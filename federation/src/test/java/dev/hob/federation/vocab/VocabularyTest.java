package dev.hob.federation.vocab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.federation.Vectors;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class VocabularyTest {
    private static final Id LUKE = new Id("https://forge-b.example/u/luke");

    record Sample(String name, ObjectNode json) {
        @Override
        public String toString() {
            return name;
        }
    }

    /// The examples of each activity and object; they are golden: what we read of them we write again.
    static List<Sample> examples() {
        return Vectors.in("forgefed").stream()
                .map(VocabularyTest::sample)
                .filter(sample -> sample.json().has("@context"))
                .toList();
    }

    /// Those, and what real servers sent.
    static List<Sample> all() {
        var all = new ArrayList<>(examples());
        Vectors.in("documents").stream()
                .map(VocabularyTest::sample)
                .filter(sample -> sample.json().has("@context"))
                .forEach(all::add);
        for (var file : Vectors.in("proofs")) {
            var json = Vectors.json(file);
            var document = json.has("signed") ? json.get("signed") : json.get("received");
            all.add(new Sample(file.getFileName().toString(), (ObjectNode) document));
        }
        for (var file : Vectors.in("http-signatures")) {
            String body = Vectors.json(file).at("/request/body").asText("");
            if (body.contains("@context"))
                all.add(new Sample(file.getFileName().toString(), (ObjectNode) Vectors.parsed(body)));
        }
        return all;
    }

    @Test
    void the_vectors_are_all_there() {
        assertThat(examples()).hasSize(37);
        assertThat(all()).hasSizeGreaterThan(55);
    }

    @ParameterizedTest
    @MethodSource("all")
    void everything_in_the_vectors_is_known(Sample sample) {
        var unknown = new TreeSet<String>();
        unknown(read(sample.json()).thing(), unknown);
        assertThat(unknown).as("things that only Unknown can hold").isEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void what_is_read_is_written_again_whole(Sample sample) {
        var written = read(sample.json()).rewritten();
        assertThat(plain(written)).isEqualTo(plain(sample.json()));
        assertThat(Vocabulary.bytes(read(written).rewritten())).isEqualTo(Vocabulary.bytes(written));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void what_we_write_has_the_fixed_context_of_its_kind(Sample sample) {
        if (sample.name().startsWith("create-reply-from-mastodon")
                || sample.name().startsWith("update-actor")) return;
        var written = Vocabulary.write(read(sample.json()).thing());
        assertThat(written.get("@context")).isEqualTo(sample.json().get("@context"));
        assertThat(written.fieldNames().next()).isEqualTo("@context");
    }

    @Test
    void what_will_be_proven_names_the_context_of_proofs() {
        var proven = Vectors.json("proofs/own-create-comment.json").get("signed");
        var written = Vocabulary.writeToProve(read((ObjectNode) proven).thing());
        assertThat(written.get("@context")).isEqualTo(proven.get("@context"));
    }

    /// A digest, a proof and a retry must see the same bytes, whatever order the thing was read in.
    @ParameterizedTest
    @MethodSource("examples")
    void the_order_of_members_is_ours_alone(Sample sample) {
        var known = Vocabulary.bytes(Vocabulary.write(read(sample.json()).thing()));
        for (long seed = 0; seed < 5; seed++) {
            var shuffled = (ObjectNode) shuffled(sample.json(), new Random(seed));
            assertThat(Vocabulary.bytes(Vocabulary.write(read(shuffled).thing())))
                    .as("seed " + seed)
                    .isEqualTo(known);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void lists_are_lists_and_single_values_are_single(Sample sample) {
        shapes(Vocabulary.write(read(sample.json()).thing()));
    }

    @Test
    void an_activity_is_dispatched_by_its_type() {
        assertThat(thing("follow-repository")).isInstanceOf(Activity.Follow.class);
        assertThat(thing("undo-follow")).isInstanceOf(Activity.Undo.class);
        var push = (Activity.Push) thing("push");
        assertThat(push.hashAfter()).contains("c3a1e5d7f9b0c2d4e6f8a0b1c3d5e7f9a1b2c3d4");
        var commits = (Listing) push.object().flatMap(Ref::thing).orElseThrow();
        var commit = (ForgePart.Commit) commits.items().getFirst().thing().orElseThrow();
        assertThat(commit.summary().orElseThrow().text()).isEqualTo("Set the window title early");
        var grant = (Activity.Grant) thing("grant");
        assertThat(grant.role()).isEqualTo("triage");
        assertThat(grant.act().endTime()).contains(Instant.parse("2026-09-01T00:00:00Z"));
        var offer = (Activity.Offer) thing("offer-merge-request");
        var ticket = (Post.Ticket) offer.object().thing().orElseThrow();
        var branch = ticket.mergeRequest()
                .flatMap(ForgePart.MergeRequest::origin)
                .flatMap(Ref::thing)
                .orElseThrow();
        assertThat(((ForgePart.Branch) branch).cloneUri()).containsExactly("https://forge-b.example/luke/tools.git");
        var edit = (Activity.Edit) thing("edit-ticket");
        assertThat(edit.changes().summary().orElseThrow().text()).isEqualTo("Window title is empty on start");
        var actor = (Actor) thing("actor-repository");
        assertThat(actor.isRepository()).isTrue();
        assertThat(actor.boxes().sharedInbox()).contains(new Id("https://forge-a.example/inbox"));
    }

    /// Every way to say "this one" and "these" that was seen.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"https://a.example/1\"",
                "{\"id\":\"https://a.example/1\"}",
                "[\"https://a.example/1\"]",
                "[{\"id\":\"https://a.example/1\",\"type\":\"Person\"}, null]",
            })
    void one_value_comes_in_many_shapes(String shape) {
        var document = follow("\"to\":" + shape + ",\"cc\":null,\"attributedTo\":" + shape + ",\"actor\":" + shape);
        var act = ((Activity) read(document).thing()).act();
        assertThat(act.actor()).hasToString("https://a.example/1");
        assertThat(act.to()).containsExactly("https://a.example/1");
        assertThat(act.attributedTo()).containsExactly(new Id("https://a.example/1"));
        assertThat(act.cc()).isEmpty();
    }

    @Test
    void everybody_has_one_spelling() {
        var act = ((Activity) read(follow("\"actor\":\"https://a.example/1\",\"to\":[\"as:Public\",\"Public\"]"))
                        .thing())
                .act();
        assertThat(act.to()).containsExactly(Vocabulary.PUBLIC, Vocabulary.PUBLIC);
    }

    @Test
    void types_may_carry_a_prefix_and_company() {
        for (String type : List.of(
                "\"forge:Ticket\"",
                "\"https://forgefed.org/ns#Ticket\"",
                "[\"Note\",\"Ticket\"]",
                "[\"Ticket\",\"as:Note\"]",
                "[\"Strange\",\"forge:Ticket\"]"))
            assertThat(read(object("{\"type\":" + type + ",\"id\":\"https://a.example/1\"}"))
                            .thing())
                    .as(type)
                    .isInstanceOf(Post.Ticket.class);
    }

    @Test
    void an_activity_of_two_types_is_the_one_we_know_and_keeps_both() {
        var json = object("{\"type\":[\"Jump\",\"Follow\"],\"actor\":\"https://a.example/1\","
                + "\"object\":\"https://a.example/2\"}");
        assertThat(read(json).thing()).isInstanceOf(Activity.Follow.class);
        assertThat((JsonNode) read(json).rewritten()).isEqualTo(json);
    }

    @Test
    void texts_may_have_languages() {
        var note = (Post.Note) read(object("{\"type\":\"Note\",\"contentMap\":{\"de\":\"Hallo\",\"en\":\"Hello\"},"
                        + "\"name\":{\"@value\":\"Titel\",\"@language\":\"de\"}}"))
                .thing();
        assertThat(note.writing().content().orElseThrow().languages()).containsKeys("de", "en");
        assertThat(note.writing().name().orElseThrow().language()).contains("de");
        assertThat(note.writing().name().orElseThrow().text()).isEqualTo("Titel");
    }

    @Test
    void a_page_is_the_html_among_the_addresses() {
        var note = (Post.Note) read(object("{\"type\":\"Note\",\"url\":[{\"type\":\"Link\",\"mediaType\":\"video/mp4\","
                        + "\"href\":\"https://a.example/v\"},{\"type\":\"Link\",\"mediaType\":\"text/html\","
                        + "\"href\":\"https://a.example/p\"}]}"))
                .thing();
        assertThat(note.writing().page()).contains("https://a.example/p");
    }

    @Test
    void what_is_not_known_is_kept_as_it_came() {
        var json = object(
                "{\"@context\":[\"https://nowhere.example/ns\",{\"x\":\"y:z\"}],\"type\":[\"Bread\",\"Roll\"],"
                        + "\"id\":\"https://a.example/1\",\"crust\":[1,2.50,{\"deep\":[null,true]}],\"object\":{\"type\":\"Oven\"}}");
        var document = read(json);
        assertThat(document.thing()).isInstanceOf(Thing.Unknown.class);
        assertThat(document.thing().id()).contains(new Id("https://a.example/1"));
        assertThat((JsonNode) document.rewritten()).isEqualTo(json);
        var bake = object(
                "{\"type\":\"Bake\",\"actor\":\"https://a.example/1\",\"object\":{\"type\":\"Oven\",\"hot\":true},"
                        + "\"heat\":{\"degrees\":220}}");
        assertThat(read(bake).thing()).isInstanceOf(Activity.Other.class);
        assertThat((JsonNode) read(bake).rewritten()).isEqualTo(bake);
    }

    @Test
    void what_makes_no_sense_is_refused_with_its_reason() {
        assertThat(refusal("{\"id\":\"https://a.example/1\"}")).isEqualTo("a document without a type");
        assertThat(refusal("{\"type\":\"Follow\",\"actor\":\"https://a.example/1\"}"))
                .isEqualTo("no object");
        assertThat(refusal("{\"type\":\"Follow\",\"actor\":\"javascript:1\",\"object\":\"https://a.example/1\"}"))
                .isEqualTo("actor is not an id that is taken here");
        assertThat(refusal("{\"type\":\"Follow\",\"actor\":[\"https://a.example/1\",\"https://a.example/2\"],"
                        + "\"object\":\"https://a.example/1\"}"))
                .isEqualTo("more than one actor");
        assertThat(refusal("{\"type\":\"Note\",\"content\":1}")).isEqualTo("content is not a text");
        assertThat(refusal("{\"type\":\"Note\",\"published\":\"yesterday\"}")).isEqualTo("published is not a time");
        assertThat(refusal("{\"type\":\"Note\",\"sensitive\":\"yes\"}")).isEqualTo("sensitive is not true or false");
        assertThat(refusal("{\"type\":1}")).isEqualTo("a type that is not a text");
        assertThat(refusal("{\"type\":\"Note\",\"tag\":[[]]}")).isEqualTo("a list in a list");
    }

    /// Whatever a member becomes, the answer is a document or a reason, never an accident.
    @ParameterizedTest
    @MethodSource("all")
    void no_change_to_a_member_is_an_accident(Sample sample) {
        var odd =
                List.of("null", "1", "-1.5", "true", "\"\"", "\"x\"", "[]", "{}", "[[]]", "[1,\"x\",{}]", "{\"id\":1}");
        for (String name : names(sample.json()))
            for (String value : odd) {
                var changed = sample.json().deepCopy();
                change(changed, name, Vectors.parsed(value));
                switch (Vocabulary.read(changed)) {
                    case Vocabulary.Reading.Read(var document) ->
                        assertThat(document.rewritten().size()).isPositive();
                    case Vocabulary.Reading.Refused(var why) -> assertThat(why).isNotEmpty();
                }
            }
    }

    /// Made by code, not read: the golden example of a release.
    @Test
    void a_release_is_made_as_the_example_shows_it() {
        var repository = new Id("https://forge-a.example/r/8f3k2m");
        var published = Instant.parse("2026-03-05T09:00:00Z");
        var everybody = List.of(Vocabulary.PUBLIC);
        var followers = List.of(repository + "/followers");
        var file = new Attached.Link(
                "https://forge-a.example/alice/tools/archive/v1.4.0.tar.gz",
                Optional.of("application/gzip"),
                Optional.of(Words.of("tools-1.4.0.tar.gz")),
                Optional.empty(),
                Rest.NONE);
        var commit = new ForgePart.Commit(
                Optional.empty(),
                Optional.of(repository),
                Optional.empty(),
                Optional.empty(),
                Optional.of("c3a1e5d7f9b0c2d4e6f8a0b1c3d5e7f9a1b2c3d4"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Rest.NONE);
        String html = "<p><strong>Tools 1.4.0</strong></p><p>Window title fixed. <a href=\"https://forge-a.example/"
                + "alice/tools/releases/v1.4.0\">Release page</a></p>";
        var writing = Post.Writing.of(
                        new Id(repository + "/releases/2"),
                        List.of("Note", "Release"),
                        List.of(repository),
                        html,
                        published)
                .to(everybody, followers)
                .titled(Optional.of("v1.4.0"), Optional.empty())
                .about(repository, Optional.empty())
                .from(Source.markdown("Window title fixed."))
                .shownAt(new Id("https://forge-a.example/alice/tools/releases/v1.4.0"))
                .with(List.of(), List.of(new Ref.Embedded(file)));
        var release = new Post.Release(Optional.of(false), Optional.of(new Ref.Embedded(commit)), writing);
        var act = Act.by(repository, new Id(repository + "/releases/2/create"))
                .at(published)
                .to(everybody, followers);
        var create = new Activity.Create(new Ref.Embedded(release), Optional.empty(), act);
        assertThat((JsonNode) Vocabulary.write(create)).isEqualTo(Vectors.json("forgefed/create-release.json"));
    }

    @Test
    void what_we_make_ourselves_reads_back_the_same() {
        var act = Act.by(LUKE, new Id(LUKE + "/follows/1"))
                .to(List.of("https://forge-a.example/r/8f3k2m"), List.of())
                .at(Instant.parse("2026-03-03T08:00:00Z"));
        var follow = new Activity.Follow(new Ref.To(new Id("https://forge-a.example/r/8f3k2m")), act);
        byte[] bytes = Vocabulary.bytes(Vocabulary.write(follow));
        var reading = Vocabulary.read(bytes);
        assertThat(reading).isInstanceOf(Vocabulary.Reading.Read.class);
        assertThat(((Vocabulary.Reading.Read) reading).document().thing()).isEqualTo(follow);
        assertThat(new String(bytes, UTF_8))
                .endsWith(
                        "\"id\":\"https://forge-b.example/u/luke/follows/1\",\"type\":\"Follow\","
                                + "\"actor\":\"https://forge-b.example/u/luke\",\"published\":\"2026-03-03T08:00:00Z\","
                                + "\"to\":[\"https://forge-a.example/r/8f3k2m\"],\"object\":\"https://forge-a.example/r/8f3k2m\"}");
    }

    private static Sample sample(Path file) {
        return new Sample(file.getFileName().toString(), (ObjectNode) Vectors.json(file));
    }

    private static Thing thing(String example) {
        return read((ObjectNode) Vectors.json("forgefed/" + example + ".json")).thing();
    }

    private static Document read(ObjectNode json) {
        return switch (Vocabulary.read(json)) {
            case Vocabulary.Reading.Read(var document) -> document;
            case Vocabulary.Reading.Refused(var why) -> throw new AssertionError(why);
        };
    }

    private static String refusal(String json) {
        return switch (Vocabulary.read(object(json))) {
            case Vocabulary.Reading.Read _ -> "";
            case Vocabulary.Reading.Refused(var why) -> why;
        };
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) Vectors.parsed(json);
    }

    private static ObjectNode follow(String members) {
        return object("{\"type\":\"Follow\",\"object\":\"https://a.example/2\"," + members + "}");
    }

    /// As we compare: no nulls, no empty lists, a list of one is that one, times without their fraction.
    private static JsonNode plain(JsonNode value) {
        var nodes = JsonNodeFactory.instance;
        if (value instanceof ObjectNode object) {
            var plain = nodes.objectNode();
            object.properties().forEach(member -> {
                var inner = member.getKey().equals("@context") ? member.getValue() : plain(member.getValue());
                if (!inner.isNull() && !(inner.isArray() && inner.isEmpty())) plain.set(member.getKey(), inner);
            });
            return plain;
        }
        if (value instanceof ArrayNode array) {
            if (array.size() == 1) return plain(array.get(0));
            var plain = nodes.arrayNode();
            array.forEach(inner -> plain.add(plain(inner)));
            return plain;
        }
        return value.isTextual() ? nodes.textNode(value.textValue().replaceAll("(T[0-9:]{8})\\.\\d+Z", "$1Z")) : value;
    }

    private static JsonNode shuffled(JsonNode value, Random random) {
        if (value instanceof ObjectNode object) {
            var names = new ArrayList<String>();
            object.fieldNames().forEachRemaining(names::add);
            Collections.shuffle(names, random);
            var shuffled = object.objectNode();
            for (String name : names)
                shuffled.set(name, name.equals("@context") ? object.get(name) : shuffled(object.get(name), random));
            return shuffled;
        }
        if (value instanceof ArrayNode array) {
            var shuffled = array.arrayNode();
            array.forEach(inner -> shuffled.add(shuffled(inner, random)));
            return shuffled;
        }
        return value;
    }

    private static void shapes(JsonNode value) {
        if (value.isArray()) value.forEach(VocabularyTest::shapes);
        for (var member : value.properties()) {
            var inner = member.getValue();
            if (member.getKey().equals("@context")) continue;
            shapes(inner);
            switch (member.getKey()) {
                case "to", "cc", "tag", "attachment", "cloneUri" ->
                    assertThat(inner.isArray()).as(member.getKey()).isTrue();
                case "object", "actor", "inReplyTo", "url", "content" ->
                    assertThat(inner.isArray()).as(member.getKey()).isFalse();
                default -> {}
            }
            assertThat(inner.isNull()).as(member.getKey()).isFalse();
        }
    }

    private static void unknown(Object value, TreeSet<String> found) {
        switch (value) {
            case Thing.Unknown(var types, var object) -> {
                if (!types.isEmpty()) found.add(types + " " + object);
            }
            case Optional<?> optional -> optional.ifPresent(inner -> unknown(inner, found));
            case List<?> list -> list.forEach(inner -> unknown(inner, found));
            case Record inner -> {
                for (var component : inner.getClass().getRecordComponents())
                    try {
                        unknown(component.getAccessor().invoke(inner), found);
                    } catch (ReflectiveOperationException e) {
                        throw new AssertionError(e);
                    }
            }
            default -> {}
        }
    }

    private static TreeSet<String> names(JsonNode value) {
        var names = new TreeSet<String>();
        value.properties().forEach(member -> {
            if (member.getKey().equals("@context")) return;
            names.add(member.getKey());
            names.addAll(names(member.getValue()));
        });
        if (value.isArray()) value.forEach(inner -> names.addAll(names(inner)));
        return names;
    }

    private static void change(JsonNode value, String name, JsonNode changed) {
        if (value instanceof ObjectNode object && object.has(name)) object.set(name, changed);
        else value.forEach(inner -> change(inner, name, changed));
    }
}
