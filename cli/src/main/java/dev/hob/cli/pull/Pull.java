package dev.hob.cli.pull;

import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Unable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A pull request as a node tells it.
///
/// @param head the branch that it comes from, or what the offer is about
/// @param commit the newest that it offers
record Pull(
        long number,
        String title,
        String body,
        State state,
        String author,
        String head,
        String commit,
        String base,
        List<String> labels,
        List<String> assignees,
        List<String> reviewers,
        Optional<String> milestone,
        boolean mergeable,
        Optional<String> mergedBy,
        long comments,
        long remarks,
        Optional<Long> additions,
        Optional<Long> deletions,
        Optional<Long> files,
        Instant created,
        Instant updated,
        String url) {
    /// How far it is.
    enum State {
        OPEN,
        DRAFT,
        MERGED,
        CLOSED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Pull of(Json json) {
        var state = json.text("state").orElse("open").equals("closed")
                ? json.flag("merged") ? State.MERGED : State.CLOSED
                : json.flag("draft") ? State.DRAFT : State.OPEN;
        return new Pull(
                json.number("number")
                        .orElseThrow(() -> new Unable("the node tells of a pull request without a number")),
                json.text("title").orElse(""),
                json.text("body").orElse(""),
                state,
                login(json, "user"),
                json.at("head").flatMap(it -> it.text("label")).orElse(""),
                json.at("head").flatMap(it -> it.text("sha")).orElse(""),
                json.at("base").flatMap(it -> it.text("ref")).orElse(""),
                names(json, "labels", "name"),
                names(json, "assignees", "login"),
                names(json, "requested_reviewers", "login"),
                json.at("milestone").flatMap(it -> it.text("title")),
                json.flag("mergeable"),
                json.at("merged_by").flatMap(it -> it.text("login")),
                json.number("comments").orElse(0),
                json.number("review_comments").orElse(0),
                count(json, "additions"),
                count(json, "deletions"),
                count(json, "changed_files"),
                time(json, "created_at"),
                time(json, "updated_at"),
                json.text("html_url").orElse(""));
    }

    static String login(Json json, String field) {
        return json.at(field).flatMap(it -> it.text("login")).orElse("nobody");
    }

    private static List<String> names(Json json, String field, String name) {
        return json.items(field).stream().flatMap(it -> it.text(name).stream()).toList();
    }

    private static Optional<Long> count(Json json, String field) {
        var number = json.number(field);
        return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
    }

    static Instant time(Json json, String field) {
        try {
            return OffsetDateTime.parse(json.text(field).orElse("1970-01-01T00:00:00Z"))
                    .toInstant();
        } catch (DateTimeException e) {
            throw new Unable("the node tells a time that is none", e);
        }
    }

    /// The day of a moment, where the reader is.
    static String day(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneId.systemDefault()).toString();
    }

    /// Whether somebody may still do something about it.
    boolean isOpen() {
        return state == State.OPEN || state == State.DRAFT;
    }

    /// The document that `--json` prints. Its fields are always there, and keep their names.
    Json.Fields json() {
        return Json.fields()
                .with("number", number)
                .with("title", title)
                .with("state", state.toString())
                .with("author", author)
                .with("head", head)
                .with("commit", commit)
                .with("base", base)
                .withTexts("labels", labels)
                .withTexts("assignees", assignees)
                .withTexts("reviewers", reviewers)
                .with("milestone", milestone)
                .with("mergeable", mergeable)
                .with("merged_by", mergedBy)
                .with("created", created.toString())
                .with("updated", updated.toString())
                .with("url", url)
                .with("comment_count", comments)
                .with("remark_count", remarks)
                .with("body", body);
    }
}
