package dev.hob.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
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
            "db", "log", "outside", "people", "cob", "repo", "refs", "code", "issue", "patch", "git", "activity");

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
        for (int i = 0; i < NODE_ORDER.size(); i++) {
            String[] above = NODE_ORDER.subList(i + 1, NODE_ORDER.size()).stream()
                    .map(name -> "dev.hob.node." + name + "..")
                    .toArray(String[]::new);
            if (above.length > 0) forbid("dev.hob.node." + NODE_ORDER.get(i) + "..", above);
        }
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
    void there_are_no_cycles_between_packages() {
        slices().matching("dev.hob.node.(*)..").should().beFreeOfCycles().check(HOUSE);
        slices().matching("dev.hob.(*)..").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void commands_that_talk_to_a_node_know_nothing_of_its_code() {
        for (String client : List.of("remote", "issue", "repo", "client"))
            forbid("dev.hob.cli." + client + "..", "dev.hob.node..", "dev.hob.web..", "dev.hob.cli", "org.eclipse..");
        forbid("dev.hob.cli.remote..", "dev.hob.cli.issue..", "dev.hob.cli.repo..", "dev.hob.cli.client..");
        forbid("dev.hob.cli.issue..", "dev.hob.cli.repo..", "dev.hob.cli.client..");
        forbid("dev.hob.cli.repo..", "dev.hob.cli.client..");
    }

    @Test
    void the_shapes_of_the_api_know_nothing_of_http_or_of_the_node() {
        forbid("dev.hob.web.api.json..", "io.javalin..", "org.eclipse..", "dev.hob.node..", "dev.hob.web.html..");
    }

    @Test
    void the_web_never_speaks_to_the_database() {
        forbid("dev.hob.web..", "java.sql..", "javax.sql..", "org.jdbi..", "com.zaxxer..", "org.flywaydb..");
    }

    @Test
    void libraries_stay_behind_the_package_that_speaks_to_them() {
        only("io.netty..", "dev.hob.p2p.net..");
        only("io.javalin..", "dev.hob.web..");
        only("org.eclipse.jetty..", "dev.hob.web..");
        only("gg.jte..", "dev.hob.web..", "gg.jte.generated..");
        only("org.apache.lucene..", "dev.hob.search.index..");
        only("org.flywaydb..", "dev.hob.node.db..");
        only("com.zaxxer..", "dev.hob.node.db..");
        only("org.apache.commons.compress..", "dev.hob.node.code..");
        only("org.fife..", "dev.hob.web.html..");
        only("org.snakeyaml..", "dev.hob.web.issue..");
        only("picocli..", "dev.hob.cli..");
        only("org.bouncycastle..", "dev.hob.keys..", "dev.hob.node.people..", "dev.hob.p2p.noise..");
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
