package dev.hob.node.cob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hob.keys.SigningKey;
import dev.hob.node.Vectors;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationsTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"cob-identity", "cob-issue", "cob-issue-concurrent", "cob-patch"})
    void our_operations_are_the_same_bytes_as_those_of_the_reference_implementation(String name) throws IOException {
        var object = Vectors.json(name + ".json");
        try (var repository = new InMemoryRepository(new DfsRepositoryDescription("memory"));
                var inserter = repository.newObjectInserter()) {
            for (var vector : object.path("entries")) {
                var operation = operation(object.path("type").asText(), vector);
                assertThat(Operations.write(inserter, operation, author(vector)).name())
                        .isEqualTo(vector.path("oid").asText());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cob-identity", "cob-issue", "cob-issue-concurrent", "cob-patch"})
    void operations_of_the_reference_implementation_are_read_whole(String name, @TempDir Path folder)
            throws IOException {
        var object = Vectors.json(name + ".json");
        try (var repository = Vectors.acme(folder);
                var walk = new RevWalk(repository)) {
            for (var vector : object.path("entries")) {
                var entry = Entry.read(walk, id(vector.path("oid"))).orElseThrow();
                assertThat(entry.type()).isEqualTo(object.path("type").asText());
                assertThat(entry.author().orElseThrow().nid())
                        .isEqualTo(vector.path("author").asText());
                assertThat(entry.at().getEpochSecond())
                        .isEqualTo(vector.path("timestamp").asLong());
                assertThat(entry.parents()).containsExactlyInAnyOrderElementsOf(ids(vector.path("graph_parents")));
                assertThat(entry.related()).containsExactlyInAnyOrderElementsOf(ids(vector.path("related")));
                assertThat(entry.resource()).isEqualTo(resource(vector));
                assertThat(entry.actions()).isEqualTo(actions(vector));
                assertThat(entry.embeds().keySet()).isEqualTo(embeds(vector).keySet());
            }
        }
    }

    @Test
    void concurrent_entries_are_told_in_the_order_of_the_reference_implementation(@TempDir Path folder)
            throws IOException {
        var object = Vectors.json("cob-issue-concurrent.json");
        var timeline = ids(object.path("evaluated").path("thread").path("timeline"));
        try (var repository = Vectors.acme(folder)) {
            var listener = new Listener(Set.of());
            load(repository, object).tell(listener);
            listener.heard.retainAll(timeline); // The timeline names comments only.
            assertThat(listener.heard).isEqualTo(timeline);
        }
    }

    @Test
    void a_refused_entry_takes_with_it_all_that_was_built_upon_it(@TempDir Path folder) throws IOException {
        var object = Vectors.json("cob-issue.json");
        var ids = object.path("entries").findValuesAsText("oid").stream()
                .filter(ObjectId::isId)
                .map(ObjectId::fromString)
                .toList();
        try (var repository = Vectors.acme(folder)) {
            var whole = load(repository, object).tell(new Listener(Set.of())).orElseThrow();
            assertThat(whole.entries()).hasSize(object.path("entries").size());
            var refused = whole.entries().get(4).id();
            var listener = new Listener(Set.of(refused));
            var rest = load(repository, object).tell(listener).orElseThrow();
            var lost = new HashSet<ObjectId>(Set.of(refused));
            for (var entry : whole.entries())
                if (entry.parents().stream().anyMatch(lost::contains)) lost.add(entry.id());
            assertThat(rest.entries()).extracting(Entry::id).doesNotContainAnyElementsOf(lost);
            assertThat(rest.entries()).hasSize(whole.entries().size() - lost.size());
            assertThat(rest.tips()).doesNotContainAnyElementsOf(lost).isNotEmpty();
            assertThat(ids).containsAll(rest.tips());
        }
    }

    @Test
    void an_entry_with_a_signature_over_another_tree_counts_for_nothing(@TempDir Path folder) throws IOException {
        var object = Vectors.json("cob-issue.json");
        var vector = object.path("entries").get(0);
        try (var repository = Vectors.acme(folder);
                var inserter = repository.newObjectInserter()) {
            String stolen = vector.path("commit_raw")
                    .asText()
                    .replace(
                            vector.path("tree").asText(),
                            object.path("entries").get(1).path("tree").asText());
            var id = inserter.insert(Constants.OBJ_COMMIT, stolen.getBytes(UTF_8));
            inserter.flush();
            try (var walk = new RevWalk(repository)) {
                assertThat(Entry.read(walk, id).orElseThrow().author()).isEmpty();
            }
            try (var reader = repository.newObjectReader()) {
                var graph = Graph.load(reader, object.path("type").asText(), id, List.of(id))
                        .orElseThrow();
                assertThat(graph.tell(new Listener(Set.of()))).isEmpty();
            }
        }
    }

    @Test
    void entries_that_cannot_be_loaded_are_as_if_they_were_not_there(@TempDir Path folder) throws IOException {
        var raw = Vectors.json("cob-issue.json")
                .path("entries")
                .get(0)
                .path("commit_raw")
                .asText();
        String resource = raw.substring(raw.indexOf("Rad-Resource"));
        try (var repository = Vectors.acme(folder);
                var inserter = repository.newObjectInserter()) {
            var unloadable = List.of(
                    raw + "Signed-off-by: alice\n",
                    raw + resource,
                    raw.replaceAll("(?s)gpgsig .*END SSH SIGNATURE-----\n", ""),
                    raw.replaceFirst("tree [0-9a-f]{40}", "tree " + "4b825dc642cb6eb9a060e54bf8d69288fbee4904"));
            for (String text : unloadable) {
                var id = inserter.insert(Constants.OBJ_COMMIT, text.getBytes(UTF_8));
                inserter.insert(Constants.OBJ_TREE, new byte[0]);
                inserter.flush();
                try (var walk = new RevWalk(repository)) {
                    assertThat(Entry.read(walk, id)).as(text).isEmpty();
                    assertThat(Entry.read(walk, ObjectId.fromString("1".repeat(40))))
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void a_talk_of_two_thousand_entries_in_a_row_is_told_in_order() throws IOException {
        try (var repository = new InMemoryRepository(new DfsRepositoryDescription("memory"));
                var inserter = repository.newObjectInserter()) {
            var written = new ArrayList<ObjectId>();
            for (int i = 0; i < 2_000; i++) {
                var parents = written.isEmpty() ? List.<ObjectId>of() : List.of(written.getLast());
                var action = MAPPER.createObjectNode().put("n", i);
                var operation = new Operation(
                        "dev.hob.test", List.of(action), java.util.Map.of(), parents, List.of(), Optional.empty(), "n");
                written.add(Operations.write(
                        inserter, operation, new Author(Vectors.ALICE, "alice", Instant.ofEpochSecond(1_700_000_000))));
            }
            inserter.flush();
            try (var reader = repository.newObjectReader()) {
                var graph = Graph.load(reader, "dev.hob.test", written.getFirst(), List.of(written.getLast()));
                var told = graph.orElseThrow().tell(new Listener(Set.of())).orElseThrow();
                assertThat(told.entries()).extracting(Entry::id).isEqualTo(written);
                assertThat(told.tips()).containsExactly(written.getLast());
            }
        }
    }

    /// Hears everything but what it was told to refuse.
    private static final class Listener implements Graph.Subject {
        private final Set<ObjectId> refused;
        private final List<ObjectId> heard = new ArrayList<>();

        Listener(Set<ObjectId> refused) {
            this.refused = refused;
        }

        @Override
        public boolean begin(Entry root) {
            return apply(root);
        }

        @Override
        public boolean apply(Entry entry) {
            if (refused.contains(entry.id())) return false;
            return heard.add(entry.id());
        }
    }

    private static Graph load(Repository repository, JsonNode object) throws IOException {
        try (var reader = repository.newObjectReader()) {
            return Graph.load(
                            reader,
                            object.path("type").asText(),
                            id(object.path("object_id")),
                            ids(object.path("tips")))
                    .orElseThrow();
        }
    }

    private static Operation operation(String type, JsonNode vector) throws IOException {
        String raw = vector.path("commit_raw").asText();
        String message = raw.substring(raw.indexOf("\n\n") + 2).split("\n\nRad-")[0];
        return new Operation(
                type,
                actions(vector),
                embeds(vector),
                ids(vector.path("graph_parents")),
                ids(vector.path("related")),
                resource(vector),
                message);
    }

    private static List<JsonNode> actions(JsonNode vector) throws IOException {
        var actions = new ArrayList<JsonNode>();
        for (int i = 0; vector.path("blobs").has(Integer.toString(i)); i++)
            actions.add(MAPPER.readTree(
                    vector.path("blobs").path(Integer.toString(i)).path("text").asText()));
        return actions;
    }

    private static Map<String, byte[]> embeds(JsonNode vector) {
        var embeds = new HashMap<String, byte[]>();
        vector.path("blobs").properties().forEach(blob -> {
            if (blob.getKey().startsWith("embeds/"))
                embeds.put(
                        blob.getKey().substring("embeds/".length()),
                        blob.getValue().path("text").asText().getBytes(UTF_8));
        });
        return embeds;
    }

    private static Author author(JsonNode vector) {
        SigningKey key =
                Vectors.ALICE.publicKey().nid().equals(vector.path("author").asText()) ? Vectors.ALICE : Vectors.BOB;
        String alias = key == Vectors.ALICE ? "alice" : "bob";
        return new Author(
                key, alias, Instant.ofEpochSecond(vector.path("timestamp").asLong()));
    }

    private static Optional<ObjectId> resource(JsonNode vector) {
        return vector.path("resource").isTextual() ? Optional.of(id(vector.path("resource"))) : Optional.empty();
    }

    private static List<ObjectId> ids(JsonNode names) {
        var ids = new ArrayList<ObjectId>();
        names.forEach(name -> ids.add(id(name)));
        return ids;
    }

    private static ObjectId id(JsonNode name) {
        return ObjectId.fromString(name.asText());
    }
}
