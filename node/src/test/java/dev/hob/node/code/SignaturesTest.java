package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.MasterKey;
import dev.hob.keys.SshPublicKey;
import dev.hob.node.Node;
import dev.hob.node.code.Signatures.Verdict;
import dev.hob.node.db.DatabaseConfig;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commits that the real git signed with keys of the real `ssh-keygen`.
class SignaturesTest {
    @TempDir
    Path folder;

    private Node node;
    private Person alice;
    private Repository repository;
    private SshPublicKey key;

    @BeforeEach
    void begin() throws Exception {
        boolean there = Files.isExecutable(Path.of("/usr/bin/ssh-keygen"));
        if (System.getenv("CI") != null)
            assertThat(there).as("CI needs ssh-keygen").isTrue();
        Assumptions.assumeTrue(there, "skipped: no ssh-keygen here");
        var config = new DatabaseConfig("sqlite:" + folder.resolve("hob.db"), Optional.empty(), Optional.empty(), 2);
        node = Node.open(folder, config, MasterKey.open(folder.resolve("master.key")), InstantSource.system());
        alice = person("alice");
        run("git", "init", "-q", "-b", "main", "work");
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", "key");
        key = SshPublicKey.parse(Files.readString(folder.resolve("key.pub")));
        repository = new FileRepositoryBuilder()
                .setGitDir(folder.resolve("work/.git").toFile())
                .build();
    }

    @AfterEach
    void end() {
        if (repository != null) repository.close();
        if (node != null) node.close();
    }

    private Person person(String name) {
        var made = node.people().create(name, name + "@example.org", Optional.empty(), false);
        return ((People.Creation.Created) made).person();
    }

    private String run(String... command) throws Exception {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        var process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as("%s: %s", List.of(command), out).isZero();
        return out.strip();
    }

    private ObjectId commit(String author, String... options) throws Exception {
        var command = new ArrayList<>(List.of("git", "-C", "work", "-c", "user.name=" + author));
        command.addAll(List.of("-c", "user.email=" + author + "@example.org"));
        command.addAll(List.of("-c", "gpg.format=ssh", "-c", "user.signingkey=" + folder.resolve("key")));
        command.addAll(List.of("commit", "-q", "--allow-empty", "-m", "Brew\n\ngpgsig in a message is no signature"));
        command.addAll(List.of(options));
        run(command.toArray(String[]::new));
        return ObjectId.fromString(run("git", "-C", "work", "rev-parse", "HEAD"));
    }

    private Verdict verdict(ObjectId id) {
        var commit = node.reading().history().commit(repository, id).orElseThrow();
        return new Signatures(node.sshKeys()).of(repository, commit);
    }

    @Test
    void a_signature_counts_for_the_account_that_has_its_key() throws Exception {
        var signed = commit("Alice", "-S");
        assertThat(verdict(signed)).isEqualTo(new Verdict.Stranger(key));
        node.sshKeys().add(alice, "laptop", key.line());
        assertThat(verdict(signed)).isEqualTo(new Verdict.Verified(alice, key));
        assertThat(verdict(commit("bob", "-S"))).isEqualTo(new Verdict.Another(alice, key));
        assertThat(verdict(commit("alice"))).isEqualTo(new Verdict.Unsigned());
    }

    @Test
    void a_commit_changed_after_it_was_signed_is_not_verified() throws Exception {
        node.sshKeys().add(alice, "laptop", key.line());
        var signed = commit("alice", "-S");
        assertThat(verdict(changed(signed, "Brew", "Brow"))).isEqualTo(new Verdict.Bad());
        assertThat(verdict(changed(signed, "alice@", "carol@"))).isEqualTo(new Verdict.Bad());
        assertThat(verdict(changed(signed, "U1NIU0lH", "AAAAAAAA"))).isEqualTo(new Verdict.Bad());
        assertThat(verdict(changed(signed, "SSH SIGNATURE", "PGP SIGNATURE"))).isEqualTo(new Verdict.Unchecked());
    }

    @Test
    void a_damaged_header_leads_nowhere() throws Exception {
        var signed = commit("alice", "-S");
        for (String end : List.of("-----END SSH SIGNATURE-----", "gpgsig -----BEGIN", "\n\nBrew"))
            assertThat(verdict(cut(signed, end))).isNotInstanceOf(Verdict.Verified.class);
    }

    private ObjectId changed(ObjectId commit, String from, String to) throws IOException {
        String text = text(commit);
        assertThat(text).contains(from);
        return insert(text.replace(from, to));
    }

    private ObjectId cut(ObjectId commit, String at) throws IOException {
        String text = text(commit);
        return insert(text.substring(0, text.indexOf(at) + at.length() / 2));
    }

    private String text(ObjectId commit) throws IOException {
        return new String(repository.open(commit).getBytes(), UTF_8);
    }

    private ObjectId insert(String text) throws IOException {
        try (var inserter = repository.newObjectInserter()) {
            var id = inserter.insert(Constants.OBJ_COMMIT, text.getBytes(UTF_8));
            inserter.flush();
            return id;
        }
    }
}
