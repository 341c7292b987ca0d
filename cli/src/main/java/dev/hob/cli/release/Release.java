package dev.hob.cli.release;

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

/// A release as a node tells it.
record Release(
        long id,
        String tag,
        String name,
        String notes,
        boolean draft,
        boolean prerelease,
        String author,
        String target,
        Instant created,
        Optional<Instant> published,
        String url,
        List<Asset> assets) {
    private static final String DIGEST = "sha256:";

    /// A file of it.
    ///
    /// @param sha256 empty where the node does not tell it
    record Asset(long id, String name, long size, Optional<String> sha256, long downloads, String url) {
        static Asset of(Json json) {
            return new Asset(
                    json.number("id").orElse(0),
                    json.text("name").orElse(""),
                    json.number("size").orElse(0),
                    json.text("digest").filter(it -> it.startsWith(DIGEST)).map(it -> it.substring(DIGEST.length())),
                    json.number("download_count").orElse(0),
                    json.text("browser_download_url").orElse(""));
        }

        Json.Fields json() {
            return Json.fields()
                    .with("name", name)
                    .with("size", size)
                    .with("sha256", sha256)
                    .with("downloads", downloads)
                    .with("url", url);
        }
    }

    static Release of(Json json) {
        return new Release(
                json.number("id").orElseThrow(() -> new Unable("the node tells of a release without a number")),
                json.text("tag_name").orElse(""),
                json.text("name").orElse(""),
                json.text("body").orElse(""),
                json.flag("draft"),
                json.flag("prerelease"),
                json.at("author").flatMap(it -> it.text("login")).orElse("nobody"),
                json.text("target_commitish").orElse(""),
                time(json, "created_at"),
                json.at("published_at").map(_ -> time(json, "published_at")),
                json.text("html_url").orElse(""),
                json.items("assets").stream().map(Asset::of).toList());
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

    /// What it is, in a word.
    String state() {
        return draft ? "draft" : prerelease ? "pre-release" : "release";
    }

    /// The day on which it came out, or was begun, where the reader is.
    String day() {
        return LocalDate.ofInstant(published.orElse(created), ZoneId.systemDefault())
                .toString();
    }

    /// The document that `--json` prints. Its fields are always there, and keep their names.
    Json.Fields json() {
        return Json.fields()
                .with("tag", tag)
                .with("title", name)
                .with("draft", draft)
                .with("prerelease", prerelease)
                .with("author", author)
                .with("target", target)
                .with("created", created.toString())
                .with("published", published.map(Instant::toString))
                .with("url", url)
                .with("assets", assets.stream().map(Asset::json).toList())
                .with("notes", notes);
    }
}
