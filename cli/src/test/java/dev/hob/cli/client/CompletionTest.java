package dev.hob.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hob.cli.remote.FakeScreen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// What shells complete, asked of the shells themselves.
class CompletionTest {
    @TempDir
    Path folder;

    private String script(String shell) {
        var screen = new FakeScreen(folder);
        var line = new CommandLine(new ClientLine.Hob());
        ClientLine.addTo(line, screen, () -> {
            throw new AssertionError("no clone");
        });
        assertThat(line.execute("completion", shell)).isZero();
        return screen.out();
    }

    private String sh(List<String> command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true).directory(folder.toFile());
        builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
        var process = builder.start();
        process.getOutputStream().close();
        String told = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(command + ": " + told).isZero();
        return told;
    }

    private static void needs(String shell) {
        boolean there = List.of("/bin/", "/usr/bin/", "/usr/local/bin/").stream()
                .anyMatch(place -> Files.isExecutable(Path.of(place + shell)));
        if (System.getenv("CI") != null) assertThat(there).as("CI has " + shell).isTrue();
        assumeTrue(there, shell + " is not installed");
    }

    /// A `hob` that only knows what may come next.
    private void stub() throws IOException {
        var hob = folder.resolve("hob");
        Files.writeString(
                hob, "#!/bin/sh\n[ \"$1\" = candidates ] && printf '12\\tThe kettle: it leaks\\n345\\tOther\\n'\n");
        Files.setPosixFilePermissions(hob, PosixFilePermissions.fromString("rwx------"));
    }

    private List<String> bash(String... words) throws IOException, InterruptedException {
        var file = folder.resolve("hob.bash");
        Files.writeString(file, script("bash"));
        stub();
        String typed = "'" + String.join("' '", words) + "'";
        String told = sh(List.of(
                "bash",
                "-c",
                "source hob.bash; COMP_WORDS=(hob " + typed + "); COMP_CWORD=" + words.length
                        + "; _hob; printf '%s\\n' \"${COMPREPLY[@]}\""));
        return told.lines().filter(line -> !line.isEmpty()).toList();
    }

    @Test
    void bash_completes_commands_options_and_values() throws IOException, InterruptedException {
        needs("bash");
        assertThat(bash(""))
                .contains("login", "logout", "repo", "issue", "completion")
                .doesNotContain("git-credential", "candidates");
        assertThat(bash("is")).containsExactly("issue");
        assertThat(bash("issue", "c")).containsExactly("create", "comment", "close");
        assertThat(bash("issue", "list", "--st")).containsExactly("--state");
        assertThat(bash("issue", "list", "--state", "")).containsExactly("open", "closed", "all");
        assertThat(bash("issue", "list", "--state", "all", "--la")).containsExactly("--label");
        assertThat(bash("issue", "show", "")).containsExactly("12", "345");
        assertThat(bash("issue", "show", "3")).containsExactly("345");
        assertThat(bash("issue", "close", "12", "")).containsExactly("12", "345");
        assertThat(bash("issue", "--remote", "x", "show", "1"))
                .as("an option of another command")
                .isEmpty();
        assertThat(bash("completion", "")).containsExactly("bash", "zsh", "fish");
    }

    @Test
    void zsh_understands_its_script() throws IOException, InterruptedException {
        needs("zsh");
        Files.writeString(folder.resolve("_hob"), script("zsh"));
        sh(List.of("zsh", "-n", "_hob"));
        stub();
        Files.writeString(folder.resolve("ask"), """
                zmodload zsh/zpty
                zpty -b z zsh -f -i
                zpty -w z 'PS1=; fpath=(%s $fpath); PATH=%s:$PATH; autoload -Uz compinit; compinit -u -D; bindkey "^I" complete-word; zstyle ":completion:*" list-prompt ""; echo REA""DY'
                zpty -r z line '*READY*'
                zpty -w -n z $'hob issue show \\t'
                sleep 2
                zpty -w -n z $'\\x15hob iss\\t'
                sleep 1
                zpty -w z $'\\x01echo SA''ID '
                zpty -r z line '*SAID*issue*'
                print -r -- "$line"
                zpty -d z
                """.formatted(folder, folder));
        assertThat(sh(List.of("zsh", "-f", "ask")))
                .contains("12")
                .contains("345")
                .contains("leaks")
                .contains("hob issue");
    }

    @Test
    void fish_completes_commands_options_and_values() throws IOException, InterruptedException {
        needs("fish");
        Files.writeString(folder.resolve("hob.fish"), script("fish"));
        stub();
        assertThat(fish("hob is")).contains("issue").doesNotContain("login");
        assertThat(fish("hob issue c")).contains("create", "comment", "close").doesNotContain("list");
        assertThat(fish("hob issue list --st")).contains("--state");
        assertThat(fish("hob issue list --state ")).contains("open", "closed", "all");
        assertThat(fish("hob issue show ")).contains("12", "345");
        assertThat(fish("hob issue close 12 ")).contains("345");
        assertThat(fish("hob completion ")).contains("bash", "zsh", "fish");
    }

    private List<String> fish(String typed) throws IOException, InterruptedException {
        String told = sh(List.of("fish", "--no-config", "-c", "source hob.fish; complete -C '" + typed + "'"));
        return told.lines().map(line -> line.split("\t", 2)[0]).toList();
    }
}
