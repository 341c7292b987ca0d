package dev.hob.cli.repo;

import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Paper;
import dev.hob.cli.remote.Style;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// A repository as a node tells it.
record Repository(
        String path,
        String description,
        boolean isPrivate,
        boolean empty,
        String defaultBranch,
        String url,
        String cloneUrl,
        Optional<String> rid,
        long openIssues,
        Instant updated) {

    static Repository of(Json json) {
        return new Repository(
                json.text("full_name").orElse(""),
                json.text("description").orElse(""),
                json.flag("private"),
                json.flag("empty"),
                json.text("default_branch").orElse(""),
                json.text("html_url").orElse(""),
                json.text("clone_url").orElse(""),
                json.text("rid"),
                json.number("open_issues_count").orElse(0),
                OffsetDateTime.parse(json.text("updated_at").orElse("1970-01-01T00:00:00Z"))
                        .toInstant()
                        .truncatedTo(ChronoUnit.SECONDS));
    }

    String visibility() {
        return isPrivate ? "private" : "public";
    }

    String updatedDay() {
        return LocalDate.ofInstant(updated, ZoneId.systemDefault()).toString();
    }

    /// The document that `--json` prints. Its fields are always there, and keep their names.
    Json.Fields json() {
        return Json.fields()
                .with("name", path)
                .with("description", description)
                .with("private", isPrivate)
                .with("empty", empty)
                .with("default_branch", defaultBranch)
                .with("url", url)
                .with("clone_url", cloneUrl)
                .with("rid", rid)
                .with("open_issues", openIssues)
                .with("updated", updated.toString());
    }

    void show(Paper paper) {
        paper.print(paper.styled(dev.hob.cli.remote.Text.line(path), Style.STRONG));
        if (!description.isBlank()) paper.prose(description);
        paper.print("");
        paper.fact("visible", isPrivate ? "to its members only" : "to everybody");
        paper.fact("branch", defaultBranch + (empty ? " (nothing was pushed yet)" : ""));
        paper.fact("issues", openIssues + " open");
        paper.fact("changed", updatedDay());
        paper.fact("page", url);
        paper.fact("clone", cloneUrl);
        paper.fact("id", rid.orElse(""));
    }
}
