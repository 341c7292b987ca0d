package dev.hob.web.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.keys.DeviceLink;
import dev.hob.keys.SigningKey;
import dev.hob.node.cob.Author;
import dev.hob.node.cob.Operation;
import dev.hob.node.cob.Operations;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.FetchedIssues;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.IssueState;
import dev.hob.node.issue.Issues;
import dev.hob.node.issue.OfflineIssues;
import dev.hob.node.log.Change;
import dev.hob.node.log.Origin;
import dev.hob.node.people.AccessTokens;
import dev.hob.node.people.DeviceKeys;
import dev.hob.node.people.Grant;
import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.node.refs.ClonedNamespace;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real git client brings what was written offline, honest and not.
class TalkPushTest {
    private static final String TYPE = "xyz.radicle.issue";

    @TempDir
    Path data;

    @TempDir
    Path work;

    private GitServer server;
    private Person alice;
    private Person bob;
    private Person mallory;
    private Repo tea;
    private ObjectId first;

    @BeforeEach
    void start() {
        server = new GitServer(data);
        alice = server.person("alice");
        bob = server.person("bob");
        mallory = server.person("mallory");
        tea = created("tea", false);
        first = done(issues().open(tea, alice, Issues.Opening.of("It leaks", "When it boils.")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Issues issues() {
        return server.node.tracking().issues();
    }

    private Repo created(String name, boolean isPrivate) {
        return ((Repos.Creation.Created) server.node.refs().create(alice, name, isPrivate, "", "main")).repo();
    }

    private static ObjectId done(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Done.class);
        return ((Answer.Done) answer).entry();
    }

    private static String refused(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Refused.class);
        return ((Answer.Refused) answer).told();
    }

    private Issue issue(ObjectId id) {
        return server.node.tracking().reading().byId(tea.rid(), id).orElseThrow();
    }

    private List<String> said(ObjectId id) {
        return server.node.tracking().talks().history(tea.rid(), id, -1, 1_000).stream()
                .filter(line ->
                        line.what() instanceof dev.hob.node.issue.Line.What.Said(var comment) && comment.isPresent())
                .map(line ->
                        server.node.people().byKey(line.by()).map(Person::name).orElse("a stranger") + ": "
                                + ((dev.hob.node.issue.Line.What.Said) line.what())
                                        .comment()
                                        .orElseThrow()
                                        .body())
                .toList();
    }

    /// Git, rows and log say the same, and the namespaces are signed as they are.
    private void sound() {
        server.node.lateSigning().flush();
        assertThat(server.node.tracking().cache().examine(tea)).isEmpty();
        assertThat(server.node.namespaceCheck().examine(tea)).isEmpty();
        assertThat(server.node.intents().open()).isEmpty();
        assertThat(server.git(server.storage("alice", "tea"), "fsck", "--full", "--strict"))
                .doesNotContain("missing")
                .doesNotContain("error");
    }

    /// Somebody's clone, and the key of the computer that it is on.
    private final class Computer {
        private final Person person;
        private final Path clone;
        private final SigningKey key = SigningKey.generate(new SecureRandom());
        private String credentials;

        Computer(Person person, String folder) {
            this.person = person;
            this.credentials = person.name() + ":" + GitServer.PASSWORD.replace(" ", "%20");
            this.clone = work.resolve(folder);
            server.git(work, "init", "-q", folder);
            link();
        }

        void link() {
            var nonce = server.node.devices().challenge(person);
            byte[] word = DeviceLink.sign(key, "http://here", person.name(), nonce.text());
            assertThat(server.node.devices().link(person, "http://here", "a computer", key.publicKey(), nonce, word))
                    .isInstanceOf(DeviceKeys.Linking.Linked.class);
        }

        String url() {
            return server.url(credentials, "alice/tea.git");
        }

        String all() {
            return "refs/namespaces/*:refs/namespaces/*";
        }

        String own() {
            return "refs/namespaces/" + key.publicKey().nid() + "/*:refs/namespaces/"
                    + key.publicKey().nid() + "/*";
        }

        Computer fetch() {
            server.node.lateSigning().flush();
            server.git(clone, "fetch", "-q", url(), all(), "refs/rad/*:refs/rad/*");
            return this;
        }

        /// Puts back what the node has of it.
        void fetchOwn() {
            server.git(clone, "fetch", "-q", "--prune", url(), "+" + own());
        }

        GitServer.Ran push(String... more) {
            var words = new java.util.ArrayList<>(List.of("push", url()));
            words.addAll(more.length == 0 ? List.of(own()) : List.of(more));
            return server.tryGit(clone, words.toArray(String[]::new));
        }

        Repository open() {
            try {
                return new FileRepositoryBuilder()
                        .setGitDir(clone.resolve(".git").toFile())
                        .build();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        <T> T write(Writing<T> writing) {
            try (var repository = open()) {
                return writing.with(OfflineIssues.of(repository, key, person.name(), InstantSource.system())
                        .orElseThrow());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        String ref(ObjectId issue) {
            return "refs/cobs/" + TYPE + "/" + issue.name();
        }

        /// Signs, and signs for, whatever it is given.
        ObjectId forge(
                SigningKey by, ObjectId issue, List<ObjectId> parents, String type, Instant at, ObjectNode action) {
            try (var repository = open();
                    var inserter = repository.newObjectInserter()) {
                var resource = repository.exactRef("refs/rad/id").getObjectId();
                var operation = new Operation(
                        type, List.of(action), Map.of(), parents, List.of(), Optional.of(resource), "Forged");
                var id = Operations.write(inserter, operation, new Author(by, person.name(), at));
                inserter.flush();
                point(issue, id);
                return id;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        void point(ObjectId issue, ObjectId id) {
            try (var repository = open()) {
                var root = repository.exactRef("refs/rad/id").getObjectId();
                new ClonedNamespace(repository, tea.rid(), key, InstantSource.system()).set(ref(issue), id, root);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        List<FetchedIssues.Fetched> read() {
            try (var repository = open()) {
                return FetchedIssues.of(repository).orElseThrow().all();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    @FunctionalInterface
    private interface Writing<T> {
        T with(OfflineIssues issues) throws IOException;
    }

    private static ObjectNode comment(String body, ObjectId to) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "comment")
                .put("body", body)
                .put("replyTo", to.name());
    }

    private void refuses(GitServer.Ran pushed, String... told) {
        assertThat(pushed.code()).as(pushed.out()).isNotZero();
        assertThat(pushed.out()).contains(told);
    }

    private void takes(GitServer.Ran pushed) {
        assertThat(pushed.code()).as(pushed.out()).isZero();
    }

    @Test
    void what_a_reader_writes_offline_counts_when_it_is_pushed() {
        var laptop = new Computer(bob, "laptop").fetch();
        var own = done(laptop.write(it -> it.open("No sugar", "There is none.", List.of())));
        done(laptop.write(it -> it.comment(first, "Here too.")));
        done(laptop.write(it -> it.comment(own, "Found some.")));
        done(laptop.write(it -> it.retitle(own, "Sugar")));
        done(laptop.write(it -> it.describe(own, "There is some.")));
        done(laptop.write(it -> it.turn(own, IssueState.SOLVED)));
        long before = server.node.log().head();
        takes(laptop.push());
        assertThat(laptop.push().out()).contains("up-to-date");

        assertThat(issue(own).number()).isEqualTo(2);
        assertThat(issue(own).title()).isEqualTo("Sugar");
        assertThat(issue(own).state()).isEqualTo(IssueState.SOLVED);
        assertThat(said(own)).containsExactly("bob: There is some.", "bob: Found some.");
        assertThat(said(first)).containsExactly("alice: When it boils.", "bob: Here too.");
        var logged = server.node.log().after(before, 100).stream()
                .filter(entry -> entry.origin().equals(new Origin.Here(bob.id())))
                .map(entry -> entry.change().getClass().getSimpleName())
                .toList();
        assertThat(logged)
                .containsExactlyInAnyOrder(
                        "IssueCommented",
                        "IssueOpened",
                        "IssueCommented",
                        "IssueChanged",
                        "IssueChanged",
                        "IssueChanged");
        assertThat(server.node.log().after(before, 100))
                .filteredOn(entry -> entry.change() instanceof Change.IssueOpened)
                .allSatisfy(entry -> assertThat(((Change.IssueOpened) entry.change()).number())
                        .isEqualTo(2));
        sound();

        assertThat(laptop.read().getLast().number()).isEmpty();
        laptop.fetch();
        assertThat(laptop.read()).extracting(it -> it.number().orElseThrow()).containsExactly(1L, 2L);
        assertThat(issues().turn(tea, bob, own, IssueState.OPEN))
                .as("the node's own key did not open it, so the owner's signs for bob")
                .isInstanceOf(Answer.Done.class);
        assertThat(issues().retitle(tea, mallory, own, "Mine")).isInstanceOf(Answer.Refused.class);
        sound();
    }

    @Test
    void two_computers_that_wrote_at_once_agree_in_the_end() {
        var laptop = new Computer(bob, "laptop").fetch();
        var desk = new Computer(bob, "desk").fetch();
        done(laptop.write(it -> it.comment(first, "From the train.")));
        done(desk.write(it -> it.comment(first, "From the desk.")));
        done(issues().comment(tea, alice, first, "From the page.", Optional.empty(), List.of()));
        takes(laptop.push());
        takes(desk.push());
        laptop.fetch();
        desk.fetch();
        assertThat(laptop.read()).isEqualTo(desk.read());
        done(laptop.write(it -> it.comment(first, "After that.")));
        takes(laptop.push());
        desk.fetch();
        done(desk.write(it -> it.comment(first, "And that.")));
        takes(desk.push());
        laptop.fetch();
        assertThat(laptop.read()).isEqualTo(desk.read());
        assertThat(laptop.read().getFirst().comments()).hasSize(6);
        assertThat(said(first)).hasSize(6).endsWith("bob: After that.", "bob: And that.");
        sound();
    }

    @Test
    void what_only_delegates_may_is_refused_where_it_is_written_and_at_the_door() {
        server.node.edits().addCollaborator(tea, alice, bob, Right.WRITE);
        var laptop = new Computer(bob, "laptop").fetch();
        assertThat(refused(laptop.write(it -> it.label(first, List.of("bug"), List.of()))))
                .contains("Only delegates of the project may label issues");
        assertThat(refused(laptop.write(it -> it.turn(first, IssueState.SOLVED))))
                .contains("offline only that key");
        assertThat(server.git(
                        laptop.clone,
                        "for-each-ref",
                        "refs/namespaces/" + laptop.key.publicKey().nid()))
                .as("nothing of it is kept")
                .isEmpty();
        var label = JsonNodeFactory.instance.objectNode().put("type", "label");
        label.putArray("labels").add("bug");
        laptop.forge(laptop.key, first, List.of(first), TYPE, Instant.now(), label);
        refuses(laptop.push(), "only delegates of the project label its issues", "it comes whole");
        assertThat(issue(first).labels()).isEmpty();
        sound();
    }

    @Test
    void a_namespace_is_for_its_own_person_only() throws IOException {
        var laptop = new Computer(bob, "laptop").fetch();
        done(laptop.write(it -> it.comment(first, "Here too.")));
        var evil = new Computer(mallory, "evil").fetch();
        laptop.credentials = evil.credentials;
        refuses(laptop.push(), "this is no device of mallory");

        laptop.credentials = "bob:" + GitServer.PASSWORD.replace(" ", "%20");
        var aside = laptop.key.publicKey().nid();
        String cob = "refs/namespaces/" + aside + "/" + laptop.ref(first);
        refuses(
                laptop.push(cob + ":refs/namespaces/" + alice.key().nid() + "/" + laptop.ref(first)),
                "no device of bob");
        refuses(
                laptop.push(cob + ":refs/namespaces/" + bob.key().nid() + "/" + laptop.ref(first)),
                "signs with that key");
        refuses(laptop.push(cob + ":refs/namespaces/nonsense/" + laptop.ref(first)), "no namespace");
        refuses(laptop.push(cob + ":refs/namespaces/" + aside + "/refs/heads/main"), "only issues");
        refuses(
                laptop.push(cob + ":refs/namespaces/" + aside + "/refs/cobs/xyz.radicle.patch/" + first.name()),
                "only issues");
        refuses(laptop.push(cob + ":refs/rad/id"), "only branches and tags");
        refuses(laptop.push(cob + ":refs/cobs/" + TYPE + "/" + first.name()), "only branches and tags");
        refuses(laptop.push(cob), "the refs are not signed");
        refuses(laptop.push(cob, cob.replace(laptop.ref(first), "refs/rad/root")), "the refs are not signed");

        assertThat(server.node.devices().revoke(bob, laptop.key.publicKey())).isTrue();
        refuses(laptop.push(), "403");
        new Computer(bob, "desk");
        refuses(laptop.push(), "this device was revoked");
        assertThat(said(first)).hasSize(1);
        sound();
    }

    @Test
    void what_a_device_has_said_stays_its_persons_after_it_is_revoked() {
        var laptop = new Computer(bob, "laptop").fetch();
        done(laptop.write(it -> it.comment(first, "Here too.")));
        takes(laptop.push());
        server.node.devices().revoke(bob, laptop.key.publicKey());
        assertThat(said(first)).containsExactly("alice: When it boils.", "bob: Here too.");
        done(laptop.write(it -> it.comment(first, "Still here.")));
        new Computer(bob, "desk");
        refuses(laptop.push(), "this device was revoked");
        assertThat(said(first)).hasSize(2);
        sound();
    }

    @Test
    void forged_entries_are_refused_with_a_reason() throws IOException {
        var laptop = new Computer(bob, "laptop").fetch();
        var stranger = SigningKey.generate(new SecureRandom());
        var now = Instant.now();
        var one = List.of(first);

        laptop.forge(stranger, first, one, TYPE, now, comment("Not mine", first));
        refuses(laptop.push(), "signed by another key");
        var honest = laptop.forge(laptop.key, first, one, TYPE, now, comment("Mine", first));
        laptop.point(first, tampered(laptop, honest));
        refuses(laptop.push(), "its signature does not hold");
        laptop.forge(laptop.key, first, one, "xyz.radicle.patch", now, comment("Other", first));
        refuses(laptop.push(), "it is of another type, xyz.radicle.patch");
        laptop.forge(laptop.key, first, one, TYPE, now.plus(Duration.ofDays(3)), comment("Later", first));
        refuses(laptop.push(), "which is in the future");
        laptop.forge(laptop.key, first, one, TYPE, now, comment("x".repeat(65_537), first));
        refuses(laptop.push(), "at most 65536 characters");
        laptop.forge(laptop.key, first, one, TYPE, now, comment("  ", first));
        refuses(laptop.push(), "A comment says something");
        laptop.forge(laptop.key, first, one, TYPE, now, comment("To whom?", ObjectId.fromString("1".repeat(40))));
        refuses(laptop.push(), "it answers what is not there");
        laptop.forge(laptop.key, first, one, TYPE, now, comment("Hm", first).put("type", "comment.unknown"));
        refuses(laptop.push(), "it does what is not known here");
        laptop.forge(laptop.key, first, List.of(), TYPE, now, comment("No parents", first));
        refuses(laptop.push(), "the entry", "answers what is not there");
    }

    /// The same commit with a word of its message changed keeps its signature; another tree does not.
    private ObjectId tampered(Computer computer, ObjectId entry) throws IOException {
        String raw = server.git(computer.clone, "cat-file", "commit", entry.name());
        String tree = server.git(computer.clone, "rev-parse", first.name() + "^{tree}")
                .strip();
        Files.writeString(work.resolve("forged"), raw.replaceFirst("tree [0-9a-f]{40}", "tree " + tree));
        return ObjectId.fromString(server.git(
                        computer.clone,
                        "hash-object",
                        "-t",
                        "commit",
                        "-w",
                        work.resolve("forged").toString())
                .strip());
    }

    @Test
    void an_entry_is_not_taken_before_what_it_builds_on() {
        var laptop = new Computer(bob, "laptop").fetch();
        var desk = new Computer(bob, "desk").fetch();
        done(laptop.write(it -> it.comment(first, "From the train.")));
        server.git(desk.clone, "fetch", "-q", laptop.clone.toString(), laptop.own());
        done(desk.write(it -> it.comment(first, "An answer.")));
        refuses(desk.push(), "signed by another key, which must push it first");
        takes(laptop.push());
        takes(desk.push());
        assertThat(said(first)).endsWith("bob: From the train.", "bob: An answer.");
        sound();
    }

    @Test
    void a_namespace_goes_forward_only_and_is_never_rewritten() {
        var laptop = new Computer(bob, "laptop").fetch();
        done(laptop.write(it -> it.comment(first, "One.")));
        takes(laptop.push());
        laptop.forge(laptop.key, first, List.of(first), TYPE, Instant.now(), comment("Another one.", first));
        refuses(laptop.push("+" + laptop.own()), "it does not follow what is here");
        String own = "refs/namespaces/" + laptop.key.publicKey().nid() + "/";
        refuses(laptop.push(":" + own + laptop.ref(first)), "nothing is taken out of a namespace");
        refuses(laptop.push(":" + own + "refs/rad/sigrefs"), "nothing is taken out of a namespace");

        // A list that starts anew names the right refs, and forgets what came before.
        laptop.fetchOwn();
        server.git(laptop.clone, "update-ref", "-d", own + "refs/rad/sigrefs");
        done(laptop.write(it -> it.comment(first, "Two.")));
        refuses(laptop.push("+" + laptop.own()), "do not follow those that are here");
        assertThat(said(first)).containsExactly("alice: When it boils.", "bob: One.");
        sound();
    }

    @Test
    void doors_are_as_they_are_for_everybody_else() {
        var laptop = new Computer(bob, "laptop").fetch();
        done(laptop.write(it -> it.comment(first, "Here too.")));

        laptop.credentials = "bob:" + token(bob, EnumSet.of(Scope.READ_REPOSITORY, Scope.READ_ISSUE));
        refuses(laptop.push(), "403");
        laptop.credentials = "alice:" + token(alice, EnumSet.of(Scope.WRITE_REPOSITORY));
        refuses(laptop.push(), "this token may not write issues");
        laptop.credentials = "";
        refuses(laptop.push(), "could not read Username");

        laptop.credentials = "bob:" + token(bob, EnumSet.of(Scope.WRITE_ISSUE));
        assertThat(server.node.tracking().trackers().lock(tea, alice, first, true, ""))
                .isInstanceOf(Answer.Done.class);
        refuses(laptop.push(), "this issue is locked: only members may speak");
        assertThat(server.node.tracking().trackers().lock(tea, alice, first, false, ""))
                .isInstanceOf(Answer.Done.class);

        server.node.edits().setPrivate(tea, alice, true);
        refuses(laptop.push(), "not found");
        server.node.edits().addCollaborator(tea, alice, bob, Right.READ);
        server.node.people().disable(bob, true);
        refuses(laptop.push(), "Authentication failed");
        server.node.people().disable(bob, false);
        takes(laptop.push());
        assertThat(said(first)).containsExactly("alice: When it boils.", "bob: Here too.");
        sound();
    }

    private String token(Person person, EnumSet<Scope> scopes) {
        var made = server.node
                .tokens()
                .create(person, "t" + System.nanoTime(), new Grant(scopes, Optional.empty()), Optional.empty());
        return ((AccessTokens.Creation.Created) made).secret().text();
    }

    @Test
    void who_may_speak_may_not_push_code_with_it() throws IOException {
        var laptop = new Computer(bob, "laptop").fetch();
        done(laptop.write(it -> it.comment(first, "Here too.")));
        Files.writeString(laptop.clone.resolve("leaf"), "green", UTF_8);
        server.git(laptop.clone, "add", "-A");
        server.git(laptop.clone, "commit", "-q", "-m", "Leaf");
        refuses(laptop.push("HEAD:refs/heads/main", laptop.own()), "but not push branches or tags");
        assertThat(server.node.refs().view(tea).refs()).isEmpty();
        assertThat(said(first)).as("the rest was taken").hasSize(2);
        refuses(new Computer(mallory, "evil").push("HEAD:refs/heads/main"), "src refspec HEAD");
        sound();
    }
}
