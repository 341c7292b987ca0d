package dev.hob.cli;

import dev.hob.cli.remote.Fetched;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Unable;
import dev.hob.node.issue.FetchedIssues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/// The issues in a clone, read with the node's own rules and told as a node would tell them.
final class ClonedIssues implements Fetched {
    @Override
    public List<Json> issues(Path folder) {
        var place = new FileRepositoryBuilder().readEnvironment().findGitDir(folder.toFile());
        if (place.getGitDir() == null) throw new Unable("this folder is no clone");
        try (Repository repository = place.build()) {
            return FetchedIssues.of(repository)
                    .orElseThrow(() -> new Unable("this clone has no issues: hob issue fetch"))
                    .all()
                    .stream()
                    .map(ClonedIssues::json)
                    .toList();
        } catch (IOException e) {
            throw new Unable("cannot read " + folder + ": " + e.getMessage(), e);
        }
    }

    private static Json json(FetchedIssues.Fetched issue) {
        var opening = issue.comments().getFirst();
        var comments = issue.comments().subList(1, issue.comments().size());
        return Json.fields()
                .with("number", issue.number().orElse(0L))
                .with("title", issue.title())
                .with("body", opening.body())
                .with("state", issue.state().isOpen() ? "open" : "closed")
                .with("user", Json.fields().with("login", opening.author()))
                .with("labels", named("name", issue.labels()))
                .with("assignees", named("login", issue.assignees()))
                .with("created_at", issue.created().toString())
                .with("updated_at", issue.updated().toString())
                .with("closed_at", issue.closed().map(Object::toString))
                .with("comments", comments.size())
                .with("comment_list", comments.stream().map(ClonedIssues::json).toList());
    }

    private static List<Json.Fields> named(String field, List<String> names) {
        return names.stream().map(name -> Json.fields().with(field, name)).toList();
    }

    private static Json.Fields json(FetchedIssues.Said said) {
        return Json.fields()
                .with("user", Json.fields().with("login", said.author()))
                .with("body", said.body())
                .with("created_at", said.at().toString())
                .with("updated_at", said.edited().toString());
    }
}
