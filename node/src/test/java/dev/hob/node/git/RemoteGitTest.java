package dev.hob.node.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.issue.Answer;
import dev.hob.node.outside.AddressRange;
import dev.hob.node.outside.Outside;
import dev.hob.node.outside.Policy;
import dev.hob.node.refs.House;
import dev.hob.node.repo.Repo;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Commits come from servers elsewhere, and nothing else does.
@Timeout(60)
class RemoteGitTest {
    private static final List<AddressRange> HERE =
            List.of(AddressRange.of("127.0.0.1/32").orElseThrow());

    @TempDir
    Path folder;

    private House house;
    private GitSite site;
    private Repo tea;
    private ObjectId main;
    private long before;
    private final List<ObjectId> brought = new ArrayList<>();

    @BeforeEach
    void build() throws IOException {
        house = new House(folder);
        site = new GitSite();
        tea = house.repository("tea");
        main = house.commit(tea, "one");
        house.move(tea, House.made("refs/heads/main", main));
        tea = house.node.repos().byId(tea.id()).orElseThrow();
        try (var repository = house.node.storage().open(tea.rid())) {
            site.forks(repository, main);
        }
        before = packs();
    }

    @AfterEach
    void leave() {
        site.close();
        house.close();
    }

    private RemoteGit.Outcome bring(String ref, Optional<ObjectId> head) {
        return bring(HERE, ReceiveLimits.USUAL.forTalk(), ref, head);
    }

    private RemoteGit.Outcome bring(
            List<AddressRange> allowed, ReceiveLimits limits, String ref, Optional<ObjectId> head) {
        try (var outside = new Outside(new Policy(true, allowed, "Hob/test"), InstantSource.system())) {
            var node = house.node;
            var git = new RemoteGit(node.storage(), node.refs(), node.peerRefs(), outside, limits);
            var url = URI.create(site.url("/luke/tea.git"));
            return git.bring(
                    tea,
                    new RemoteGit.Wanted(url, ref, head),
                    asked -> asked.getAuthority().equals(url.getAuthority()),
                    id -> {
                        brought.add(id);
                        return new Answer.Done(id);
                    });
        }
    }

    private void refused(RemoteGit.Outcome outcome, String told) throws IOException {
        assertThat(outcome).isInstanceOf(RemoteGit.Outcome.Refused.class);
        assertThat(((RemoteGit.Outcome.Refused) outcome).told()).contains(told);
        assertThat(brought).isEmpty();
        assertThat(packs()).isEqualTo(before);
    }

    private long packs() throws IOException {
        var packs = house.node.storage().path(tea.rid()).resolve("objects").resolve("pack");
        if (!Files.exists(packs)) return 0;
        try (var files = Files.list(packs)) {
            return files.filter(file -> file.toString().endsWith(".pack")).count();
        }
    }

    private boolean has(ObjectId id) throws IOException {
        try (var repository = house.node.storage().open(tea.rid())) {
            return repository.getObjectDatabase().has(id);
        }
    }

    @Test
    void the_commits_of_a_branch_come_and_what_is_known_does_not() throws Exception {
        var fix = site.commit("fix", List.of(main), "fix.txt", "better\n");
        assertThat(bring("refs/heads/fix", Optional.of(fix)))
                .isEqualTo(new RemoteGit.Outcome.Brought(new Answer.Done(fix)));
        assertThat(brought).containsExactly(fix);
        assertThat(has(fix)).isTrue();
        assertThat(packs()).isEqualTo(before + 1);
        assertThat(site.haves).containsExactly(1);
        assertThat(house.git(tea, "fsck", "--full")).doesNotContain("missing").doesNotContain("broken");
    }

    @Test
    void without_a_commit_it_is_the_one_at_which_the_branch_is() throws IOException {
        var fix = site.commit("fix", List.of(main), "fix.txt", "better\n");
        bring("refs/heads/fix", Optional.empty());
        assertThat(brought).containsExactly(fix);
    }

    @Test
    void a_branch_that_went_on_still_leads_to_what_was_offered() throws IOException {
        var fix = site.commit("fix", List.of(main), "fix.txt", "better\n");
        site.commit("fix", List.of(fix), "fix.txt", "best\n");
        bring("refs/heads/fix", Optional.of(fix));
        assertThat(brought).containsExactly(fix);
    }

    @Test
    void a_branch_that_was_taken_back_does_not() throws IOException {
        var fix = site.commit("fix", List.of(main), "fix.txt", "better\n");
        site.commit("fix", List.of(main), "fix.txt", "other\n");
        refused(bring("refs/heads/fix", Optional.of(fix)), "does not lead to " + fix.name());
        assertThat(has(fix)).isFalse();
    }

    @Test
    void a_branch_that_is_not_there_brings_nothing() throws IOException {
        refused(bring("refs/heads/none", Optional.empty()), "There is no refs/heads/none");
    }

    @Test
    void a_server_that_knows_only_an_older_protocol_is_told_of() throws IOException {
        site.commit("fix", List.of(main), "fix.txt", "better\n");
        site.second = false;
        refused(bring("refs/heads/fix", Optional.empty()), "older protocol");
    }

    @Test
    void nothing_is_asked_of_this_network() throws IOException {
        site.commit("fix", List.of(main), "fix.txt", "better\n");
        refused(
                bring(List.of(), ReceiveLimits.USUAL.forTalk(), "refs/heads/fix", Optional.empty()),
                "not an address of the public internet");
        assertThat(site.haves).isEmpty();
    }

    @Test
    void a_server_that_leads_to_another_is_not_followed() throws IOException {
        try (var other = new GitSite()) {
            other.commit("fix", List.of(), "fix.txt", "better\n");
            site.elsewhere = other.url("");
            refused(bring("refs/heads/fix", Optional.empty()), "is not met here");
            assertThat(other.haves).isEmpty();
        }
    }

    @Test
    void what_is_too_large_is_not_kept() throws IOException {
        site.commit("fix", List.of(main), "fix.txt", "x".repeat(100_000));
        refused(bring(HERE, ReceiveLimits.of(1 << 20, 10_000), "refs/heads/fix", Optional.empty()), "is not taken");
    }

    @Test
    void a_server_that_is_away_may_be_there_later() {
        site.close();
        assertThat(bring("refs/heads/fix", Optional.empty())).isInstanceOf(RemoteGit.Outcome.Later.class);
    }
}
