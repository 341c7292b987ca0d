package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Others' programs on the API of a real node: a client made for Gitea, and a fuzzer that reads the OpenAPI document.
/// Both are Python; `HOB_TEST_PYTHON` names one that has them.
class ApiClientsTest {
    private static final String SEED = "7";
    private static final String CHECKS = String.join(
            ",",
            "not_a_server_error",
            "status_code_conformance",
            "content_type_conformance",
            "response_headers_conformance",
            "response_schema_conformance",
            "unsupported_method");

    @TempDir
    static Path folder;

    private static Served node;
    private static String token;

    @BeforeAll
    static void start() throws IOException {
        node = Served.among(folder.resolve("data"), Served.SEARCHED);
        node.account("alice");
        node.account("bob");
        token = node.token("alice", "all");
    }

    @AfterAll
    static void all_is_well_after_it() throws IOException {
        try (var served = node) {
            Wholeness.check(served);
        }
    }

    private static String python(String module) {
        String python = Optional.ofNullable(System.getenv("HOB_TEST_PYTHON")).orElse("python3");
        boolean has;
        try {
            has = Git.run(folder, Map.of(), "", List.of(python, "-c", "import " + module))
                            .status()
                    == 0;
        } catch (AssertionError e) {
            has = false; // There is no Python at all.
        }
        if (System.getenv("CI") != null)
            assertThat(has).as("CI needs a Python with " + module).isTrue();
        else if (!has) {
            System.err.println("ApiClientsTest is skipped: name a Python that has " + module + " in HOB_TEST_PYTHON");
            Assumptions.abort("no Python with " + module);
        }
        return python;
    }

    @Test
    void py_gitea_signs_in_lists_makes_reads_changes_and_deletes() throws IOException {
        String python = python("gitea");
        var script = folder.resolve("client.py");
        try (InputStream in = Objects.requireNonNull(ApiClientsTest.class.getResourceAsStream("gitea_client.py"))) {
            Files.copy(in, script);
        }
        assertThat(Git.run(
                                folder,
                                Map.of(),
                                "",
                                List.of(
                                        python,
                                        script.toString(),
                                        node.url.toString(),
                                        token,
                                        node.token("bob", "all")))
                        .ok())
                .endsWith("done");
    }

    @Test
    void schemathesis_finds_no_answer_that_the_document_does_not_name() throws IOException {
        String python = python("schemathesis");
        fill();
        String alices = """
                [parameters]
                owner = "alice"
                repo = "tea"
                username = "alice"
                user = "alice"
                index = "1"
                """;
        // With names that are there, so that it gets past the door; with whatever it thinks of; and where only a
        // password opens.
        fuzz(python, alices, "token " + token, 60, "--exclude-operation-id", "repoDelete");
        // Among the issues only the third is a pull request.
        String pulls = alices.replace("index = \"1\"", "index = \"3\"") + "base = \"main\"\nhead = \"spout\"\n";
        fuzz(python, pulls, "token " + token, 40, "--include-path-regex", "/(pulls|reviewers)");
        fuzz(python, "", "token " + token, 30, "--exclude-operation-id", "repoDelete");
        fuzz(python, alices, Wire.basic("alice", Served.PASSWORD), 15, "--include-path-regex", "tokens");
    }

    private static void fill() throws IOException {
        var git = Git.init(folder.resolve("tea"), 2);
        git.commit("README.md", "# Tea\n");
        git.commit("docs/a.txt", "a\n");
        git.ok("tag", "-a", "v1", "-m", "The first");
        git.ok("push", "-q", node.remote("alice", token, "alice/tea"), "main", "main:side", "v1");
        for (String title : List.of("Tea is cold", "Tea is hot"))
            assertThat(Wire.post(
                                    node.url,
                                    "/api/v1/repos/alice/tea/issues",
                                    ("{\"title\":\"" + title + "\"}").getBytes(UTF_8),
                                    "Authorization: token " + token,
                                    "Content-Type: application/json")
                            .status())
                    .isEqualTo(201);
        git.ok("switch", "-q", "-c", "spout");
        git.commit("spout.txt", "long\n");
        git.ok("push", "-q", node.remote("alice", token, "alice/tea"), "spout");
        assertThat(Wire.post(
                                node.url,
                                "/api/v1/repos/alice/tea/pulls",
                                "{\"head\":\"spout\",\"base\":\"main\",\"title\":\"A spout\"}".getBytes(UTF_8),
                                "Authorization: token " + token,
                                "Content-Type: application/json")
                        .status())
                .isEqualTo(201);
    }

    private static void fuzz(String python, String settings, String credentials, int seconds, String... which)
            throws IOException {
        var config = folder.resolve("schemathesis.toml");
        Files.writeString(config, settings);
        var command = new ArrayList<>(List.of(python, "-m", "schemathesis.cli", "--config-file", config.toString()));
        command.addAll(List.of("run", node.url + "/api/v1/openapi.json", "-H", "Authorization: " + credentials));
        command.addAll(List.of("--phases", "examples,coverage,fuzzing", "--max-time", String.valueOf(seconds)));
        command.addAll(List.of("--workers", "1", "--max-examples", "25", "--seed", SEED, "--no-color"));
        command.addAll(List.of("--suppress-health-check", "all", "--checks", CHECKS));
        command.addAll(List.of(which));
        var ran = Git.run(folder, Map.of(), "", command);
        assertThat(ran.status()).as(ran.out() + ran.err()).isZero();
    }
}
