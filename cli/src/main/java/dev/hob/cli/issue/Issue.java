package dev.hob.cli.issue;

import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Unable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// An issue as a node tells it.
///
/// @param id its own, as a clone knows it
record Issue(
        long number,
        String title,
        String body,
        boolean open,
        String author,
        List<Label> labels,
        Optional<String> milestone,
        List<String> assignees,
        long commentCount,
        Instant created,
        Instant updated,
        Optional<Instant> closed,
        String url,
        Optional<String> id) {

    private static final int SHORT = 7;

    record Label(long id, String name, String color, String description) {
        static Label of(Json json) {
            return new Label(
                    json.number("id").orElse(0),
                    json.text("name").orElse(""),
                    json.text("color").orElse("").replace("#", ""),
                    json.text("description").orElse(""));
        }

        Json.Fields json() {
            return Json.fields().with("name", name).with("color", color).with("description", description);
        }
    }

    record Comment(long id, String author, String body, Instant created, Instant updated) {
        static Comment of(Json json) {
            return new Comment(
                    json.number("id").orElse(0),
                    writer(json),
                    json.text("body").orElse(""),
                    time(json, "created_at"),
                    time(json, "updated_at"));
        }

        Json.Fields json() {
            return Json.fields()
                    .with("id", id)
                    .with("author", author)
                    .with("created", created.toString())
                    .with("updated", updated.toString())
                    .with("body", body);
        }
    }

    static Issue of(Json json) {
        return new Issue(
                json.number("number").orElseThrow(() -> new Unable("the node tells of an issue without a number")),
                json.text("title").orElse(""),
                json.text("body").orElse(""),
                !json.text("state").orElse("open").equals("closed"),
                writer(json),
                json.items("labels").stream().map(Label::of).toList(),
                json.at("milestone").flatMap(it -> it.text("title")),
                json.items("assignees").stream()
                        .flatMap(it -> it.text("login").stream())
                        .toList(),
                json.number("comments").orElse(0),
                time(json, "created_at"),
                time(json, "updated_at"),
                json.at("closed_at").map(_ -> time(json, "closed_at")),
                json.text("html_url").orElse(""),
                json.text("id"));
    }

    /// Who wrote it; of what a node brought from elsewhere, who wrote it there.
    private static String writer(Json json) {
        return json.text("original_author")
                .filter(name -> !name.isEmpty())
                .or(() -> json.at("user").flatMap(user -> user.text("login")))
                .orElse("nobody");
    }

    private static Instant time(Json json, String field) {
        try {
            return OffsetDateTime.parse(json.text(field).orElse("1970-01-01T00:00:00Z"))
                    .toInstant()
                    .truncatedTo(ChronoUnit.SECONDS);
        } catch (DateTimeException e) {
            throw new Unable("the node tells a time that is none", e);
        }
    }

    /// Its number; while it has none yet, the beginning of its id.
    String called() {
        return number == 0 ? id.map(it -> it.substring(0, SHORT)).orElse("#0") : "#" + number;
    }

    List<String> labelNames() {
        return labels.stream().map(Label::name).toList();
    }

    String state() {
        return open ? "open" : "closed";
    }

    /// The day of a moment, where the reader is.
    static String day(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneId.systemDefault()).toString();
    }

    /// The document that `--json` prints. Its fields are always there, and keep their names; that of a clone has an id.
    Json.Fields json() {
        return fields().withGiven("id", id);
    }

    private Json.Fields fields() {
        return Json.fields()
                .with("number", number)
                .with("title", title)
                .with("state", state())
                .with("author", author)
                .withTexts("labels", labelNames())
                .with("milestone", milestone)
                .withTexts("assignees", assignees)
                .with("created", created.toString())
                .with("updated", updated.toString())
                .with("closed", closed.map(Instant::toString))
                .with("url", url)
                .with("comment_count", commentCount)
                .with("body", body);
    }

    Json.Fields json(List<Comment> comments) {
        return json().with("comments", comments.stream().map(Comment::json).toList());
    }
}
