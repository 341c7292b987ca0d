package dev.hob.p2p.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.log.Change;
import dev.hob.node.log.RefMove;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.p2p.protocol.Input.Outcome;
import dev.hob.p2p.protocol.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nodes that give and fetch, without a network between them.
class FetchTest {
    @TempDir
    Path folder;

    private Shore hearth;
    private Shore harbour;

    @BeforeEach
    void open() {
        hearth = new Shore(folder.resolve("hearth"));
        harbour = new Shore(folder.resolve("harbour"));
    }

    @AfterEach
    void close() {
        hearth.close();
        harbour.close();
    }

    private Repo tea() throws IOException {
        var tea = hearth.repository("alice", "tea", false);
        hearth.push(
                tea,
                new RefMove(
                        "refs/heads/main",
                        RefMove.ABSENT,
                        hearth.commit(tea.rid(), "first").name()));
        return hearth.repo(tea.rid());
    }

    private static ObjectId main(Shore shore, Repo repo) {
        return shore.node.refs().view(shore.repo(repo.rid())).headId().orElseThrow();
    }

    private void advance(Repo tea, String text) throws IOException {
        var before = main(hearth, tea);
        var after = hearth.commit(tea.rid(), text, before);
        hearth.push(tea, new RefMove("refs/heads/main", before.name(), after.name()));
    }

    @Test
    void a_project_comes_whole_and_can_be_given_on() throws Exception {
        var tea = tea();
        var issue = hearth.issue(tea, "alice", "Too hot");
        hearth.comment(tea, "bob", issue, "Wait a little.");

        var brought = harbour.fetched(hearth, tea.rid());

        assertThat(brought.cloned()).isTrue();
        assertThat(brought.updated()).hasSize(2);
        assertThat(harbour.signed(tea.rid())).isEqualTo(hearth.signed(tea.rid()));
        assertThat(main(harbour, tea)).isEqualTo(main(hearth, tea));
        assertThat(harbour.repo(tea.rid()).isSeeded()).isTrue();
        assertThat(harbour.node.tracking().reading().byId(tea.rid(), issue))
                .get()
                .satisfies(it -> assertThat(it.title()).isEqualTo("Too hot"));
        harbour.isAtRest();
        try (var island = new Shore(folder.resolve("island"))) {
            island.fetched(harbour, tea.rid());
            assertThat(island.signed(tea.rid())).isEqualTo(hearth.signed(tea.rid()));
        }
    }

    /// A peer that wants all that one wanted itself gets the very pack that came, whoever asks.
    @Test
    void what_came_is_given_on_as_it_came() throws Exception {
        var tea = tea();
        for (int i = 0; i < 20; i++) advance(tea, "cup " + i);
        hearth.issue(tea, "alice", "Too hot");
        harbour.fetched(hearth, tea.rid());
        assertThat(harbour.base(tea.rid())).exists();

        try (var island = new Shore(folder.resolve("island"))) {
            island.fetched(harbour, tea.rid());

            assertThat(island.signed(tea.rid())).isEqualTo(hearth.signed(tea.rid()));
            assertThat(island.packs(tea.rid())).containsAll(harbour.packs(tea.rid()));
            island.git(tea.rid(), "fsck", "--full", "--strict");
            island.isAtRest();
        }
    }

    @Test
    void what_was_taken_back_since_is_not_given_on() throws Exception {
        var tea = tea();
        for (int i = 0; i < 20; i++) advance(tea, "cup " + i);
        harbour.fetched(hearth, tea.rid());
        var old = main(hearth, tea);
        var other = hearth.commit(tea.rid(), "begun anew");
        hearth.push(tea, new RefMove("refs/heads/main", old.name(), other.name()));
        harbour.fetched(hearth, tea.rid());

        try (var island = new Shore(folder.resolve("island"))) {
            island.fetched(harbour, tea.rid());

            assertThat(main(island, tea)).isEqualTo(other);
            assertThat(island.has(tea.rid(), old)).isFalse();
        }
    }

    @Test
    void what_changes_afterwards_follows_and_the_log_tells_it() throws Exception {
        var tea = tea();
        var issue = hearth.issue(tea, "alice", "Too hot");
        harbour.fetched(hearth, tea.rid());
        advance(tea, "second");
        hearth.comment(tea, "bob", issue, "Wait a little.");
        var other = hearth.issue(tea, "bob", "Too cold");

        var brought = harbour.fetched(hearth, tea.rid());

        assertThat(brought.cloned()).isFalse();
        assertThat(brought.updated()).hasSize(2);
        assertThat(harbour.signed(tea.rid())).isEqualTo(hearth.signed(tea.rid()));
        assertThat(main(harbour, tea)).isEqualTo(main(hearth, tea));
        assertThat(harbour.brought().stream().map(change -> change.getClass().getSimpleName()))
                .containsExactlyInAnyOrder("RefsMoved", "IssueCommented", "IssueOpened");
        assertThat(harbour.node.tracking().reading().byId(tea.rid(), other)).isPresent();
        harbour.isAtRest();
    }

    @Test
    void what_was_announced_is_fetched_alone() throws Exception {
        var tea = tea();
        var issue = hearth.issue(tea, "alice", "Too hot");
        harbour.fetched(hearth, tea.rid());
        var bob = hearth.person("bob").key();
        hearth.comment(tea, "bob", issue, "Wait a little.");
        var announced = hearth.head(tea.rid(), bob);
        advance(tea, "second");

        var brought = harbour.fetched(hearth, tea.rid(), announced);

        assertThat(brought.updated()).containsExactly(announced);
        assertThat(main(harbour, tea)).isNotEqualTo(main(hearth, tea));
        assertThat(harbour.brought())
                .hasOnlyElementsOfType(Change.IssueCommented.class)
                .hasSize(1);
    }

