package dev.hob.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.hob.node.log.RepoId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Keeps the picture in `docs/architecture.md` true, by reading class files.
class HouseTest {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.hob");
    private static final List<String> NODE_ORDER = List.of(
            "language",
            "db",
            "log",
            "outside",
            "text",
            "asciidoc",
            "people",
            "cob",
            "repo",
            "refs",
            "code",
            "issue",
            "patch",
            "protection",
            "release",
            "git",
            "activity",
            "notification");
    private static final List<String> FEDERATION_ORDER =
            List.of("vocab", "signature", "remote", "actor", "inbox", "outbox", "across");
    private static final String[] FEDERATION_PURE = {"dev.hob.federation.vocab..", "dev.hob.federation.signature.."};
    private static final List<String> P2P_ORDER = List.of("wire", "noise", "protocol", "book", "fetch", "net");
    private static final List<String> SEARCH_ORDER = List.of("chunk", "embed", "index", "query", "answer");
    private static final String[] P2P_PURE = {"dev.hob.p2p.wire..", "dev.hob.p2p.noise..", "dev.hob.p2p.protocol.."};

    @Test
    void the_house_was_found() {
        assertThat(HOUSE.size()).isGreaterThan(50);
    }

    @Test
    void the_cellar_knows_nobody() {
        forbid(
                "dev.hob.keys..",
                "dev.hob.node..",
                "dev.hob.web..",
                "dev.hob.cli..",
                "dev.hob.federation..",
                "dev.hob.p2p..",
                "dev.hob.search..");
    }

    @Test
    void the_node_knows_neither_faces_nor_readers() {
        forbid(
                "dev.hob.node..",
                "dev.hob.web..",
                "dev.hob.cli..",
                "dev.hob.federation..",
                "dev.hob.p2p..",
                "dev.hob.search..");
    }

    @Test
    void the_readers_of_the_log_do_not_know_each_other() {
        forbid("dev.hob.federation..", "dev.hob.p2p..", "dev.hob.search..", "dev.hob.web..", "dev.hob.cli..");
        forbid("dev.hob.p2p..", "dev.hob.federation..", "dev.hob.search..", "dev.hob.web..", "dev.hob.cli..");
        forbid("dev.hob.search..", "dev.hob.federation..", "dev.hob.p2p..", "dev.hob.web..", "dev.hob.cli..");
    }

    @Test
    void the_web_does_not_know_the_commands() {
        forbid("dev.hob.web..", "dev.hob.cli..");
    }

    @Test
    void within_the_node_each_package_imports_only_those_below_it() {
        bottomFirst("dev.hob.node.", NODE_ORDER);
        noClasses()
                .that()
                .resideInAPackage("dev.hob.node.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.hob.node")
                .allowEmptyShould(true)
                .check(HOUSE);
    }

    @Test
    void within_p2p_each_package_imports_only_those_below_it() {
        bottomFirst("dev.hob.p2p.", P2P_ORDER);
    }

    @Test
    void within_search_each_package_imports_only_those_below_it() {
        bottomFirst("dev.hob.search.", SEARCH_ORDER);
    }

    @Test
    void within_federation_each_package_imports_only_those_below_it() {
        bottomFirst("dev.hob.federation.", FEDERATION_ORDER);
    }

    /// What others say and whether they said it: no clock, no socket, no file, no database, nothing that loads.
    @Test
    void what_instances_say_and_sign_is_pure() {
        var allowed = resideInAnyPackage(
                        "dev.hob.keys",
                        "java.lang",
                        "java.lang.invoke",
                        "java.lang.runtime",
                        "java.math",
                        "java.nio.charset",
                        "java.security",
                        "java.security.interfaces",
                        "java.security.spec",
                        "java.time",
                        "java.time.format",
                        "java.time.temporal",
                        "java.util",
                        "java.util.function",
                        "java.util.regex",
                        "java.util.stream",
                        "com.fasterxml.jackson.core..",
                        "com.fasterxml.jackson.databind",
                        "com.fasterxml.jackson.databind.node",
                        "org.jspecify..")
                .or(resideInAnyPackage(FEDERATION_PURE))
                .or(belongToAnyOf(URI.class, URISyntaxException.class, URLDecoder.class, IOException.class))
                .and(not(belongToAnyOf(Thread.class, ThreadLocal.class, Runtime.class, Process.class)));
        classes()
                .that()
                .resideInAnyPackage(FEDERATION_PURE)
                .should()
                .onlyDependOnClassesThat(allowed)
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAnyPackage(FEDERATION_PURE)
                .should()
                .callMethod(System.class, "nanoTime")
                .check(HOUSE);
    }

    /// Inputs in, effects out: no clock, no socket, no file, no thread, so that a test can be the whole network.
    @Test
    void what_peers_say_and_decide_is_pure() {
        var allowed = resideInAnyPackage(
                        "dev.hob.keys",
                        "java.lang",
                        "java.lang.invoke",
                        "java.lang.runtime",
                        "java.nio",
                        "java.nio.charset",
                        "java.security",
                        "java.time",
                        "java.util",
                        "java.util.function",
                        "java.util.random",
                        "java.util.regex",
                        "java.util.stream",
                        "org.bouncycastle..",
                        "org.jspecify..")
                .or(resideInAnyPackage(P2P_PURE))
                .or(belongToAnyOf(RepoId.class, InetAddress.class, UnknownHostException.class))
                .and(not(belongToAnyOf(Thread.class, ThreadLocal.class, Runtime.class, Process.class)));
        classes()
                .that()
                .resideInAnyPackage(P2P_PURE)
                .should()
                .onlyDependOnClassesThat(allowed)
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAnyPackage(P2P_PURE)
                .should()
                .callMethod(System.class, "nanoTime")
                .check(HOUSE);
    }

