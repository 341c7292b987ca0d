package dev.hob.federation.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.federation.Speaking;
import dev.hob.federation.actor.Home;
import dev.hob.federation.actor.KnownStrangers;
import dev.hob.federation.actor.Local;
import dev.hob.federation.actor.Strangers;
import dev.hob.federation.actor.ToldKinds;
import dev.hob.federation.signature.KeyDocuments;
import dev.hob.federation.signature.Proofs;
import dev.hob.federation.signature.Verdict;
import dev.hob.federation.vocab.Handle;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.keys.DidKey;
import dev.hob.keys.MasterKey;
import dev.hob.keys.Secret;
import dev.hob.node.Node;
import dev.hob.node.cob.Evidence;
import dev.hob.node.db.DatabaseConfig;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.IssueState;
import dev.hob.node.issue.Issues;
import dev.hob.node.issue.Speaker;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.log.RepoId;
import dev.hob.node.patch.Patches;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.people.Profile;
import dev.hob.node.people.RemoteAuthors;
import dev.hob.node.release.Wish;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnouncerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HOME = "https://forge-a.example";
    private static final Id SOCIAL = new Id("https://social.example/inbox");
    private static final Id HERS = new Id("https://other.example/inbox");
    private static final Id BOBS = new Id("https://social.example/users/bob/inbox");

    @TempDir
    Path data;

    private static final Id BOB = new Id("https://social.example/users/bob");
    private static final Id LUKE = new Id("https://forge-b.example/u/luke");
    private static final Id FORGE = new Id("https://forge-b.example/inbox");
    private static final Id LEA = new Id("https://forge-c.example/u/lea");
    private static final Id LEAS = new Id("https://forge-c.example/u/lea/inbox");

    private final List<Sent> sent = new ArrayList<>();
    private final List<Handle> met = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-03T08:00:00Z");
    private Node node;
    private Speaking speaking;
    private Announcer announcer;
    private Person alice;
    private Repo tools;

    /// What went out.
    private record Sent(String actor, Id activity, JsonNode json, Set<Id> inboxes) {
        String what() {
            return actor.replaceFirst(":.*", "") + " " + json.get("type").asText();
        }
    }

    @BeforeEach
    void open() {
        var database = new DatabaseConfig("sqlite:" + data.resolve("hob.db"), Optional.empty(), Optional.empty(), 2);
        node = Node.open(data, database, MasterKey.open(data.resolve("master.key")), () -> now);
        alice = ((People.Creation.Created)
                        node.people().create("alice", "a@example.org", Optional.of(Secret.of("a long password")), true))
                .person();
        tools = repository("tools", false);
        issue(tools, "Before anybody listened");
        speaking = Speaking.of(node, new Home(HOME), new Known(), () -> now);
        follow(new Local.Project(tools), "https://social.example/users/mia", SOCIAL);
        follow(new Local.Account(alice), "https://other.example/users/lea", HERS);
        announcer = announcer();
    }

    @AfterEach
    void close() {
        announcer.close();
        node.close();
    }

    private Announcer announcer() {
        return speaking.announcer(
                node,
                id -> id.equals(BOB) ? Optional.of(BOBS) : id.equals(LEA) ? Optional.of(LEAS) : Optional.<Id>empty(),
                LEA::equals,
                met::add,
                this::keep,
                () -> now);
    }

    private void keep(org.jdbi.v3.core.Handle handle, String actor, Id id, byte[] body, Collection<Id> inboxes) {
        try {
            sent.add(new Sent(actor, id, JSON.readTree(body), Set.copyOf(inboxes)));
        } catch (IOException e) {
            throw new AssertionError("what is sent is JSON", e);
        }
    }

    private void follow(Local local, String actor, Id inbox) {
        node.database().writing(handle -> speaking.followers()
                .add(
                        handle,
                        local,
                        new Id(actor),
                        new Id(actor + "/inbox"),
                        Optional.of(inbox),
                        new Id(actor + "#follow")));
    }

    private Repo repository(String name, boolean isPrivate) {
        return ((Repos.Creation.Created) node.refs().create(alice, name, isPrivate, "", "main")).repo();
    }

    private static ObjectId done(Answer answer) {
        return ((Answer.Done) answer).entry();
    }

    private ObjectId issue(Repo repo, String title) {
        return done(node.tracking()
                .issues()
                .open(repo, alice, new Issues.Opening(title, "It leaks.", List.of(), List.of(), List.of())));
    }

    private ObjectId comment(ObjectId issue, String body) {
        return done(node.tracking().issues().comment(tools, alice, issue, body, Optional.empty(), List.of()));
    }

    private void push(String message) throws IOException {
        try (var repository = node.storage().open(tools.rid());
                var inserter = repository.newObjectInserter()) {
            var before = Optional.ofNullable(node.refs().view(tools).refs().get("refs/heads/main"));
            var commit = new CommitBuilder();
            commit.setTreeId(inserter.insert(new TreeFormatter()));
            commit.setMessage(message);
            var who = new PersonIdent("Alice", "a@example.org", now, ZoneOffset.UTC);
            commit.setAuthor(who);
            commit.setCommitter(who);
            before.ifPresent(commit::setParentId);
            var id = inserter.insert(commit);
            inserter.flush();
            var move = new RefMove("refs/heads/main", before.map(ObjectId::name).orElse(RefMove.ABSENT), id.name());
            node.refs().move(tools, new Origin.Here(alice.id()), List.of(move), () -> {}, Optional.empty());
        }
    }

    private List<String> told() {
        announcer.catchUp();
        return sent.stream().map(Sent::what).toList();
    }

    @Test
    void what_was_before_it_began_is_no_news() {
        assertThat(told()).isEmpty();
    }

    @Test
    void an_author_says_it_and_the_repository_passes_it_on() {
        issue(tools, "Leak");
        assertThat(told()).containsExactly("person Create", "repository Announce");
        var create = sent.getFirst();
        assertThat(create.inboxes()).containsExactly(HERS);
        assertThat(create.json().get("actor").asText()).isEqualTo(HOME + "/u/alice");
        assertThat(create.json().at("/object/id").asText()).isEqualTo(id() + "/tickets/2");
        assertThat(create.json().at("/object/attributedTo").asText()).isEqualTo(HOME + "/u/alice");
        assertThat(create.json().at("/to/0").asText()).isEqualTo(Vocabulary.PUBLIC);
        var announce = sent.getLast();
        assertThat(announce.inboxes()).containsExactly(SOCIAL);
        assertThat(announce.json().get("object").asText()).isEqualTo(id() + "/tickets/2");
        assertThat(announce.json().get("cc").toString()).contains(HOME + "/u/alice", id() + "/followers");
        sent.forEach(this::isProven);
    }

    private String id() {
        return HOME + "/r/" + tools.id().value();
    }

    /// By a key that its own actor lists, and dereferenceable where it says it is.
    private void isProven(Sent it) {
        var json = (ObjectNode) it.json();
        var claim = ((Proofs.Reading.Claimed) Proofs.read(json, now.plusSeconds(60))).claim();
        var actor = speaking.document(new Id(json.get("actor").asText())).orElseThrow();
        var key = KeyDocuments.of(Vocabulary.write(actor)).stream()
                .filter(known -> known.id().equals(claim.keyId()))
                .findFirst()
                .orElseThrow();
        assertThat(claim.verify(key)).isInstanceOf(Verdict.Valid.class);
        var here = Vocabulary.write(speaking.document(it.activity()).orElseThrow());
        for (String member : List.of("id", "type", "actor", "to", "cc", "published"))
            assertThat(here.get(member)).as(member).isEqualTo(json.get(member));
    }

    @Test
    void each_is_told_once_although_the_node_ends_in_between() {
        issue(tools, "One");
        assertThat(told()).hasSize(2);
        announcer.close();
        issue(tools, "Two");
        announcer = announcer();
        assertThat(told())
                .containsExactly("person Create", "repository Announce", "person Create", "repository Announce");
        assertThat(sent.stream().map(it -> it.activity())).doesNotHaveDuplicates();
    }

    @Test
    void of_what_is_private_nothing_goes_out() {
        var secret = repository("secret", true);
        follow(new Local.Project(secret), "https://social.example/users/mia", SOCIAL);
        var issue = issue(secret, "Secret");
        node.tracking().issues().comment(secret, alice, issue, "Secret", Optional.empty(), List.of());
        node.edits().describe(secret, alice, "Secret too");
        assertThat(told()).isEmpty();
        // Nor of what turned private before it was told.
        issue(tools, "Leak");
        node.edits().setPrivate(tools, alice, true);
        assertThat(told()).isEmpty();
        assertThat(speaking.document(new Id(HOME + "/u/alice/outbox/page/0"))
                        .map(Vocabulary::write)
                        .orElseThrow())
                .asString()
                .doesNotContain("Secret", "Leak");
    }

    @Test
    void a_comment_that_is_edited_or_taken_back_is_so_elsewhere_too() {
        var issue = issue(tools, "Leak");
        now = now.plus(Duration.ofMinutes(1));
        var comment = comment(issue, "Fisrt");
        told();
        sent.clear();
        now = now.plus(Duration.ofMinutes(1));
        node.tracking().issues().edit(tools, alice, issue, comment, "First", Set.of(), List.of());
        assertThat(told()).containsExactly("person Update");
        var update = sent.getFirst().json();
        assertThat(update.at("/object/content").asText()).isEqualTo("<p>First</p>");
        assertThat(update.at("/object/updated").asText()).isEqualTo("2026-03-03T08:02:00Z");
        sent.clear();
        now = now.plus(Duration.ofMinutes(1));
        node.tracking().issues().redact(tools, alice, issue, comment);
        assertThat(told()).containsExactly("person Delete");
        assertThat(sent.getFirst().json().at("/object/type").asText()).isEqualTo("Tombstone");
        assertThat(sent.getFirst().json().toString()).doesNotContain("First");
        sent.clear();
        node.tracking().issues().redact(tools, alice, issue, comment);
        assertThat(told()).isEmpty();
    }

    @Test
    void only_what_was_changed_is_told_to_have_been_however_much_is_said_at_that_time() {
        var issue = issue(tools, "Leak");
        var first = comment(issue, "Frist");
        for (int i = 0; i < 510; i++) comment(issue, "Me, too: " + i);
        var last = comment(issue, "Lsat");
        told();
        later();
        var issues = node.tracking().issues();
        issues.edit(tools, alice, issue, first, "First", Set.of(), List.of());
        issues.edit(tools, alice, issue, last, "Last", Set.of(), List.of());
        assertThat(told()).containsExactly("person Update", "person Update");
        assertThat(sent)
                .extracting(it -> it.json().at("/object/content").asText())
                .containsExactly("<p>First</p>", "<p>Last</p>");
        later();
        issues.redact(tools, alice, issue, last);
        assertThat(told()).containsExactly("person Delete");
    }

    @Test
    void closing_is_a_note_under_the_ticket() {
        var issue = issue(tools, "Leak <b>");
        told();
        sent.clear();
        node.tracking().issues().turn(tools, alice, issue, IssueState.SOLVED);
        assertThat(told()).containsExactly("repository Create");
        var note = sent.getFirst().json().get("object");
        assertThat(note.get("inReplyTo").asText()).isEqualTo(id() + "/tickets/2");
        assertThat(note.get("content").asText())
                .startsWith("<p>Closed <a href=")
                .contains("#2 Leak &lt;b&gt;</a>");
        assertThat(note.has("summary")).isFalse();
        sent.forEach(this::isProven);
    }

    @Test
    void what_the_owner_does_not_want_told_is_not() throws Exception {
        speaking.kinds().choose(tools, EnumSet.of(ToldKinds.Kind.COMMENTS));
        var issue = issue(tools, "Leak");
        node.tracking().issues().turn(tools, alice, issue, IssueState.SOLVED);
        push("first");
        announcer.catchUp();
        announcer.tellPushes(now.toEpochMilli());
        // Her own followers follow her, not the repository.
        assertThat(told()).containsExactly("person Create");
        comment(issue, "Yes");
        assertThat(told()).containsExactly("person Create", "person Create", "repository Announce");
    }

    @Test
    void a_release_is_told_by_the_repository() throws Exception {
        push("first");
        try (var files = node.publishing().releases().incoming()) {
            done(node.publishing()
                    .releases()
                    .publish(tools, alice, new Wish("v1", "main", "", "", "News", false), files));
        }
        assertThat(told()).containsExactly("repository Create");
        assertThat(sent.getFirst().json().at("/object/name").asText()).isEqualTo("v1");
        assertThat(sent.getFirst().inboxes()).containsExactly(SOCIAL);
        sent.forEach(this::isProven);
    }

    @Test
    void pushes_that_follow_each_other_are_one_note() throws Exception {
        push("first");
        now = now.plusSeconds(20);
        push("second <i>");
        announcer.catchUp();
        announcer.tellPushes(now.minusSeconds(60).toEpochMilli());
        assertThat(sent).isEmpty();
        now = now.plusSeconds(60);
        announcer.tellPushes(now.minusSeconds(60).toEpochMilli());
        announcer.tellPushes(now.minusSeconds(60).toEpochMilli());
        assertThat(sent).hasSize(1);
        var note = sent.getFirst().json().get("object");
        assertThat(note.get("content").asText())
                .contains("2 commits on <code>main</code>", "</a> first", "</a> second &lt;i&gt;");
        push("third");
        now = now.plus(Duration.ofMinutes(5));
        announcer.catchUp();
        announcer.tellPushes(now.minusSeconds(60).toEpochMilli());
        assertThat(sent).hasSize(2);
        assertThat(sent.getLast().json().at("/object/content").asText())
                .startsWith("<p>1 new commit on <code>main</code>: <a href=\"" + HOME + "/alice/tools/commit/");
        sent.forEach(this::isProven);
    }

    @Test
    void a_repository_that_is_deleted_says_so_and_stays_gone() {
        issue(tools, "Leak");
        told();
        sent.clear();
        node.repos().delete(tools, alice);
        assertThat(told()).containsExactly("repository Delete");
        assertThat(sent.getFirst().json().get("object").asText()).isEqualTo(id());
        assertThat(speaking.outbox().isGone(new Id(id()))).isTrue();
        assertThat(speaking.followers().count(new Local.Project(tools))).isZero();
        assertThat(speaking.actors().signer(sent.getFirst().actor()).keyId().value())
                .isEqualTo(id() + "#main-key");
    }

    /// Only bob was met, beside those who have spoken.
    private final class Known implements Strangers {
        private final Strangers spoken = new KnownStrangers(node, _ -> Optional.empty());

        @Override
        public Map<DidKey, Id> actors(Collection<DidKey> keys) {
            return spoken.actors(keys);
        }

        @Override
        public Map<Id, String> handles(Collection<Id> actors) {
            return spoken.handles(actors);
        }

        @Override
        public Optional<Named> named(Handle handle) {
            return handle.equals(new Handle("bob", "social.example"))
                    ? Optional.of(new Named(BOB, "https://social.example/@bob"))
                    : Optional.empty();
        }

        @Override
        public Optional<Id> original(RepoId rid, String entry) {
            return spoken.original(rid, entry);
        }
    }

    /// Somebody of another server speaks by an activity, which brings a note or changes something.
    private Speaker.Guest guest(Id actor, String activity, Optional<String> note) {
        String name = actor.value().substring(actor.value().lastIndexOf('/') + 1);
        var author = node.people()
                .remote()
                .meet(new RemoteAuthors.Said(
                        actor.value(), name + "@" + actor.authority(), "", Optional.empty(), Optional.empty()));
        return new Speaker.Guest(
                author,
                new Evidence(
                        actor.value() + "/" + activity,
                        actor.value(),
                        note.map(id -> actor.value() + "/" + id),
                        "sha-256=:AAAA:",
                        actor.value() + "#main-key",
                        now));
    }

    private void announces(Sent it, String type, String activity, String object, Id... inboxes) {
        assertThat(it.json().get("type").asText()).isEqualTo("Announce");
        assertThat(it.json().at("/object/type").asText()).isEqualTo(type);
        assertThat(it.json().at("/object/id").asText()).isEqualTo(LUKE.value() + "/" + activity);
        assertThat(it.json().at("/object/actor").asText()).isEqualTo(LUKE.value());
        assertThat(it.json().at("/object/object").asText()).isEqualTo(LUKE.value() + "/" + object);
        assertThat(it.inboxes()).containsExactlyInAnyOrder(inboxes);
        isProven(it);
    }

    private void later() {
        sent.clear();
        now = now.plus(Duration.ofMinutes(1));
    }

    @Test
    void who_was_passed_something_on_hears_that_its_author_has_changed_it_or_taken_it_back() {
        followsAsForge();
        var issues = node.tracking().issues();
        var issue = issue(tools, "Leak");
        done(issues.comment(
                tools,
                guest(LEA, "creates/1", Optional.of("notes/1")),
                issue,
                "At mine, too.",
                Optional.empty(),
                List.of()));
        done(issues.comment(
                tools,
                guest(BOB, "creates/1", Optional.of("notes/1")),
                issue,
                "And mine.",
                Optional.empty(),
                List.of()));
        told();
        later();
        var comment = done(issues.comment(
                tools,
                guest(LUKE, "creates/1", Optional.of("notes/1")),
                issue,
                "From the lid.",
                Optional.empty(),
                List.of()));
        assertThat(told()).containsExactly("repository Announce");
        assertThat(sent.getFirst().inboxes()).containsExactlyInAnyOrder(SOCIAL, FORGE, LEAS, BOBS);
        later();
        done(issues.edit(
                tools,
                guest(LUKE, "updates/1", Optional.empty()),
                issue,
                comment,
                "From the spout.",
                Set.of(),
                List.of()));
        // Only forges know what to make of it.
        assertThat(told()).containsExactly("repository Announce");
        announces(sent.getFirst(), "Update", "updates/1", "notes/1", FORGE, LEAS);
        later();
        // A member's deed is not its author's.
        node.tracking().issues().edit(tools, alice, issue, comment, "From somewhere.", Set.of(), List.of());
        assertThat(told()).isEmpty();
        later();
        done(issues.redact(tools, guest(LUKE, "deletes/1", Optional.empty()), issue, comment));
        assertThat(told()).containsExactly("repository Announce");
        announces(sent.getFirst(), "Delete", "deletes/1", "notes/1", FORGE, LEAS);
        later();
        var more = done(issues.comment(
                tools, guest(LUKE, "creates/2", Optional.of("notes/2")), issue, "Well.", Optional.empty(), List.of()));
        told();
        later();
        done(issues.redact(tools, guest(LUKE, "deletes/2", Optional.empty()), issue, more));
        assertThat(told()).as("what was taken back before is not so again").hasSize(1);
        announces(sent.getFirst(), "Delete", "deletes/2", "notes/2", FORGE, LEAS);
    }

    @Test
    void who_takes_part_hears_it_too_where_followers_are_told_nothing() {
        speaking.kinds().choose(tools, EnumSet.noneOf(ToldKinds.Kind.class));
        followsAsForge();
        var issues = node.tracking().issues();
        var issue = issue(tools, "Leak");
        done(issues.comment(
                tools, guest(LEA, "creates/1", Optional.of("notes/1")), issue, "Mine.", Optional.empty(), List.of()));
        told();
        later();
        var comment = done(issues.comment(
                tools, guest(LUKE, "creates/1", Optional.of("notes/1")), issue, "Lid.", Optional.empty(), List.of()));
        announcer.catchUp();
        assertThat(sent.getFirst().inboxes()).containsExactly(LEAS);
        later();
        done(issues.edit(
                tools, guest(LUKE, "updates/1", Optional.empty()), issue, comment, "Spout.", Set.of(), List.of()));
        announcer.catchUp();
        announces(sent.getFirst(), "Update", "updates/1", "notes/1", LEAS);
        later();
        done(issues.redact(tools, guest(LUKE, "deletes/1", Optional.empty()), issue, comment));
        announcer.catchUp();
        announces(sent.getFirst(), "Delete", "deletes/1", "notes/1", LEAS);
        later();
        var more = done(issues.comment(
                tools, guest(LUKE, "creates/2", Optional.of("notes/2")), issue, "Well.", Optional.empty(), List.of()));
        announcer.catchUp();
        later();
        done(issues.redact(tools, guest(LUKE, "deletes/2", Optional.empty()), issue, more));
        announcer.catchUp();
        assertThat(sent).as("what was taken back before is not so again").hasSize(1);
        announces(sent.getFirst(), "Delete", "deletes/2", "notes/2", LEAS);
    }

    @Test
    void the_same_of_the_words_of_a_review_and_its_remarks() throws Exception {
        followsAsForge();
        push("first");
        var patches = node.pulls().patches();
        var opening = Patches.Opening.of("Steep it", "", "main", offered(), Optional.empty());
        var pull = done(patches.open(tools, alice, opening));
        announcer.catchUp();
        later();
        var remark = new Patches.Spoken(
                guest(LUKE, "offers/1#remark-1", Optional.of("notes/2")), new Patches.Remark(Optional.empty(), "Why?"));
        var review = done(patches.review(
                tools,
                guest(LUKE, "offers/1", Optional.of("notes/1")),
                pull,
                pull,
                "Nearly.",
                Optional.of(dev.hob.node.issue.Verdict.REJECT),
                List.of(remark)));
        assertThat(told()).containsExactly("repository Announce", "repository Announce");
        var said = node.pulls().reading().comments(tools.rid(), pull).getFirst().entry();
        later();
        done(patches.edit(
                tools, guest(LUKE, "updates/1", Optional.empty()), pull, said, "Why five?", Set.of(), List.of()));
        assertThat(told()).hasSize(1);
        announces(sent.getFirst(), "Update", "updates/1", "notes/2", FORGE);
        later();
        done(patches.edit(
                tools, guest(LUKE, "updates/2", Optional.empty()), pull, review, "Not yet.", Set.of(), List.of()));
        assertThat(told()).hasSize(1);
        announces(sent.getFirst(), "Update", "updates/2", "notes/1", FORGE);
        later();
        done(patches.unsay(tools, guest(LUKE, "deletes/1", Optional.empty()), pull, review));
        assertThat(told()).hasSize(1);
        announces(sent.getFirst(), "Delete", "deletes/1", "notes/1", FORGE);
    }

    @Test
    void who_thinks_otherwise_by_now_says_so_by_the_same_note_and_elsewhere_by_another() throws Exception {
        followsAsForge();
        push("first");
        var patches = node.pulls().patches();
        var pull = done(patches.open(
                tools,
                guest(LUKE, "offers/1", Optional.of("notes/1")),
                Patches.Opening.of("Steep it", "", "main", offered(), Optional.empty())));
        done(patches.review(tools, alice, pull, pull, "Hm.", Optional.empty(), List.of()));
        done(patches.review(
                tools,
                guest(LEA, "offers/1", Optional.of("notes/1")),
                pull,
                pull,
                "Nearly.",
                Optional.of(dev.hob.node.issue.Verdict.REJECT),
                List.of()));
        told();
        later();
        done(patches.review(tools, alice, pull, pull, "", Optional.of(dev.hob.node.issue.Verdict.ACCEPT), List.of()));
        assertThat(told()).containsExactly("person Update");
        assertThat(sent.getFirst().json().at("/object/content").asText()).contains("Approved", "Hm.");
        later();
        done(patches.review(
                tools,
                guest(LEA, "offers/2", Optional.of("notes/2")),
                pull,
                pull,
                "Now it is good.",
                Optional.of(dev.hob.node.issue.Verdict.ACCEPT),
                List.of()));
        assertThat(told()).containsExactly("repository Announce");
        assertThat(sent.getFirst().json().get("object").asText()).isEqualTo(LEA.value() + "/notes/2");
    }

    private ObjectId offered() throws IOException {
        try (var repository = node.storage().open(tools.rid());
                var inserter = repository.newObjectInserter()) {
            var commit = new CommitBuilder();
            commit.setTreeId(inserter.insert(new TreeFormatter()));
            commit.setMessage("Steep it");
            var who = new PersonIdent("Luke", "l@example.org", now, ZoneOffset.UTC);
            commit.setAuthor(who);
            commit.setCommitter(who);
            commit.setParentId(node.refs().view(tools).refs().get("refs/heads/main"));
            var id = inserter.insert(commit);
            inserter.flush();
            return id;
        }
    }

    private void followsAsForge() {
        node.database().writing(handle -> speaking.followers()
                .add(
                        handle,
                        new Local.Project(tools),
                        LUKE,
                        new Id(LUKE.value() + "/inbox"),
                        Optional.of(FORGE),
                        new Id(LUKE.value() + "#follow"),
                        true));
    }

    @Test
    void whoever_elsewhere_is_called_is_told_and_linked() {
        var issue = issue(tools, "Leak");
        told();
        sent.clear();
        comment(
                issue,
                "Ask @Bob@social.example, not @eve@nowhere.example or `@carl@social.example`:\n\n```\n@dan@a.example\n```");
        assertThat(told()).containsExactly("person Create", "repository Announce");
        // Only those who are called in words are looked for.
        assertThat(met).containsExactly(new Handle("bob", "social.example"), new Handle("eve", "nowhere.example"));
        var create = sent.getFirst();
        assertThat(create.inboxes()).containsExactlyInAnyOrder(HERS, BOBS);
        var note = create.json().get("object");
        assertThat(note.get("tag")).hasSize(1);
        assertThat(note.at("/tag/0/type").asText()).isEqualTo("Mention");
        assertThat(note.at("/tag/0/href").asText()).isEqualTo(BOB.value());
        assertThat(note.at("/tag/0/name").asText()).isEqualTo("@bob@social.example");
        assertThat(note.get("cc").toString()).contains(BOB.value());
        assertThat(note.get("content").asText().replace("&#64;", "@"))
                .contains(
                        "<a href=\"https://social.example/@bob\" class=\"u-url mention\"", ">@Bob@social.example</a>");
        sent.forEach(this::isProven);
    }

    @Test
    void only_forges_are_told_in_their_own_words() throws Exception {
        followsAsForge();
        var issue = issue(tools, "Leak");
        told();
        sent.clear();
        node.tracking().issues().turn(tools, alice, issue, IssueState.SOLVED);
        assertThat(told()).containsExactly("repository Create", "repository Update");
        assertThat(sent.getFirst().inboxes()).containsExactlyInAnyOrder(SOCIAL, FORGE);
        assertThat(sent.getLast().inboxes()).containsExactly(FORGE);
        assertThat(sent.getLast().json().at("/object/isResolved").asBoolean()).isTrue();
        sent.forEach(this::isProven);
        sent.clear();
        push("first");
        push("second");
        announcer.catchUp();
        now = now.plusSeconds(90);
        announcer.tellPushes(now.minusSeconds(60).toEpochMilli());
        assertThat(sent.stream().map(Sent::what)).containsExactly("repository Create", "repository Push");
        var push = sent.getLast();
        assertThat(push.inboxes()).containsExactly(FORGE);
        assertThat(push.json().has("hashBefore")).isFalse();
        assertThat(push.json().get("hashAfter").asText())
                .isEqualTo(node.refs().view(tools).headId().orElseThrow().name());
        assertThat(push.json().at("/target/ref").asText()).isEqualTo("refs/heads/main");
        isProven(push);
        // Whoever reads the outbox is nobody's forge.
        assertThat(Vocabulary.write(speaking.document(new Id(id() + "/outbox/page/0"))
                                .orElseThrow())
                        .toString())
                .doesNotContain("\"type\":\"Push\"", "\"type\":\"Update\"");
    }

    @Test
    void another_profile_is_told_to_who_follows_the_person() {
        assertThat(node.people().describe(alice, new Profile("Alice A.", "Brews", "", "")))
                .isEmpty();
        assertThat(told()).containsExactly("person Update");
        var update = sent.getFirst();
        assertThat(update.inboxes()).containsExactly(HERS);
        assertThat(update.json().at("/object/name").asText()).isEqualTo("Alice A.");
        assertThat(update.json().at("/object/icon/type").asText()).isEqualTo("Image");
        assertThat(update.json().at("/object/icon/mediaType").asText()).isEqualTo("image/png");
        assertThat(update.json().at("/object/icon").toString()).contains(HOME + "/-/avatar/1/");
        sent.forEach(this::isProven);
        // The same again is no news.
        node.people().describe(alice, new Profile("Alice A.", "Brews", "", ""));
        assertThat(told()).hasSize(1);
    }

    @Test
    void whoever_moves_says_where_to() {
        String there = "https://forge-b.example/u/alice";
        var homes = node.people().residences();
        assertThat(homes.add(alice, "https://old.example/users/alice")).isEmpty();
        assertThat(told()).containsExactly("person Update");
        assertThat(sent.getFirst().json().at("/object/alsoKnownAs").toString())
                .isEqualTo("[\"https://old.example/users/alice\"]");
        sent.clear();
        homes.move(alice, there);
        assertThat(told()).containsExactly("person Update", "person Move");
        assertThat(sent.getFirst().json().at("/object/movedTo").asText()).isEqualTo(there);
        var move = sent.getLast();
        assertThat(move.inboxes()).containsExactly(HERS);
        assertThat(move.json().get("object").asText()).isEqualTo(HOME + "/u/alice");
        assertThat(move.json().get("target").asText()).isEqualTo(there);
        sent.forEach(this::isProven);
        homes.remove(alice, there);
        assertThat(homes.moved(alice)).isEmpty();
        for (int i = 0; i < 9; i++) assertThat(homes.add(alice, there + i)).isEmpty();
        assertThat(homes.add(alice, there)).isPresent();
    }

    @Test
    void what_turns_private_is_taken_back_wherever_it_was_told() {
        var issue = issue(tools, "Leak");
        var comment = comment(issue, "Wet floor");
        node.tracking().issues().turn(tools, alice, issue, IssueState.SOLVED);
        var other = repository("other", false);
        issue(other, "Public");
        told();
        sent.clear();
        node.edits().setPrivate(tools, alice, true);
        assertThat(told()).containsExactlyInAnyOrder("repository Delete", "person Delete", "person Delete");
        assertThat(sent.stream()
                        .map(it -> it.json().at("/object/id").asText())
                        .filter(it -> it.contains("/comments/") || it.endsWith("/tickets/2")))
                .containsExactlyInAnyOrder(id() + "/tickets/2", id() + "/tickets/2/comments/" + comment.name());
        // Also to those to whom the repository passed it on.
        for (var it : sent) {
            assertThat(it.json().toString()).doesNotContain("Leak", "Wet floor");
            assertThat(it.inboxes()).contains(SOCIAL);
        }
        // What nobody may see is not said to be gone; and its followers hear again when it is public.
        assertThat(speaking.outbox().isGone(new Id(id() + "/tickets/2"))).isFalse();
        sent.clear();
        node.edits().setPrivate(tools, alice, false);
        comment(issue, "Dry again");
        assertThat(told()).containsExactly("person Create", "repository Announce");
    }

    @Test
    void the_outbox_lists_what_was_told_the_latest_first() {
        var issue = issue(tools, "Leak");
        for (int i = 0; i < 30; i++) comment(issue, "comment " + i);
        told();
        var seen = new ArrayList<String>();
        var next = Optional.of(id() + "/outbox/page/0");
        for (int pages = 0; next.isPresent() && pages < 5; pages++) {
            var page = Vocabulary.write(speaking.document(new Id(next.get())).orElseThrow());
            page.get("orderedItems").forEach(item -> seen.add(item.get("id").asText()));
            next = Optional.ofNullable(page.path("next").textValue());
        }
        assertThat(seen).hasSize(31).doesNotHaveDuplicates();
        var whole = Vocabulary.write(speaking.document(new Id(id() + "/outbox")).orElseThrow());
        assertThat(whole.get("totalItems").asInt()).isEqualTo(31);
        assertThat(new String(Vocabulary.bytes(whole), UTF_8)).doesNotContain("comment 3");
    }
}
