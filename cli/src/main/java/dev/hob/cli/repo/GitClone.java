package dev.hob.cli.repo;

import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.NodeUrl;
import dev.hob.cli.remote.Unable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `git clone`, so that the clone asks `hob` for its token each time. The token itself is written nowhere else.
final class GitClone {
    private final Desk desk;
    private final NodeUrl node;

    GitClone(Desk desk, NodeUrl node) {
        this.desk = desk;
        this.node = node;
    }

    /// @param path `owner/name`
    /// @param more further words for git
    void of(String path, Optional<String> folder, List<String> more) {
        var words = new ArrayList<>(List.of("git", "clone"));
        if (desk.logins().at(node).isPresent()) {
            // The empty one first: no other helper may be asked for this node's token, nor be told it.
            String helper = "credential." + node + ".helper=";
            words.addAll(List.of("-c", helper, "-c", helper + "!" + launcher() + " git-credential"));
        }
        words.addAll(more);
        words.add("--");
        // From where we reach the node: it may know itself by another address.
        words.add(url(path));
        folder.ifPresent(words::add);
        run(words);
    }

    /// Adds a remote to a clone that was just made, for what it is a fork of.
    ///
    /// @param path `owner/name` of that
    void upstream(String folder, String path) {
        run(List.of("git", "-C", folder, "remote", "add", "upstream", url(path)));
    }

    /// Lets the remotes of the clone where somebody stands lead to a fork and to what it is a fork of.
    void turn(String fork, String path) {
        run(List.of("git", "remote", "rename", "origin", "upstream"));
        run(List.of("git", "remote", "set-url", "upstream", url(path)));
        run(List.of("git", "remote", "add", "origin", url(fork)));
    }

    private String url(String path) {
        return node + "/" + path + ".git";
    }

    private void run(List<String> words) {
        try {
            // What git says goes where we say things that are no result.
            var process = new ProcessBuilder(words)
                    .directory(desk.screen().path("").toFile())
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            int status = process.start().waitFor();
            if (status != 0) throw new Unable("git ended with status " + status);
        } catch (IOException e) {
            throw new Unable("git cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unable("interrupted", e);
        }
    }

    /// How git's shell calls us: by the path by which we were called, else by name.
    private String launcher() {
        return "'" + desk.screen().variable("HOB_LAUNCHER").orElse("hob").replace("'", "'\\''") + "'";
    }
}
