package dev.hob.node.issue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.cob.Entry;
import dev.hob.node.cob.Evidence;
import dev.hob.node.log.Change;
import dev.hob.node.log.Origin;
import dev.hob.node.people.Person;
import dev.hob.node.people.RemoteAuthor;
import dev.hob.node.people.RemoteAuthors;
import dev.hob.node.people.WaitingKeys;
import dev.hob.node.refs.House;
import dev.hob.node.repo.Finding;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What those say who are known only by an actor's address.
class GuestsTest {
    private static final String MIA = "https://social.example/users/mia";
    private static final String LUKE = "https://forge-b.example/u/luke";

    @TempDir
    Path folder;

    private House house;
    private Person alice;
    private Repo repo;

    @BeforeEach
    void build() {
        house = new House(folder);
        alice = house.alice();
        repo = house.repository("tea");
    }

    @AfterEach
    void leave() {
        house.close();
    }

    private Issues issues() {
        return house.node.tracking().issues();
    }

    private RemoteAuthor author(String actor) {
        String name = actor.substring(actor.lastIndexOf('/') + 1);
        String host = actor.split("/", -1)[2];
        return house.node
                .people()
                .remote()
                .meet(new RemoteAuthors.Said(
                        actor,
                        name + "@" + host,
                        name,
                        Optional.of("https://" + host + "/@" + name),
                        Optional.empty()));
    }

    private Speaker.Guest guest(String actor, String activity, Optional<String> object) {
        return new Speaker.Guest(
                author(actor),
                new Evidence(
                        actor + "/" + activity,
                        actor,
                        object.map(it -> actor + "/" + it),
                        "sha-256=:AAAA:",
                        actor + "#main-key",
                        Instant.ofEpochSecond(1_772_532_000)));
    }

