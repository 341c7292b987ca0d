package dev.hob.cli.issue;

import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Errand;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Unable;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hob issue fetch`: an ordinary `git fetch` of what is signed, by its usual names.
@Command(
        name = "fetch",
        description = {
            "Brings a repository's issues into this clone, for reading them with --offline.",
            "It is git's own fetch of refs/namespaces and refs/rad."
        })
final class FetchIssues extends Errand {
    @Option(
            names = "--remote",
            paramLabel = "NAME",
            defaultValue = "origin",
            description = "From where (default: origin).")
    String remote = "origin";

    FetchIssues(Desk desk) {
        super(desk);
    }

    @Override
    public Integer call() {
        var process = new ProcessBuilder(List.of(
                        "git",
                        "fetch",
                        "--quiet",
                        "--no-tags",
                        "--prune",
                        "--",
                        remote,
                        "+refs/namespaces/*:refs/namespaces/*",
                        "+refs/rad/*:refs/rad/*"))
                .directory(screen().path("").toFile())
                .redirectInput(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            int status = process.start().waitFor();
            if (status != 0) throw new Unable("git ended with status " + status);
        } catch (IOException e) {
            throw new Unable("git cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unable("interrupted", e);
        }
        int count = desk().fetchedIssues().size();
        if (asJson()) tell(Json.fields().with("issues", count));
        else screen().out("this clone has " + count + " issues");
        return 0;
    }
}
