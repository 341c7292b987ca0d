package dev.hob.p2p.book;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.db.Database;
import dev.hob.node.db.DatabaseConfig;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.protocol.Culprit;
import dev.hob.p2p.protocol.Fact;
import dev.hob.p2p.protocol.Input;
import dev.hob.p2p.protocol.KnownPeer;
import dev.hob.p2p.protocol.Route;
import dev.hob.p2p.protocol.Scope;
import dev.hob.p2p.protocol.Topic;
import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Agent;
import dev.hob.p2p.wire.Alias;
import dev.hob.p2p.wire.Announcement;
import dev.hob.p2p.wire.Host;
import dev.hob.p2p.wire.Notice;
import dev.hob.p2p.wire.Oid;
import dev.hob.p2p.wire.RefsAt;
import dev.hob.p2p.wire.Timestamp;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BookTest {
    /// On PostgreSQL where `HOB_TEST_POSTGRES_URL` names a server.
    enum Engine {
        SQLITE,
        POSTGRES
    }

    private static final SigningKey BOB = SigningKey.ofSeed(new byte[32]);
    private static final DidKey NODE = BOB.publicKey();
    private static final RepoId ACME = repository(1);

    @TempDir
    Path folder;

    private static RepoId repository(int number) {
        return RepoId.of(ByteBuffer.allocate(20).putInt(number).array());
    }

    private static Oid oid(int number) {
        return Oid.of(ByteBuffer.allocate(20).putInt(number).array());
    }

    private Database open(Engine engine) {
        return switch (engine) {
            case SQLITE -> Database.open(DatabaseConfig.sqlite(folder.resolve("hob.db")));
            case POSTGRES -> Database.open(DatabaseConfig.postgres(fresh()));
        };
    }

    private static String fresh() {
        String url = Optional.ofNullable(System.getenv("HOB_TEST_POSTGRES_URL"))
                .orElseGet(() -> Assumptions.abort("SKIPPED: no PostgreSQL here"));
        String name = "hob_" + UUID.randomUUID().toString().replace("-", "");
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot make a database on the PostgreSQL of the tests", e);
        }
        int query = url.indexOf('?');
        String base = query < 0 ? url : url.substring(0, query);
        return base.substring(0, base.lastIndexOf('/') + 1) + name + (query < 0 ? "" : url.substring(query));
    }

    private static Announcement announced(long at) {
        return new Notice.Refs(ACME, List.of(new RefsAt(NODE, oid((int) at))), new Timestamp(at)).signedBy(BOB);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void what_is_kept_is_there_at_the_next_start(Engine engine) {
        var node = new Notice.Node(
                        1,
                        Notice.Node.SEED,
                        new Timestamp(7),
                        new Alias("bob"),
                        List.of(address("198.51.100.7:8776"), address("[2001:db8::1]:1"), address("seed.example.org")),
                        1,
                        new Agent("/radicle:1.9.0/"))
                .signedBy(BOB);
        var peer = new KnownPeer(
                NODE,
                1,
                new Alias("bob"),
                new Agent("/radicle:1.9.0/"),
                new Timestamp(7),
                List.of(
                        new KnownPeer.KnownAddress(
                                address("198.51.100.7:8776"), Optional.of(new Timestamp(5)), Optional.empty()),
                        new KnownPeer.KnownAddress(
                                address("[2001:db8::1]:1"), Optional.empty(), Optional.of(new Timestamp(6)))));
        var byKey = new Culprit.Key(NODE);
        var byHost = new Culprit.At(host("2001:db8::1"));
        try (var database = open(engine)) {
            try (var book = new Book(database, InstantSource.system())) {
                book.keep(new Fact.Announced(Topic.of(node), node));
                book.keep(new Fact.Announced(Topic.of(announced(1)), announced(1)));
                book.flush();
                book.keep(new Fact.Announced(Topic.of(announced(2)), announced(2)));
                book.keep(new Fact.Routed(new Route(ACME, NODE, new Timestamp(3))));
                book.keep(new Fact.Routed(new Route(ACME, NODE, new Timestamp(4))));
                book.keep(new Fact.Routed(new Route(repository(2), NODE, new Timestamp(4))));
                book.keep(new Fact.Unrouted(repository(2), NODE));
                book.keep(new Fact.Met(peer));
                book.keep(new Fact.Penalised(byKey, 9));
                book.keep(new Fact.Penalised(byHost, 3));
                book.keep(new Fact.Synced(ACME, NODE, oid(5), new Timestamp(5)));
            }
            try (var book = new Book(database, InstantSource.system())) {
                var remembered = book.remembered(List.of());
                assertThat(remembered.announcements()).containsExactly(announced(2), node);
                assertThat(remembered.announcements()).allMatch(Announcement::isGenuine);
                assertThat(remembered.routes()).containsExactly(new Route(ACME, NODE, new Timestamp(4)));
                assertThat(remembered.peers()).containsExactly(peer);
                assertThat(remembered.penalties()).isEqualTo(Map.of(byKey, 9, byHost, 3));
                assertThat(book.synced(ACME, 10)).containsExactly(new Book.Synced(NODE, oid(5), new Timestamp(5)));

                book.keep(new Fact.Unannounced(Topic.of(node)));
                book.keep(new Fact.Unrouted(ACME, NODE));
                book.keep(new Fact.Unmet(NODE));
                book.keep(new Fact.Penalised(byKey, 0));
                book.flush();
                var after = book.remembered(List.of());
                assertThat(after.announcements()).containsExactly(announced(2));
                assertThat(after.routes()).isEmpty();
                assertThat(after.peers()).isEmpty();
                assertThat(after.penalties()).isEqualTo(Map.of(byHost, 3));
            }
        }
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    private static Host host(String text) {
        return Host.parse(text).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void what_was_decided_stays_decided(Engine engine) {
        try (var database = open(engine);
                var book = new Book(database, InstantSource.system())) {
            assertThat(book.seed(ACME, Optional.of(Scope.ALL))).isEmpty();
            assertThat(book.seed(ACME, Optional.of(Scope.FOLLOWED))).isEmpty();
            assertThat(book.seed(repository(2), Optional.empty())).isEmpty();
            assertThat(book.decide(NODE, Book.Policy.FOLLOW, Optional.of(new Alias("bob"))))
                    .isEmpty();

            assertThat(book.remembered(List.of(repository(2), repository(3))).decisions())
                    .containsExactlyInAnyOrder(
                            new Input.Seeded(ACME, Scope.FOLLOWED),
                            new Input.Unseeded(repository(2)),
                            new Input.Seeded(repository(3), Scope.ALL),
                            new Input.Followed(NODE));

            assertThat(book.decide(NODE, Book.Policy.BLOCK, Optional.empty())).isEmpty();
            assertThat(book.undecide(NODE, Book.Policy.FOLLOW)).isFalse();
            assertThat(book.decided()).containsExactly(new Book.Decided(NODE, Book.Policy.BLOCK, ""));
            assertThat(book.undecide(NODE, Book.Policy.BLOCK)).isTrue();
            assertThat(book.decided()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void in_whose_name_a_node_is_asked_is_remembered_until_it_is_kept_no_longer(Engine engine) {
        var node = BOB.publicKey();
        try (var database = open(engine);
                var book = new Book(database, InstantSource.system())) {
            assertThat(book.word(ACME, node)).isEmpty();
            assertThat(book.seed(ACME, Optional.of(Scope.ALL))).isEmpty();
            assertThat(book.word(ACME, node, node)).isEmpty();
            assertThat(book.word(ACME, node, NODE)).isEmpty();
            assertThat(book.word(ACME, node)).contains(NODE);
            assertThat(book.remembered(List.of()).decisions()).contains(new Input.Introduced(ACME, node));
            assertThat(book.seed(ACME, Optional.empty())).isEmpty();
            assertThat(book.word(ACME, node)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whom_to_stay_connected_with_and_how_they_speak_is_remembered(Engine engine) {
        try (var database = open(engine);
                var book = new Book(database, InstantSource.system())) {
            book.persist(NODE, address("seed.example.org:1"));
            book.persist(NODE, address("seed.example.org:2"));
            book.spoke(NODE, false);
            book.spoke(NODE, true);

            assertThat(book.persistent()).isEqualTo(Map.of(NODE, address("seed.example.org:2")));
            assertThat(book.manners()).isEqualTo(Map.of(NODE, true));
            book.letGo(NODE);
            assertThat(book.persistent()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void who_has_our_work_is_remembered_up_to_a_bound(Engine engine) {
        try (var database = open(engine);
                var book = new Book(database, InstantSource.system())) {
            var facts = new ArrayList<Fact>();
            for (int i = 1; i <= Facts.SYNCED_MAX + 10; i++)
                facts.add(new Fact.Synced(repository(i), NODE, oid(1), new Timestamp(i)));
            database.writing(handle -> facts.forEach(fact -> Facts.write(handle, fact)));
            database.writing(Facts::prune);

            assertThat(book.synced(repository(10), 1)).isEmpty();
            assertThat(book.synced(repository(11), 1)).hasSize(1);
            assertThat(book.synced(repository(Facts.SYNCED_MAX + 10), 1)).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void a_burst_of_facts_is_written_by_itself(Engine engine) throws Exception {
        try (var database = open(engine);
                var book = new Book(database, InstantSource.system())) {
            book.start();
            for (int i = 0; i < FactWriter.WAITING_MAX + 1_000; i++)
                book.keep(new Fact.Routed(new Route(repository(i), NODE, new Timestamp(i + 1))));
            long deadline = System.nanoTime() + 20_000_000_000L;
            while (System.nanoTime() < deadline
                    && book.remembered(List.of()).routes().size() < FactWriter.WAITING_MAX + 1_000) Thread.sleep(50);
            assertThat(book.remembered(List.of()).routes()).hasSize(FactWriter.WAITING_MAX + 1_000);
        }
    }
}
