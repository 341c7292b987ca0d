package dev.hob.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Who may do what: every operation, by everybody, with every kind of credentials, in public and in private. The table
/// says what should be, beside and apart from what the operations declare.
class MatrixTest {
    private enum Who {
        NOBODY,
        STRANGER,
        READER,
        WRITER,
        ADMIN,
        OWNER,
        /// Whoever administers the node.
        KEEPER
    }

    private enum Key {
        NONE,
        /// A token for everything.
        ALL,
        /// One with the very scope that is needed.
        NEEDED,
        /// One with every scope but what is needed.
        LACKING,
        /// One for everything in this repository only.
        HERE,
        /// One for everything in another repository only.
        ELSEWHERE,
        PASSWORD
    }

    private record Case(Who who, Key key) {}

    @TempDir
    static Path data;

    private static ApiServer server;
    private static Repo elsewhere;
    private static int made;

    @BeforeAll
    static void start() {
        server = ApiServer.among(data);
        elsewhere = server.empty("elsewhere", true);
        for (var person : List.of(server.ada, server.will, server.rita, server.mallory))
            server.node.edits().addCollaborator(elsewhere, server.alice, person, Right.READ);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void every_operation_is_in_the_table_once() {
        var declared = server.operations().stream().map(Operation::id).collect(Collectors.toSet());
        assertThat(Rows.TABLE.stream().map(Rows.Row::id).toList())
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(declared);
    }

    @TestFactory
    Stream<DynamicTest> everybody_gets_what_is_theirs() {
        return Rows.TABLE.stream().flatMap(row -> Stream.of(true, false)
                .filter(isPrivate -> row.inRepository() || !isPrivate)
                .map(isPrivate -> DynamicTest.dynamicTest(
                        row.id() + (isPrivate ? " in private" : ""), () -> check(row, isPrivate))));
    }

    private static List<Case> cases(Rows.Row row) {
        if (row.door() == Rows.Door.PASSWORD)
            return List.of(
                    new Case(Who.NOBODY, Key.NONE),
                    new Case(Who.OWNER, Key.ALL),
                    new Case(Who.STRANGER, Key.PASSWORD),
                    new Case(Who.OWNER, Key.PASSWORD));
        if (row.door() == Rows.Door.NODE)
            return List.of(
                    new Case(Who.NOBODY, Key.NONE),
                    new Case(Who.STRANGER, Key.ALL),
                    new Case(Who.OWNER, Key.ALL),
                    new Case(Who.KEEPER, Key.LACKING),
                    new Case(Who.KEEPER, Key.HERE),
                    new Case(Who.KEEPER, Key.NEEDED),
                    new Case(Who.KEEPER, Key.ALL));
        var cases = new java.util.ArrayList<Case>();
        cases.add(new Case(Who.NOBODY, Key.NONE));
        for (var who : EnumSet.range(Who.STRANGER, Who.OWNER))
            for (var key : List.of(Key.ALL, Key.ELSEWHERE)) cases.add(new Case(who, key));
        for (var key : List.of(Key.NEEDED, Key.LACKING, Key.HERE)) cases.add(new Case(Who.OWNER, key));
        cases.add(new Case(Who.WRITER, Key.HERE));
        return cases;
    }

    private static void check(Rows.Row row, boolean isPrivate) {
        Optional<Repo> repo = Optional.empty();
        for (var one : cases(row)) {
            if (repo.isEmpty()) {
                repo = Optional.of(server.filled("tea" + made++, isPrivate));
                if (row.scope().endsWith(":issue")) server.issues(repo.get());
                if (row.path().contains("/releases")) server.releases(repo.get());
                if (row.path().contains("/pulls")) server.pulls(repo.get());
                if (row.id().equals("repoCancelScheduledAutoMerge")) server.waits(repo.get());
                if (row.id().equals("repoMergeUpstream")) server.upstream(repo.get());
            }
            var answer = ask(row, one, repo.get());
            assertThat(answer.status())
                    .as(() -> row.method() + " " + row.path() + " by " + one
                            + (isPrivate ? " in private" : " in public") + ": " + answer.text())
                    .isEqualTo(expected(row, one, isPrivate));
            if (row.changes() && answer.status() == row.status()) repo = Optional.empty();
        }
    }

    private static ApiServer.Answer ask(Rows.Row row, Case one, Repo repo) {
        var person = person(one.who());
        String path = Rows.path(server, row, person, repo);
        if (row.id().equals("userDeleteAccessToken"))
            server.node.tokens().create(server.alice, "old", dev.hob.node.people.Grant.EVERYTHING, Optional.empty());
        String credentials =
                person.map(it -> credentials(row, one.key(), it, repo)).orElse("");
        if (row.method().equals("POST") && path.endsWith("/assets"))
            return server.upload(path, credentials, "other.txt", "other\n");
        return server.call(row.method(), path, credentials, Rows.body(server, row, person));
    }

    private static Optional<Person> person(Who who) {
        return switch (who) {
            case NOBODY -> Optional.empty();
            case STRANGER -> Optional.of(server.mallory);
            case READER -> Optional.of(server.rita);
            case WRITER -> Optional.of(server.will);
            case ADMIN -> Optional.of(server.ada);
            case OWNER -> Optional.of(server.alice);
            case KEEPER -> Optional.of(server.keeper);
        };
    }

    private static String credentials(Rows.Row row, Key key, Person person, Repo repo) {
        return switch (key) {
            case NONE -> "";
            case ALL -> server.token(person);
            case NEEDED -> server.token(person, Set.of(Scope.of(row.scope()).orElse(Scope.READ_ADMIN)));
            case LACKING -> server.token(person, lacking(row.scope()));
            case HERE -> server.token(person, Scope.everything(), repo);
            case ELSEWHERE -> server.token(person, Scope.everything(), elsewhere);
            case PASSWORD -> server.basic(person);
        };
    }

    private static Set<Scope> lacking(String scope) {
        var scopes = EnumSet.complementOf(EnumSet.of(Scope.ALL));
        Scope.of(scope).ifPresent(needed -> scopes.removeIf(it -> needed.isIn(Set.of(it))));
        return scopes;
    }

    private static int expected(Rows.Row row, Case one, boolean isPrivate) {
        boolean known = one.who() != Who.NOBODY;
        if (row.door() == Rows.Door.PASSWORD) {
            if (one.key() != Key.PASSWORD) return 401;
            return one.who() == Who.OWNER ? row.status() : 403;
        }
        if (one.key() == Key.LACKING && !row.scope().isEmpty()) return 403;
        boolean limited = one.key() == Key.HERE || one.key() == Key.ELSEWHERE;
        if (row.id().equals("createCurrentUserRepo") && limited) return 403;
        if (row.id().equals("createFork") && limited) return isPrivate && one.key() == Key.ELSEWHERE ? 404 : 403;
        if (row.id().equals("createFork") && one.who() == Who.OWNER) return 409; // They have it.
        // What somebody is told is theirs alone: also of a public repository.
        if (row.path().contains("$THREAD") && one.key() == Key.ELSEWHERE) return 404;
        if (row.id().endsWith("Device") && limited) return 403;
        if (row.path().startsWith("/federation/") && !row.inRepository() && limited && known) return 403;
        return switch (row.door()) {
            case ANYONE, PASSWORD -> row.status();
            case KNOWN -> known ? row.status() : 401;
            case NODE -> !known ? 401 : one.who() == Who.KEEPER && !limited ? row.status() : 403;
            case READ, READ_KNOWN, WRITE, ADMIN -> {
                int status = inRepository(row, one, isPrivate, known);
                // Nobody elsewhere may find out that a private one is there.
                yield row.id().equals("federationInvite") && isPrivate && status == row.status() ? 422 : status;
            }
        };
    }

    private static int inRepository(Rows.Row row, Case one, boolean isPrivate, boolean known) {
        // 0: nothing, 1: read, 2: write, 3: administer.
        int own =
                switch (one.who()) {
                    case NOBODY, STRANGER -> 0;
                    case READER -> 1;
                    case WRITER -> 2;
                    case ADMIN, OWNER, KEEPER -> 3;
                };
        if (one.key() == Key.ELSEWHERE) own = 0;
        int has = isPrivate ? own : Math.max(own, 1);
        int needs =
                switch (row.door()) {
                    case WRITE -> 2;
                    case ADMIN -> 3;
                    default -> 1;
                };
        if (has == 0) return 404;
        boolean signIn = row.door() != Rows.Door.READ;
        if (!known && signIn) return 401;
        if (one.key() == Key.ELSEWHERE && row.changes()) return 403;
        return has >= needs ? row.status() : 403;
    }
}
