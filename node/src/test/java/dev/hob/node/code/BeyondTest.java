package dev.hob.node.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.activity.Pushed;
import dev.hob.node.log.RefMove;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevWalk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Histories whose dates say nothing: many commits of one second, as a rebase or an import makes them.
class BeyondTest {
    private static final Instant NOON = Instant.parse("2026-03-03T12:00:00Z");

    private final InMemoryRepository repository = new InMemoryRepository(new DfsRepositoryDescription("tea"));
    private ObjectId shared = ObjectId.zeroId();

    @BeforeEach
    void common() throws IOException {
        shared = commit("Shared 0", NOON);
        for (int i = 1; i < 20; i++) shared = commit("Shared " + i, NOON, shared);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private ObjectId commit(String message, Instant at, ObjectId... parents) throws IOException {
        try (var inserter = repository.newObjectInserter()) {
            var commit = new CommitBuilder();
            commit.setTreeId(inserter.insert(Constants.OBJ_TREE, new byte[0]));
            var alice = new PersonIdent("Alice", "alice@example.org", at, ZoneOffset.UTC);
            commit.setAuthor(alice);
            commit.setCommitter(alice);
            commit.setParentIds(parents);
            commit.setMessage(message);
            var id = inserter.insert(commit);
            inserter.flush();
            return id;
        }
    }

    private ObjectId series(int count, Instant at) throws IOException {
        var tip = shared;
        for (int i = 0; i < count; i++) tip = commit("Cup " + i, at, tip);
        return tip;
    }

    @Test
    void what_a_long_series_of_one_second_leads_to_is_not_beyond_it() throws IOException {
        var other = series(30, NOON);
        var one = commit("One", NOON, shared);
        try (var walk = new RevWalk(repository)) {
            walk.markStart(walk.parseCommit(one));
            walk.markUninteresting(walk.parseCommit(other));
            assertThat(Beyond.of(walk, 1_000)).containsExactly(walk.parseCommit(one));
        }
    }

    @Test
    void it_stops_where_it_shall() throws IOException {
        var tip = series(30, NOON);
        try (var walk = new RevWalk(repository)) {
            walk.markStart(walk.parseCommit(tip));
            walk.markUninteresting(walk.parseCommit(shared));
            assertThat(Beyond.of(walk, 10)).hasSize(10);
        }
    }

    @Test
    void a_push_of_a_long_series_is_not_taken_for_a_rewrite() throws IOException {
        for (var at : List.of(NOON, NOON.minusSeconds(3_600))) {
            var tip = series(30, at);
            var pushed = Pushed.read(repository, new RefMove("refs/heads/main", shared.name(), tip.name()));
            assertThat(pushed.forced()).isFalse();
            assertThat(pushed.commits()).isEqualTo(30);
        }
    }
}
