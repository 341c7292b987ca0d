package dev.hob.cli.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The remotes of the git repository in which somebody stands, as git itself tells them (so that its `insteadOf`,
/// worktrees and all its ways to find a repository count here too).
final class Remotes {
    private static final int TOLD_BYTES_MAX = 1024 * 1024;

    private Remotes() {}

    /// Names and URLs, in git's order; empty where there is no repository.
    static Map<String, String> of(Path folder) {
        var process = new ProcessBuilder("git", "remote", "-v")
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            var running = process.start();
            running.getOutputStream().close();
            String told = new String(running.getInputStream().readNBytes(TOLD_BYTES_MAX), UTF_8);
            if (running.waitFor() != 0) return Map.of();
            return read(told);
        } catch (IOException e) {
            throw new Unable("git cannot be run (" + e.getMessage() + "): say --repo owner/name and --node URL", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unable("interrupted", e);
        }
    }

    static Map<String, String> read(String told) {
        var remotes = new LinkedHashMap<String, String>();
        for (String line : told.split("\n", -1)) {
            int tab = line.indexOf('\t');
            if (tab < 0 || !line.endsWith(" (fetch)")) continue;
            remotes.put(line.substring(0, tab), line.substring(tab + 1, line.length() - " (fetch)".length()));
        }
        return remotes;
    }

    /// Where a URL leads, by HTTP: at a node where somebody is known, or at one that nobody knows yet.
    static Optional<Place> place(String url, List<Login> logins) {
        try {
            var uri = new URI(url);
            if (uri.getScheme() == null || uri.getHost() == null || uri.getPath() == null) return Optional.empty();
            String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
            // Credentials in the URL are git's affair and not ours.
            String path = uri.getPath().replaceFirst("/+\\z", "").replaceFirst("\\.git\\z", "");
            int name = path.lastIndexOf('/');
            int owner = path.lastIndexOf('/', name - 1);
            if (name < 1 || owner < 0 || name == path.length() - 1 || owner + 1 == name) return Optional.empty();
            return NodeUrl.of(uri.getScheme() + "://" + uri.getHost() + port + path.substring(0, owner))
                    .map(node -> new Place(
                            node,
                            logins.stream().filter(it -> it.node().equals(node)).findFirst(),
                            path.substring(owner + 1, name),
                            path.substring(name + 1)));
        } catch (java.net.URISyntaxException _) {
            return Optional.empty(); // As `git@host:owner/name` is: nothing that speaks HTTP.
        }
    }
}
