package dev.hob.node.repo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hob.keys.DidKey;
import dev.hob.node.Vectors;
import dev.hob.node.log.RepoId;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.repo.CanonicalRefs.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TagBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalRefsTest {
    private static final DidKey ALICE = Vectors.ALICE.publicKey();
    private static final DidKey BOB = Vectors.BOB.publicKey();
    private static final DidKey CAROL = Vectors.CAROL.publicKey();
    private static final String MAIN = "refs/heads/main";

    private final Repository repository = new InMemoryRepository(new DfsRepositoryDescription("memory"));

    @Test
    void the_canonical_branch_and_tag_of_a_real_storage_are_found_again(@TempDir Path folder) throws IOException {
        try (var acme = Vectors.acme(folder)) {
            var identity = Identity.read(acme, new RepoId("rad:z3ZBGPhm5GYvdNoXfm2RkJh1XS4z5"))
                    .orElseThrow();
            var refs = CanonicalRefs.of(identity.current().document());
            assertThat(refs.decide(acme, MAIN)).isEqualTo(new Outcome.Agreed(acme.resolve(MAIN)));
            assertThat(refs.decide(acme, "refs/tags/v1"))
                    .isEqualTo(new Outcome.Agreed(ObjectId.fromString("d7e5307fd27e9c9f2fd62005bf6498cfa2a3dcc3")));
            assertThat(refs.decide(acme, "refs/heads/other")).isInstanceOf(Outcome.Undecided.class);
            assertThat(refs.decide(acme, "refs/tags/v2")).isInstanceOf(Outcome.Absent.class);
        }
    }

    @Test
    void a_repository_made_here_has_its_owners_branches_and_tags_and_a_head() {
        var random = RandomGenerator.getDefault();
        var document = IdentityDocument.first(ALICE, "tea", "", "trunk", false, RepositoryId.random(random));
        var refs = CanonicalRefs.of(document);
        assertThat(refs.symbolic()).containsExactly(Map.entry("HEAD", "refs/heads/trunk"));
        for (String name : List.of("refs/heads/trunk", "refs/heads/a/b", "refs/tags/v1"))
            assertThat(refs.rule(name).orElseThrow().allowed()).containsExactly(ALICE);
        assertThat(refs.rule("refs/notes/a")).isEmpty();
        assertThat(refs.rule("refs/heads/")).isEmpty();
    }

    @Test
    void the_most_specific_rule_decides_whatever_the_order() {
        var specific = List.of(
                "refs/heads/a/b/c",
                "refs/heads/release/v1",
                "refs/heads/release/ab*",
                "refs/heads/release/a*",
                "refs/heads/release/*x",
                "refs/heads/release/*",
                "refs/heads/*/fix",
                "refs/heads/*",
                "refs/tags/*");
        for (int seed = 0; seed < 20; seed++) {
            var mixed = new ArrayList<>(specific);
            Collections.shuffle(mixed, new Random(seed));
            mixed.sort(CanonicalRefs::specificFirst);
            assertThat(mixed).as("seed " + seed).isEqualTo(specific);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"rules\":{\"refs/rad/id\":{\"allow\":\"delegates\",\"threshold\":1}}}",
                "{\"rules\":{\"refs/heads/*/*\":{\"allow\":\"delegates\",\"threshold\":1}}}",
                "{\"rules\":{\"main\":{\"allow\":\"delegates\",\"threshold\":1}}}",
                "{\"rules\":{\"refs/heads/*\":{\"allow\":[],\"threshold\":1}}}",
                "{\"rules\":{\"refs/heads/*\":{\"allow\":\"delegates\",\"threshold\":3}}}",
                "{\"rules\":{\"refs/heads/*\":{\"allow\":\"delegates\",\"threshold\":0}}}",
                "{\"symbolic\":{\"refs/x\":\"refs/heads/none\"}}",
                "{\"rules\":{\"refs/heads/*\":{\"allow\":\"delegates\",\"threshold\":1}},"
                        + "\"symbolic\":{\"HEAD\":\"refs/heads/other\"}}",
            })
    void rules_that_break_the_format_are_refused(String crefs) {
        assertThatThrownBy(() -> CanonicalRefs.of(document(crefs))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_commit_is_canonical_when_enough_delegates_have_it_or_built_upon_it() throws IOException {
        var base = commit("base");
        var next = commit("next", base);
        var last = commit("last", next);
        var tips = Map.of(ALICE, base, BOB, next, CAROL, last);
        assertThat(decide(1, tips)).isEqualTo(new Outcome.Agreed(last));
        assertThat(decide(2, tips)).isEqualTo(new Outcome.Agreed(next));
        assertThat(decide(3, tips)).isEqualTo(new Outcome.Agreed(base));
    }

    @Test
    void delegates_who_went_in_different_directions_move_nothing() throws IOException {
        var base = commit("base");
        var left = commit("left", base);
        var right = commit("right", base);
        assertThat(decide(1, Map.of(ALICE, left, BOB, right))).isInstanceOf(Outcome.Undecided.class);
        assertThat(decide(2, Map.of(ALICE, left, BOB, right))).isInstanceOf(Outcome.Undecided.class);
        assertThat(decide(2, Map.of(ALICE, left))).isInstanceOf(Outcome.Undecided.class);
        assertThat(decide(1, Map.of())).isInstanceOf(Outcome.Absent.class);
    }

    @Test
    void annotated_tags_must_be_the_very_same() throws IOException {
        var commit = commit("base");
        var one = tag(commit, "one");
        var two = tag(commit, "two");
        assertThat(decide(2, Map.of(ALICE, one, BOB, one, CAROL, two))).isEqualTo(new Outcome.Agreed(one));
        assertThat(decide(1, Map.of(ALICE, one, BOB, two))).isInstanceOf(Outcome.Undecided.class);
        assertThat(decide(1, Map.of(ALICE, one, BOB, commit))).isInstanceOf(Outcome.Undecided.class);
    }

    private Outcome decide(int threshold, Map<DidKey, ObjectId> tips) throws IOException {
        return CanonicalRefs.decide(repository, MAIN, threshold, tips);
    }

    private static IdentityDocument document(String crefs) {
        String text = "{\"delegates\":[\"%s\",\"%s\"],\"threshold\":1,\"payload\":{\"xyz.radicle.crefs\":%s,"
                        .formatted(ALICE.did(), BOB.did(), crefs)
                + "\"xyz.radicle.project\":{\"name\":\"a\",\"description\":\"\",\"defaultBranch\":\"main\"}}}";
        return IdentityDocument.parse(text.getBytes(UTF_8));
    }

    private ObjectId commit(String message, ObjectId... parents) throws IOException {
        try (var inserter = repository.newObjectInserter()) {
            var commit = new CommitBuilder();
            commit.setTreeId(inserter.insert(Constants.OBJ_TREE, new byte[0]));
            commit.setParentIds(parents);
            commit.setAuthor(new PersonIdent("alice", "alice@example.org"));
            commit.setCommitter(new PersonIdent("alice", "alice@example.org"));
            commit.setMessage(message);
            var id = inserter.insert(commit);
            inserter.flush();
            return id;
        }
    }

    private ObjectId tag(ObjectId commit, String message) throws IOException {
        try (var inserter = repository.newObjectInserter()) {
            var tag = new TagBuilder();
            tag.setTag("v1");
            tag.setObjectId(commit, Constants.OBJ_COMMIT);
            tag.setTagger(new PersonIdent("alice", "alice@example.org"));
            tag.setMessage(message);
            var id = inserter.insert(tag);
            inserter.flush();
            return id;
        }
    }
}