    @Test
    void there_are_no_cycles_between_packages() {
        slices().matching("dev.hob.node.(*)..").should().beFreeOfCycles().check(HOUSE);
        slices().matching("dev.hob.federation.(*)..").should().beFreeOfCycles().check(HOUSE);
        slices().matching("dev.hob.p2p.(*)..").should().beFreeOfCycles().check(HOUSE);
        slices().matching("dev.hob.search.(*)..").should().beFreeOfCycles().check(HOUSE);
        slices().matching("dev.hob.(*)..").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void commands_that_talk_to_a_node_know_nothing_of_its_code() {
        for (String client : List.of("remote", "issue", "pull", "repo", "elsewhere", "client"))
            forbid("dev.hob.cli." + client + "..", "dev.hob.node..", "dev.hob.web..", "dev.hob.cli", "org.eclipse..");
        forbid(
                "dev.hob.cli.remote..",
                "dev.hob.cli.issue..",
                "dev.hob.cli.pull..",
                "dev.hob.cli.repo..",
                "dev.hob.cli.client..");
        forbid("dev.hob.cli.issue..", "dev.hob.cli.pull..", "dev.hob.cli.repo..", "dev.hob.cli.client..");
        forbid("dev.hob.cli.pull..", "dev.hob.cli.issue..", "dev.hob.cli.repo..", "dev.hob.cli.client..");
        forbid("dev.hob.cli.repo..", "dev.hob.cli.client..");
        forbid(
                "dev.hob.cli.elsewhere..",
                "dev.hob.cli.issue..",
                "dev.hob.cli.pull..",
                "dev.hob.cli.repo..",
                "dev.hob.cli.client..");
    }

    @Test
    void the_shapes_of_the_api_know_nothing_of_http_or_of_the_node() {
        forbid("dev.hob.web.api.json..", "io.javalin..", "org.eclipse..", "dev.hob.node..", "dev.hob.web.html..");
    }

    @Test
    void the_web_never_speaks_to_the_database() {
        forbid(
                "dev.hob.web..",
                "java.sql..",
                "javax.sql..",
                "org.jdbi..",
                "org.apache.commons.dbcp2..",
                "org.flywaydb..");
    }

    @Test
    void libraries_stay_behind_the_package_that_speaks_to_them() {
        only("io.netty..", "dev.hob.p2p.net..");
        only("io.javalin..", "dev.hob.web..");
        only("org.eclipse.jetty..", "dev.hob.web..");
        only("gg.jte..", "dev.hob.web..", "gg.jte.generated..");
        only("com.ibm.icu..", "dev.hob.node.language..");
        only("org.apache.lucene..", "dev.hob.search.index..");
        only("com.google.re2j..", "dev.hob.search.index..");
        only("org.treesitter..", "dev.hob.search.chunk..");
        only("org.flywaydb..", "dev.hob.node.db..");
        only("org.apache.commons.dbcp2..", "dev.hob.node.db..");
        only("org.apache.commons.pool2..", "dev.hob.node.db..");
        only("org.apache.hc..", "dev.hob.node.outside..");
        only("org.apache.commons.compress..", "dev.hob.node.code..");
        only("org.commonmark..", "dev.hob.node.text..");
        only("org.owasp..", "dev.hob.node.text..");
        only("org.asciidoctor..", "dev.hob.node.asciidoc..");
        only("org.fife..", "dev.hob.web.html..");
        only("org.snakeyaml..", "dev.hob.web.issue..");
        only("io.modelcontextprotocol..", "dev.hob.web.mcp..");
        only("reactor..", "dev.hob.web.mcp..");
        only("picocli..", "dev.hob.cli..");
        only(
                "org.bouncycastle..",
                "dev.hob.keys..",
                "dev.hob.node.people..",
                "dev.hob.p2p.wire..",
                "dev.hob.p2p.noise..");
    }

    @Test
    void only_the_assembly_knows_the_real_clock() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.hob.cli.Assembly")
                .should()
                .callMethod(Instant.class, "now")
                .check(HOUSE);
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.hob.cli.Assembly")
                .should()
                .callMethod(Clock.class, "systemUTC")
                .check(HOUSE);
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.hob.cli.Assembly")
                .should()
                .callMethod(java.time.InstantSource.class, "system")
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAPackage("dev.hob..")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .check(HOUSE);
    }

    private static void bottomFirst(String prefix, List<String> order) {
        for (int i = 0; i < order.size() - 1; i++) {
            String[] above = order.subList(i + 1, order.size()).stream()
                    .map(name -> prefix + name + "..")
                    .toArray(String[]::new);
            forbid(prefix + order.get(i) + "..", above);
        }
    }

    private static void forbid(String who, String... whom) {
        noClasses()
                .that()
                .resideInAPackage(who)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(whom)
                .allowEmptyShould(true)
                .check(HOUSE);
    }

    private static void only(String library, String... users) {
        noClasses()
                .that()
                .resideOutsideOfPackages(users)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true)
                .check(HOUSE);
    }
}
