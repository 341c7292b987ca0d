package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// HTTPS by certificate files, with a certificate that openssl makes and a git that trusts it alone.
class TlsTest {
    @TempDir
    Path folder;

    @Test
    void git_pushes_and_clones_over_https() throws IOException {
        boolean ci = System.getenv("CI") != null;
        boolean openssl = Files.isExecutable(Path.of("/usr/bin/openssl"));
        assumeTrue(ci || openssl, "SKIPPED: there is no openssl to make a certificate with");
        var data = Files.createDirectories(folder.resolve("data"));
        var made = Git.run(
                data,
                Map.of(),
                "",
                List.of(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=localhost",
                        "-addext",
                        "subjectAltName=IP:127.0.0.1,DNS:localhost",
                        "-keyout",
                        "key.pem",
                        "-out",
                        "certificate.pem"));
        assertThat(made.status()).as(made.err()).isZero();
        Files.writeString(data.resolve("hob.toml"), "[tls]\ncertificate = \"certificate.pem\"\nkey = \"key.pem\"\n");

        try (var node = Served.start(data)) {
            assertThat(node.url.getScheme()).isEqualTo("https");
            node.account("alice");
            String remote = node.remote("alice", node.token("alice", "write:repository"), "alice/tea");
            var git = Git.init(folder.resolve("tea"), 2);
            String commit = git.commit("tea.txt", "tea");
            var certificate = data.resolve("certificate.pem");

            assertThat(trusting("/dev/null", git, "push", "-q", remote, "main").failed())
                    .contains("certificate");
            trusting(certificate.toString(), git, "push", "-q", remote, "main").ok();
            assertThat(trusting(certificate.toString(), git, "ls-remote", remote, "refs/heads/main")
                            .ok())
                    .startsWith(commit);
            trusting(
                            certificate.toString(),
                            git,
                            "clone",
                            "-q",
                            remote,
                            folder.resolve("back").toString())
                    .ok();
        }
    }

    private static Git.Result trusting(String authority, Git git, String... words) {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        var environment = Map.of("GIT_SSL_CAINFO", authority, "GIT_CONFIG_GLOBAL", "/dev/null", "LC_ALL", "C");
        return Git.run(git.folder(), environment, "", command);
    }
}