    @Test
    void an_announced_list_is_fetched_although_there_is_a_newer_one_by_now() throws Exception {
        var tea = tea();
        harbour.fetched(hearth, tea.rid());
        advance(tea, "second");
        var announced = hearth.head(tea.rid(), tea.namespace());
        advance(tea, "third");
        var third = main(hearth, tea);

        var brought = harbour.fetched(hearth, tea.rid(), announced);

        assertThat(brought.updated()).containsExactly(announced);
        assertThat(main(harbour, tea)).isNotEqualTo(third);
        harbour.fetched(hearth, tea.rid());
        assertThat(main(harbour, tea)).isEqualTo(third);
    }

    @Test
    void nothing_new_moves_nothing_and_is_told_to_nobody() throws Exception {
        var tea = tea();
        harbour.fetched(hearth, tea.rid());

        var brought = harbour.fetched(hearth, tea.rid());

        assertThat(brought).isEqualTo(new Outcome.Brought(List.of(), false));
        assertThat(harbour.brought()).isEmpty();
    }

    @Test
    void what_was_taken_away_goes_here_too() throws Exception {
        var tea = tea();
        var branch = hearth.commit(tea.rid(), "branch");
        hearth.push(tea, new RefMove("refs/heads/side", RefMove.ABSENT, branch.name()));
        harbour.fetched(hearth, tea.rid());
        assertThat(harbour.node.refs().view(harbour.repo(tea.rid())).refs()).containsKey("refs/heads/side");
        hearth.push(tea, new RefMove("refs/heads/side", branch.name(), RefMove.ABSENT));

        harbour.fetched(hearth, tea.rid());

        assertThat(harbour.node.refs().view(harbour.repo(tea.rid())).refs()).doesNotContainKey("refs/heads/side");
        assertThat(harbour.signed(tea.rid())).isEqualTo(hearth.signed(tea.rid()));
        assertThat(harbour.stored(tea.rid())).isEqualTo(hearth.stored(tea.rid()));
    }

    @Test
    void a_branch_that_was_rewound_is_rewound_here() throws Exception {
        var tea = tea();
        var first = main(hearth, tea);
        advance(tea, "second");
        harbour.fetched(hearth, tea.rid());
        hearth.push(tea, new RefMove("refs/heads/main", main(hearth, tea).name(), first.name()));

        harbour.fetched(hearth, tea.rid());

        assertThat(main(harbour, tea)).isEqualTo(first);
    }

    @Test
    void what_is_written_here_travels_back_to_its_home() throws Exception {
        var tea = tea();
        var issue = hearth.issue(tea, "alice", "Too hot");
        harbour.fetched(hearth, tea.rid());
        var carol = harbour.person("carol");
        var comment = harbour.comment(harbour.repo(tea.rid()), "carol", issue, "I like it so.");

        var brought = hearth.fetched(harbour, tea.rid());

        assertThat(brought.updated()).containsExactly(harbour.head(tea.rid(), carol.key()));
        assertThat(hearth.brought()).singleElement().satisfies(change -> {
            assertThat(change).isInstanceOf(Change.IssueCommented.class);
            assertThat(((Change.IssueCommented) change).comment()).isEqualTo(comment.name());
        });
        assertThat(hearth.signed(tea.rid())).isEqualTo(harbour.signed(tea.rid()));
        // And the talk goes on from there.
        hearth.comment(tea, "alice", issue, "Good.");
        harbour.fetched(hearth, tea.rid());
        assertThat(harbour.signed(tea.rid())).isEqualTo(hearth.signed(tea.rid()));
    }

    @Test
    void where_only_some_are_followed_only_the_delegates_work_comes() throws Exception {
        var tea = tea();
        hearth.issue(tea, "bob", "Too hot");

        var outcome = harbour.fetch(hearth, Shore.wish(hearth, tea.rid(), false, Scope.FOLLOWED));

        assertThat(outcome).isInstanceOf(Outcome.Brought.class);
        assertThat(harbour.node.peerRefs().signed().heads(tea.rid())).containsOnlyKeys(tea.namespace());
    }

    @Test
    void a_private_project_is_given_only_to_whom_it_is_shown_and_never_in_clear() throws Exception {
        var tea = hearth.repository("alice", "secret", true);
        hearth.push(
                tea,
                new RefMove(
                        "refs/heads/main",
                        RefMove.ABSENT,
                        hearth.commit(tea.rid(), "first").name()));

        assertThat(harbour.fetch(hearth, tea.rid())).isInstanceOf(Outcome.Failed.class);
        assertThat(harbour.served).get().isInstanceOf(UploadService.Served.Refused.class);
        assertThat(harbour.node.storage().has(tea.rid())).isFalse();
        harbour.isAtRest();
    }

    @Test
    void what_is_not_signed_yet_is_signed_before_a_peer_looks() throws Exception {
        var tea = tea();
        var issue = hearth.issue(tea, "alice", "Too hot");

        harbour.fetched(hearth, tea.rid());

        assertThat(harbour.stored(tea.rid()))
                .containsKey(Repos.namespace(tea.namespace()) + "refs/cobs/xyz.radicle.issue/" + issue.name());
    }
}
