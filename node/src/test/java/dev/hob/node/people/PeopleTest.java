package dev.hob.node.people;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.MasterKey;
import dev.hob.keys.Secret;
import dev.hob.keys.SigningKey;
import dev.hob.keys.SshPublicKey;
import dev.hob.node.db.Database;
import dev.hob.node.db.Engine;
import dev.hob.node.db.OnEachDatabase;
import dev.hob.node.log.Change;
import dev.hob.node.log.Entry;
import dev.hob.node.log.Log;
import dev.hob.node.log.RepositoryId;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeopleTest {
    private static final Secret PASSWORD = Secret.of("correct horse");

    @TempDir
    Path folder;

    /// A house with people in it and a clock that the test moves.
    private static final class House implements AutoCloseable {
        final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-05-01T12:00:00Z"));
        final InstantSource clock = now::get;
        final Database database;
        final Log log;
        final Custody custody;
        final People people;

        House(Engine engine, Path folder) {
            database = engine.open(folder);
            log = new Log(database, clock);
            custody = new Custody(database, MasterKey.open(folder.resolve("master.key")), clock);
            people = new People(database, log, custody, clock);
        }

        Person person(String name) {
            return switch (people.create(name, name + "@example.org", Optional.of(PASSWORD), false)) {
                case People.Creation.Created(var person) -> person;
                case People.Creation.Refused(var _, var told) -> throw new AssertionError(told);
            };
        }

        void later(Duration time) {
            now.updateAndGet(t -> t.plus(time));
        }

        @Override
        public void close() {
            database.close();
        }
    }

    @OnEachDatabase
    void a_new_person_has_a_key_held_here_and_a_line_in_the_log(Engine engine) {
        try (var house = new House(engine, folder)) {
            var alice = house.person("alice");

            assertThat(house.people.find("Alice")).contains(alice);
            assertThat(house.custody.signingKey(alice.key()).orElseThrow().publicKey())
                    .isEqualTo(alice.key());
            assertThat(house.log.after(0, 10))
                    .extracting(Entry::change)
                    .containsExactly(new Change.PersonCreated(alice.id(), "alice"));
        }
    }

    @OnEachDatabase
    void a_name_is_given_once_even_when_many_ask_at_once_and_after_it_was_deleted(Engine engine) throws Exception {
        try (var house = new House(engine, folder);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var jobs = new ArrayList<Callable<People.Creation>>();
            for (int i = 0; i < 8; i++)
                jobs.add(() -> house.people.create("bob", "bob@example.org", Optional.empty(), false));
            int created = 0;
            for (var job : threads.invokeAll(jobs)) if (job.get() instanceof People.Creation.Created) created++;
            assertThat(created).isEqualTo(1);

            assertThat(house.people.delete(house.people.find("bob").orElseThrow()))
                    .isEmpty();
            assertThat(house.people.find("bob")).isEmpty();
            assertThat(house.people.create("bob", "bob@example.org", Optional.empty(), false))
                    .isInstanceOf(People.Creation.Refused.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Alice", "-a", "a-", "a--b", "a.b", "a/b", "..", "é", "api", "login", "u", "r"})
    void a_name_that_breaks_the_rule_is_refused(String name) {
        assertThat(AccountName.objection(name)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "alice", "a-b_c", "0x", "abcdefghijklmnopqrstuvwxyz0123456789abc"})
    void a_name_that_keeps_the_rule_is_fine(String name) {
        assertThat(AccountName.objection(name)).isEmpty();
    }

    @OnEachDatabase
    void the_right_password_signs_in_and_a_wrong_one_does_not(Engine engine) {
        try (var house = new House(engine, folder)) {
            var alice = house.person("alice");

            assertThat(house.people.login("ALICE", PASSWORD, "192.0.2.1")).isEqualTo(new People.Login.Known(alice));
            assertThat(house.people.login("alice", Secret.of("wrong"), "192.0.2.1"))
                    .isInstanceOf(People.Login.Wrong.class);
            assertThat(house.people.login("nobody", PASSWORD, "192.0.2.1")).isInstanceOf(People.Login.Wrong.class);

            house.people.disable(alice, true);
            assertThat(house.people.login("alice", PASSWORD, "192.0.2.1")).isInstanceOf(People.Login.Wrong.class);
        }
    }

    @OnEachDatabase
    void a_crowd_of_guesses_sent_at_once_is_slowed_down(Engine engine) throws Exception {
        try (var house = new House(engine, folder);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            house.person("alice");
            var jobs = new ArrayList<Callable<People.Login>>();
            for (int i = 0; i < 24; i++) {
                String address = "192.0.2." + i;
                jobs.add(() -> house.people.login("alice", Secret.of("guess"), address));
            }
            int tried = 0;
            for (var job : threads.invokeAll(jobs)) if (job.get() instanceof People.Login.Wrong) tried++;

            assertThat(tried).isBetween(10, 12);
            assertThat(house.people.login("alice", PASSWORD, "198.51.100.1")).isInstanceOf(People.Login.Slow.class);
        }
    }

    @OnEachDatabase
    void a_session_lasts_until_it_is_closed_or_over_or_the_password_changes(Engine engine) {
        try (var house = new House(engine, folder)) {
            var sessions = new Sessions(house.database, house.people, house.clock);
            var alice = house.person("alice");
            var closed = sessions.open(alice, "Firefox", "192.0.2.1");
            var changed = sessions.open(alice, "Firefox", "192.0.2.1");
            assertThat(sessions.find(closed).orElseThrow().csrf())
                    .isNotEqualTo(sessions.find(changed).orElseThrow().csrf());

            sessions.close(closed);
            assertThat(sessions.find(closed)).isEmpty();
            assertThat(sessions.find(changed)).isPresent();
            house.people.changePassword(alice, Secret.of("another horse"));
            assertThat(sessions.find(changed)).isEmpty();

            var over = sessions.open(alice, "Firefox", "192.0.2.1");
            house.later(Sessions.LIFE);
            assertThat(sessions.find(over)).isEmpty();
        }
    }

    @OnEachDatabase
    void a_person_sees_where_they_are_signed_in_and_ends_one_or_all_others(Engine engine) {
        try (var house = new House(engine, folder)) {
            var sessions = new Sessions(house.database, house.people, house.clock);
            var alice = house.person("alice");
            var bob = house.person("bob");
            sessions.open(bob, "curl", "192.0.2.9");
            var laptop = sessions.open(alice, "Firefox", "192.0.2.1");
            house.later(Duration.ofHours(1));
            var phone = sessions.open(alice, "Safari " + "x".repeat(1_000), "2001:db8::1");
            house.later(Duration.ofHours(1));
            assertThat(sessions.find(laptop)).isPresent();

            var open = sessions.of(alice);
            assertThat(open).extracting(Sessions.Open::address).containsExactly("192.0.2.1", "2001:db8::1");
            assertThat(open.getFirst().used()).isEqualTo(house.now.get());
            assertThat(open.getFirst().created()).isEqualTo(house.now.get().minus(Duration.ofHours(2)));
            assertThat(open.getLast().agent()).hasSizeLessThan(400);

            assertThat(sessions.end(bob, open.getLast().id())).isFalse();
            assertThat(sessions.end(alice, open.getLast().id())).isTrue();
            assertThat(sessions.find(phone)).isEmpty();
            var other = sessions.open(alice, "Edge", "192.0.2.2");
            sessions.endOthers(alice, sessions.find(other).orElseThrow().id());
            assertThat(sessions.find(laptop)).isEmpty();
            assertThat(sessions.find(other)).isPresent();
            assertThat(sessions.of(bob)).hasSize(1);
        }
    }

    @OnEachDatabase
    void a_person_has_at_most_a_hundred_sessions(Engine engine) {
        try (var house = new House(engine, folder)) {
            var sessions = new Sessions(house.database, house.people, house.clock);
            var alice = house.person("alice");
            var first = sessions.open(alice, "", "192.0.2.1");
            for (int i = 0; i < 101; i++) {
                house.later(Duration.ofSeconds(1));
                sessions.open(alice, "", "192.0.2.1");
            }
            assertThat(sessions.of(alice)).hasSize(100);
            assertThat(sessions.find(first)).isEmpty();
        }
    }

    @OnEachDatabase
    void the_only_administrator_can_neither_go_nor_be_made_an_ordinary_one(Engine engine) {
        try (var house = new House(engine, folder)) {
            var alice = house.person("alice");
            assertThat(house.people.makeAdmin(alice, true)).isEmpty();
            String told = "alice is the only administrator";
            assertThat(house.people.makeAdmin(alice, false).orElseThrow()).contains(told);
            assertThat(house.people.disable(alice, true).orElseThrow()).contains(told);
            assertThat(house.people.delete(alice).orElseThrow()).contains(told);
            assertThat(house.people.byId(alice.id()).orElseThrow().admin()).isTrue();

            var bob = house.person("bob");
            assertThat(house.people.makeAdmin(bob, true)).isEmpty();
            assertThat(house.people.disable(bob, true)).isEmpty();
            assertThat(house.people.makeAdmin(alice, false).orElseThrow())
                    .as("bob is shut out")
                    .contains(told);
            assertThat(house.people.disable(bob, false)).isEmpty();
            assertThat(house.people.delete(alice)).isEmpty();
            assertThat(house.people.disable(bob, true).orElseThrow()).contains("bob is the only administrator");
        }
    }

    @OnEachDatabase
    void what_a_person_tells_is_kept_when_it_can_be_shown(Engine engine) {
        try (var house = new House(engine, folder)) {
            var alice = house.person("alice");
            var profile = new Profile(" Alice Äther ", "Tea.\r\nAnd pots.", "https://alice.example/x?y", "Upstairs");
            assertThat(house.people.describe(alice, profile)).isEmpty();
            var kept = house.people.byId(alice.id()).orElseThrow().profile();
            assertThat(kept)
                    .isEqualTo(new Profile("Alice Äther", "Tea.\nAnd pots.", "https://alice.example/x?y", "Upstairs"));

            for (String website : List.of(
                    "javascript:alert(1)",
                    "data:text/html,x",
                    "//evil.example",
                    "ftp://x.example",
                    "https://",
                    "https://user@evil.example/",
                    "https://a b",
                    "https://x.example/" + "x".repeat(200)))
                assertThat(house.people.describe(alice, new Profile("", "", website, "")))
                        .as(website)
                        .containsOnlyKeys("website");
            assertThat(house.people.describe(alice, new Profile("a\u202eb", "x".repeat(501), "", "new\nline")))
                    .containsOnlyKeys("displayName", "bio", "location");
            assertThat(house.people.byId(alice.id()).orElseThrow().profile()).isEqualTo(kept);
            assertThat(house.people.changeEmail(alice, "nowhere")).isPresent();
        }
    }

    @OnEachDatabase
    void people_are_found_by_a_part_of_their_name_page_by_page(Engine engine) {
        try (var house = new House(engine, folder)) {
            for (String name : List.of("anna", "bert", "hanna", "joanna", "per-cent")) house.person(name);
            house.people.describe(house.people.find("bert").orElseThrow(), new Profile("Anna's brother", "", "", ""));
            house.people.disable(house.people.find("hanna").orElseThrow(), true);

            assertThat(names(house.people.matching("ANNA", false, "", 10))).containsExactly("anna", "bert", "joanna");
            assertThat(names(house.people.matching("anna", true, "anna", 2))).containsExactly("bert", "hanna");
            assertThat(names(house.people.matching("anna", 1, 2))).containsExactly("bert", "hanna");
            assertThat(house.people.countMatching("ANNA")).isEqualTo(4);
            assertThat(names(house.people.matching("%", true, "", 10))).isEmpty();
            assertThat(names(house.people.matching("r-c_", true, "", 10))).isEmpty();
            assertThat(names(house.people.matching("r-c", true, "", 10))).containsExactly("per-cent");
            assertThat(house.people.count()).isEqualTo(5);
        }
    }

    private static List<String> names(List<Person> people) {
        return people.stream().map(Person::name).toList();
    }

    @OnEachDatabase
    void an_invitation_is_seen_by_who_made_it_and_can_be_taken_back(Engine engine) {
        try (var house = new House(engine, folder)) {
            var links = new OneTimeLinks(house.database, house.clock);
            var alice = house.person("alice");
            var bob = house.person("bob");
            var made = ((OneTimeLinks.Inviting.Made) links.invite(alice, false, "for carol")).secret();
            links.create(new OneTimeLinks.Purpose.SignUp(true));

            assertThat(links.invitations()).hasSize(2);
            assertThat(links.invitationsOf(bob)).isEmpty();
            var own = links.invitationsOf(alice).getFirst();
            assertThat(own.note()).isEqualTo("for carol");
            assertThat(own.madeBy()).contains(alice.id());
            assertThat(links.withdraw(own.id())).isTrue();
            assertThat(links.find(made)).isEmpty();

            for (int i = 0; i < 20; i++) links.invite(bob, false, "");
            assertThat(links.invite(bob, false, "")).isInstanceOf(OneTimeLinks.Inviting.Refused.class);
            assertThat(links.invite(alice, false, "x".repeat(101))).isInstanceOf(OneTimeLinks.Inviting.Refused.class);
            assertThat(house.people.delete(bob)).isEmpty();
            assertThat(links.invitations()).as("those of who left are void").hasSize(1);
        }
    }

    @OnEachDatabase
    void wrong_links_are_slowed_down_and_a_right_one_passes(Engine engine) {
        try (var house = new House(engine, folder)) {
            var links = new OneTimeLinks(house.database, house.clock);
            var right = links.create(new OneTimeLinks.Purpose.SignUp(false));
            for (int i = 0; i < 10; i++)
                assertThat(links.check(Secret.of("guess " + i), "192.0.2.1"))
                        .isInstanceOf(OneTimeLinks.Check.Wrong.class);
            assertThat(links.check(Secret.of("guess"), "192.0.2.1")).isInstanceOf(OneTimeLinks.Check.Slow.class);
            assertThat(links.check(Secret.of("guess"), "192.0.2.2")).isInstanceOf(OneTimeLinks.Check.Wrong.class);
            assertThat(links.check(right, "192.0.2.1")).isInstanceOf(OneTimeLinks.Check.Good.class);
        }
    }

    @OnEachDatabase
    void who_may_sign_up_is_what_was_configured_until_somebody_chooses(Engine engine) {
        try (var house = new House(engine, folder)) {
            var signUps = new SignUps(house.database);
            assertThat(signUps.inForce(SignUp.OPEN)).isEqualTo(SignUp.OPEN);
            signUps.choose(Optional.of(SignUp.INVITATION));
            assertThat(signUps.inForce(SignUp.OPEN)).isEqualTo(SignUp.INVITATION);
            assertThat(new SignUps(house.database).chosen())
                    .as("after a restart")
                    .contains(SignUp.INVITATION);
            signUps.choose(Optional.empty());
            assertThat(new SignUps(house.database).inForce(SignUp.CLOSED)).isEqualTo(SignUp.CLOSED);
        }
    }

    @OnEachDatabase
    void a_token_reaches_as_far_as_it_was_given_until_it_is_revoked_or_over(Engine engine) {
        try (var house = new House(engine, folder)) {
            var tokens = new AccessTokens(house.database, house.people, house.clock);
            var alice = house.person("alice");
            var tea = RepositoryId.random(new Random(1));
            var grant = new Grant(Set.of(Scope.WRITE_REPOSITORY), Optional.of(Set.of(tea)));
            var expires = house.now.get().plus(Duration.ofDays(1));
            var creation = tokens.create(alice, "laptop", grant, Optional.of(expires));
            var secret = ((AccessTokens.Creation.Created) creation).secret();

            assertThat(secret.text()).startsWith("hob_");
            assertThat(tokens.check(secret, "192.0.2.1")).isEqualTo(new AccessTokens.Check.Known(alice, grant));
            assertThat(grant.allows(Scope.READ_REPOSITORY)).isTrue();
            assertThat(grant.allows(Scope.READ_USER)).isFalse();
            assertThat(grant.reaches(tea)).isTrue();
            assertThat(grant.reaches(RepositoryId.random(new Random(2)))).isFalse();
            assertThat(tokens.create(alice, "laptop", grant, Optional.empty()))
                    .isInstanceOf(AccessTokens.Creation.Refused.class);
            assertThat(tokens.check(Secret.of("hob_guess"), "192.0.2.1")).isInstanceOf(AccessTokens.Check.Wrong.class);

            house.later(Duration.ofDays(1));
            assertThat(tokens.check(secret, "192.0.2.1")).isInstanceOf(AccessTokens.Check.Wrong.class);
            assertThat(tokens.revoke(alice, "laptop")).isTrue();
            assertThat(tokens.of(alice)).isEmpty();

            var again = tokens.create(alice, "laptop", Grant.EVERYTHING, Optional.empty());
            var fresh = ((AccessTokens.Creation.Created) again).secret();
            assertThat(tokens.check(fresh, "192.0.2.1")).isInstanceOf(AccessTokens.Check.Known.class);
            tokens.revoke(alice, "laptop");
            assertThat(tokens.check(fresh, "192.0.2.1")).isInstanceOf(AccessTokens.Check.Wrong.class);
        }
    }

    @OnEachDatabase
    void a_one_time_link_works_once_and_not_after_its_time(Engine engine) {
        try (var house = new House(engine, folder)) {
            var links = new OneTimeLinks(house.database, house.clock);
            var signUp = links.create(new OneTimeLinks.Purpose.SignUp(true));
            assertThat(links.find(signUp)).contains(new OneTimeLinks.Purpose.SignUp(true));
            assertThat(links.use(signUp)).isTrue();
            assertThat(links.use(signUp)).isFalse();

            var alice = house.person("alice");
            var older = links.create(new OneTimeLinks.Purpose.Reset(alice.id()));
            var newer = links.create(new OneTimeLinks.Purpose.Reset(alice.id()));
            assertThat(links.find(older)).isEmpty();
            house.later(Duration.ofDays(8));
            assertThat(links.find(newer)).isEmpty();
            assertThat(links.use(newer)).isFalse();
        }
    }

    @OnEachDatabase
    void an_ssh_key_is_on_one_account_only(Engine engine) {
        try (var house = new House(engine, folder)) {
            var keys = new SshKeys(house.database, house.people, house.clock);
            var alice = house.person("alice");
            var key = SshPublicKey.of(SigningKey.generate(new SecureRandom()).publicKey(), "alice@laptop");
            var added = ((SshKeys.Addition.Kept) keys.add(alice, "laptop", key.line())).key();

            assertThat(keys.of(alice)).containsExactly(added);
            assertThat(keys.ownerOf(key)).contains(alice);
            assertThat(keys.add(house.person("bob"), "mine", key.line())).isInstanceOf(SshKeys.Addition.Refused.class);
            assertThat(told(keys.add(alice, "again", key.line()))).contains("already, as “laptop”");
            assertThat(keys.remove(alice, added.id())).isTrue();
            assertThat(keys.ownerOf(key)).isEmpty();
        }
    }

    private static String told(SshKeys.Addition addition) {
        return switch (addition) {
            case SshKeys.Addition.Refused(String told) -> told;
            case SshKeys.Addition.Untitled(String told) -> told;
            case SshKeys.Addition.Kept kept ->
                throw new AssertionError("taken: " + kept.key().title());
        };
    }

    @OnEachDatabase
    void an_ssh_key_that_cannot_be_taken_is_refused_with_the_reason(Engine engine) throws Exception {
        try (var house = new House(engine, folder)) {
            var keys = new SshKeys(house.database, house.people, house.clock);
            var alice = house.person("alice");
            var nameless =
                    SshPublicKey.of(SigningKey.generate(new SecureRandom()).publicKey(), "");
            assertThat(told(keys.add(alice, "", "ssh-rsa nonsense"))).contains("not an SSH public key");
            assertThat(told(keys.add(alice, "", " \n"))).contains("Paste a public key");
            assertThat(told(keys.add(alice, "", nameless.line() + "\n" + nameless.line())))
                    .contains("one line");
            assertThat(told(keys.add(alice, "", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl")))
                    .contains("private half");
            assertThat(told(keys.add(alice, "", "ssh-dss AAAA"))).contains("DSA");
            assertThat(told(keys.add(alice, "", rsa(1024)))).contains("1024 bits is too weak");
            assertThat(told(keys.add(alice, "", nameless.line()))).contains("title");
            assertThat(keys.of(alice)).isEmpty();
            assertThat(keys.add(alice, "old", rsa(2048))).isInstanceOf(SshKeys.Addition.Kept.class);
        }
    }

    private static String rsa(int bits) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        var key = (RSAPublicKey) generator.generateKeyPair().getPublic();
        var out = ByteBuffer.allocate(bits);
        for (byte[] part : List.of(
                "ssh-rsa".getBytes(UTF_8),
                key.getPublicExponent().toByteArray(),
                key.getModulus().toByteArray())) out.putInt(part.length).put(part);
        return "ssh-rsa " + Base64.getEncoder().encodeToString(Arrays.copyOf(out.array(), out.position()));
    }

    @OnEachDatabase
    void keys_held_here_are_the_same_after_opening_again_and_are_never_stored_in_the_clear(Engine engine) {
        try (var house = new House(engine, folder)) {
            var alice = house.person("alice");
            var node = house.custody.nodeKey();

            var again = new Custody(house.database, MasterKey.open(folder.resolve("master.key")), house.clock);
            assertThat(again.nodeKey().publicKey()).isEqualTo(node.publicKey());
            assertThat(again.signingKey(alice.key()).orElseThrow().seed())
                    .isEqualTo(
                            house.custody.signingKey(alice.key()).orElseThrow().seed());
            assertThat(again.reseal()).isZero();
            assertThat(again.signingKey(SigningKey.generate(new SecureRandom()).publicKey()))
                    .isEmpty();
        }
    }

    @OnEachDatabase
    void a_key_that_is_brought_in_is_the_accounts_and_waits(Engine engine) {
        try (var house = new House(engine, folder)) {
            var alice = house.person("alice");
            var bob = house.person("bob");
            var key = SigningKey.generate(new SecureRandom());
            assertThat(house.custody.adopt(alice, key)).isEmpty();
            assertThat(house.people.byKey(key.publicKey()).orElseThrow().name()).isEqualTo("alice");
            assertThat(house.custody.signingKey(key.publicKey())).isPresent();
            assertThat(house.custody.adopt(house.people.find("alice").orElseThrow(), key))
                    .hasValueSatisfying(told -> assertThat(told).contains("already"));
            assertThat(house.custody.adopt(bob, key))
                    .hasValueSatisfying(told -> assertThat(told).contains("another account"));

            var waiting = house.custody.waiting();
            assertThat(waiting.of(bob.key())).isEmpty();
            assertThat(waiting.of(key.publicKey()).orElseThrow().told("alice"))
                    .isEqualTo("the key of alice was brought in from a file on 2026-05-01 and signs nothing in public"
                            + " repositories until `hob keys resume`");
            assertThat(waiting.beginAll(WaitingKeys.Reason.RESTORED)).isEqualTo(3);
            assertThat(waiting.all()).hasSize(3);
            assertThat(waiting.of(key.publicKey()).orElseThrow().reason()).isEqualTo(WaitingKeys.Reason.IMPORTED);
            assertThat(waiting.end(key.publicKey())).isTrue();
            assertThat(waiting.end(key.publicKey())).isFalse();
        }
    }
}