    private static ObjectId done(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Done.class);
        return ((Answer.Done) answer).entry();
    }

    private static void refused(Answer answer, Answer.Reason reason) {
        assertThat(answer).isInstanceOf(Answer.Refused.class);
        assertThat(((Answer.Refused) answer).reason()).isEqualTo(reason);
    }

    private ObjectId opened(String actor, String activity) {
        var by = guest(actor, activity, Optional.of(activity + "/note"));
        return done(issues().open(repo, by, Issues.Opening.of("It leaks", "Since yesterday.")));
    }

    private ObjectId said(String actor, String activity, ObjectId issue) {
        var by = guest(actor, activity, Optional.of(activity + "/note"));
        return done(issues().comment(repo, by, issue, "Here too", Optional.empty(), List.of()));
    }

    private List<Finding> findings() {
        house.node.lateSigning().flush();
        var node = house.node;
        var all = new java.util.ArrayList<Finding>(node.namespaceCheck().examine(repo));
        all.addAll(node.tracking().cache().examine(repo));
        all.addAll(node.tracking().guestCheck().examine(repo));
        return all;
    }

    @Test
    void a_key_is_the_actors_for_ever_and_nobody_elses() {
        var mia = author(MIA).key();
        assertThat(author(LUKE).key()).isNotEqualTo(mia);
        house.reopen();
        assertThat(author(MIA).key()).isEqualTo(mia);
        assertThat(house.node.people().remote().of(mia).orElseThrow().handle()).isEqualTo("mia@social.example");
        assertThat(house.node.people().byKey(mia)).isEmpty();
    }

    @Test
    void what_they_say_is_theirs_numbered_and_in_one_namespace() throws IOException {
        var issue = opened(MIA, "1");
        var comment = said(LUKE, "1", issue);
        said(MIA, "2", issue);
        var found = house.node.tracking().reading().byId(repo.rid(), issue).orElseThrow();
        assertThat(found.number()).isEqualTo(1);
        assertThat(found.author()).isEqualTo(author(MIA).key());
        assertThat(found.comments()).isEqualTo(2);
        var guests = house.node.tracking().guests();
        String namespace = Repos.namespace(guests.keys().find(repo.rid()).orElseThrow());
        house.node.lateSigning().flush();
        try (var repository = house.node.storage().open(repo.rid());
                var walk = new RevWalk(repository)) {
            assertThat(repository.exactRef(namespace + "refs/cobs/" + IssueFold.TYPE + "/" + issue.name()))
                    .isNotNull();
            assertThat(repository.exactRef(namespace + "refs/rad/sigrefs")).isNotNull();
            assertThat(repository.getRefDatabase().getRefsByPrefix(Repos.NAMESPACES))
                    .extracting(ref -> ref.getName().split("/", -1)[2])
                    .containsOnly(
                            alice.key().nid(),
                            guests.keys().find(repo.rid()).orElseThrow().nid());
            var entry = Entry.read(walk, comment).orElseThrow();
            assertThat(entry.author()).contains(author(LUKE).key());
            assertThat(entry.alias()).isEqualTo("luke@forge-b.example");
            assertThat(Evidence.read(walk.getObjectReader(), entry))
                    .contains(guest(LUKE, "1", Optional.of("1/note")).evidence());
        }
        assertThat(guests.entries().byObject(LUKE + "/1/note").orElseThrow().entry())
                .isEqualTo(comment);
        assertThat(house.node.log().after(0, 100))
                .filteredOn(entry -> entry.change() instanceof Change.IssueCommented)
                .extracting(dev.hob.node.log.Entry::origin)
                .containsExactly(new Origin.Actor(LUKE), new Origin.Actor(MIA));
        assertThat(findings()).isEmpty();
    }

    @Test
    void a_long_handle_becomes_a_short_alias() {
        var long1 = new RemoteAuthor(
                alice.key(),
                MIA,
                "ünüsüallylong.name@very.long.host.example",
                "",
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH);
        assertThat(long1.alias().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(32);
        assertThat(long1.alias()).startsWith("ünüsüallylong.name@very.lon");
    }

    @Test
    void an_activity_is_done_once_and_so_is_what_it_brings() {
        var issue = opened(MIA, "1");
        assertThat(opened(MIA, "1")).isEqualTo(issue);
        var comment = said(LUKE, "2", issue);
        assertThat(said(LUKE, "2", issue)).isEqualTo(comment);
        // The same note, brought by another activity.
        var again = issues().comment(
                        repo, guest(LUKE, "3", Optional.of("2/note")), issue, "Here too", Optional.empty(), List.of());
        assertThat(done(again)).isEqualTo(comment);
        assertThat(house.node
                        .tracking()
                        .reading()
                        .byId(repo.rid(), issue)
                        .orElseThrow()
                        .comments())
                .isEqualTo(1);
        house.reopen();
        assertThat(said(LUKE, "2", issue)).isEqualTo(comment);
    }

    @Test
    void they_change_what_is_theirs_and_nothing_else() {
        var issue = opened(MIA, "1");
        var comment = said(LUKE, "1", issue);
        refused(
                issues().edit(repo, guest(MIA, "2", Optional.empty()), issue, comment, "Mine", List.of(), List.of()),
                Answer.Reason.FORBIDDEN);
        refused(issues().redact(repo, guest(MIA, "3", Optional.empty()), issue, comment), Answer.Reason.FORBIDDEN);
        refused(
                issues().turn(repo, guest(LUKE, "4", Optional.empty()), issue, IssueState.CLOSED),
                Answer.Reason.FORBIDDEN);
        refused(issues().withdraw(repo, guest(LUKE, "5", Optional.empty()), issue), Answer.Reason.FORBIDDEN);
        done(issues().edit(repo, guest(LUKE, "6", Optional.empty()), issue, comment, "Not here", List.of(), List.of()));
        done(issues().react(repo, guest(MIA, "7", Optional.empty()), issue, comment, "👍", true));
        done(issues().react(repo, guest(MIA, "8", Optional.empty()), issue, comment, "👍", false));
        done(issues().redact(repo, guest(LUKE, "9", Optional.empty()), issue, comment));
        done(issues().turn(repo, guest(MIA, "10", Optional.empty()), issue, IssueState.CLOSED));
        done(issues().turn(repo, guest(MIA, "11", Optional.empty()), issue, IssueState.OPEN));
        done(issues().withdraw(repo, guest(MIA, "12", Optional.empty()), issue));
        var left = house.node.tracking().reading().byId(repo.rid(), issue).orElseThrow();
        assertThat(left.title()).isEqualTo("(deleted)");
        assertThat(left.state().isOpen()).isFalse();
        assertThat(left.comments()).isZero();
        // Members still decide.
        done(issues().turn(repo, alice, issue, IssueState.OPEN));
        done(issues().retitle(repo, alice, issue, "It leaks after all"));
        assertThat(findings()).isEmpty();
    }

    @Test
    void nothing_is_written_where_not_everybody_may_look() {
        assertThat(house.node.edits().setPrivate(repo, alice, true)).isEmpty();
        var hidden = house.node.repos().byId(repo.id()).orElseThrow();
        var answer = issues().open(hidden, guest(MIA, "1", Optional.empty()), Issues.Opening.of("Hello", ""));
        refused(answer, Answer.Reason.FORBIDDEN);
        assertThat(house.node.tracking().reading().counts(repo.rid(), false).open())
                .isZero();
    }

    @Test
    void a_restored_key_for_guests_signs_nothing_until_it_may() {
        opened(MIA, "1");
        var key = house.node.tracking().guests().keys().find(repo.rid()).orElseThrow();
        assertThat(house.node.custody().waiting().begin(key, WaitingKeys.Reason.RESTORED))
                .isTrue();
        refused(
                issues().open(repo, guest(MIA, "2", Optional.empty()), Issues.Opening.of("Hello", "")),
                Answer.Reason.FORBIDDEN);
        assertThat(house.node.custody().waiting().end(key)).isTrue();
        opened(MIA, "2");
    }

    @Test
    void what_was_lost_of_them_is_made_again_from_git() {
        var issue = opened(MIA, "1");
        var comment = said(LUKE, "1", issue);
        house.node.database().writing(handle -> {
            handle.execute("delete from guest_entry");
            handle.execute("delete from remote_author");
        });
        assertThat(findings()).hasSize(2).allMatch(Finding::mendable);
        house.node.tracking().guestCheck().mend(repo);
        assertThat(findings()).isEmpty();
        assertThat(house.node.people().remote().of(LUKE).orElseThrow().handle()).isEqualTo("luke@forge-b.example");
        assertThat(said(LUKE, "1", issue)).isEqualTo(comment);
    }

    @Test
    void another_secret_is_noticed() {
        opened(MIA, "1");
        house.node.database().writing(handle -> handle.execute("delete from held_key where name = 'remote authors'"));
        house.reopen();
        assertThat(findings()).hasSize(1).noneMatch(Finding::mendable);
    }
}
