package dev.hob.cli.issue;

import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Progress;
import dev.hob.cli.remote.Screen;
import dev.hob.cli.remote.Text;
import dev.hob.cli.remote.Unable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Issues on their way into a repository. Each text that comes ends with a mark that no reader sees and that names
/// where it is from; by it a second import, or one that goes on after a break, knows what is here already.
///
/// Only what the importing account wrote counts as a mark: anybody may write into an issue.
final class Incoming {
    /// What nodes take as one text.
    private static final int TEXT_MAX = 65_536;

    private static final Pattern MARK = Pattern.compile("<!-- hob:from (\\S{1,2000}) -->\\s*\\z");

    private final Issues issues;
    private final Exported document;
    private final Screen screen;
    private final Progress progress;
    private final List<Json> imported = new ArrayList<>();
    private final List<Json> skipped = new ArrayList<>();
    private final Set<String> leftOut = new LinkedHashSet<>();
    private int comments;

    Incoming(Issues issues, Exported document, Screen screen) {
        this.issues = issues;
        this.document = document;
        this.screen = screen;
        this.progress = new Progress(screen, "issues imported");
    }

    record Outcome(List<Json> made, int comments, List<Json> passed, Set<String> leftOut) {
        int imported() {
            return made.size();
        }

        int skipped() {
            return passed.size();
        }

        Json json() {
            return Json.fields().with("imported", made).with("skipped", passed).withTexts("left_out", leftOut);
        }
    }

    Outcome bring() {
        var here = new HashMap<String, Issue>();
        for (var issue : all()) mark(issue.author(), issue.body()).ifPresent(mark -> here.put(mark, issue));
        boolean same = document.source().equals(Exported.source(issues.place()));
        var labels = labels();
        var milestones = milestones();
        int count = 0;
        for (var json : document.issues()) {
            progress.at(++count + " of " + document.issues().size());
            long number = json.number("number").orElseThrow(() -> new Unable("an issue in the document has no number"));
            String from = document.source() + "#" + number;
            var known = Optional.ofNullable(here.get(from));
            if (same && known.isEmpty()) skip(number, number, "it is of this repository");
            else if (known.isPresent()) complete(json, known.get());
            else create(json, from, labels, milestones);
        }
        return new Outcome(imported, comments, skipped, leftOut);
    }

    private List<Issue> all() {
        var fields = Map.of("state", "all", "type", "issues");
        return issues.find(fields, Integer.MAX_VALUE, count -> {
                    progress.at("looked at " + count + " that are here");
                    return true;
                })
                .issues();
    }

    private void create(
            Json json, String from, Map<String, Issue.Label> labels, Map<String, Issues.Milestone> milestones) {
        String author = json.text("author").orElse("nobody");
        var fields = Json.fields()
                .with("title", json.text("title").orElse(""))
                .with("body", text(json, author, from))
                .with("closed", json.text("state").orElse("").equals("closed"))
                .with(
                        "labels",
                        Issues.ids(texts(json, "labels").stream()
                                .flatMap(name -> Optional.ofNullable(labels.get(key(name))).stream())
                                .toList()));
        var milestone = json.text("milestone").map(title -> milestones.get(key(title)));
        if (milestone.isPresent())
            fields = fields.with("milestone", milestone.get().id());
        var issue = issues.create(fields, texts(json, "assignees"), this::leaveOut);
        int said = say(issue.number(), json.items("comments"), from, Set.of());
        imported.add(Json.fields()
                .with("from", json.number("number").orElse(0))
                .with("number", issue.number())
                .with("comments", said));
    }

    /// An earlier import may have been cut off between an issue and its last comment.
    private void complete(Json json, Issue issue) {
        var wanted = json.items("comments");
        String from = document.source() + "#" + json.number("number").orElse(0);
        Set<String> said = wanted.isEmpty()
                ? Set.of()
                : issues.comments(issue.number()).stream()
                        .flatMap(it -> mark(it.author(), it.body()).stream())
                        .collect(Collectors.toSet());
        int added = say(issue.number(), wanted, from, said);
        skip(
                json.number("number").orElse(0),
                issue.number(),
                added == 0 ? "it is here already" : "only " + added + " comments were missing");
    }

    private int say(long number, List<Json> wanted, String issueFrom, Set<String> said) {
        int count = 0;
        for (var comment : wanted) {
            String from = issueFrom + "/" + comment.number("id").orElse(0);
            if (said.contains(from)) continue;
            issues.comment(number, text(comment, comment.text("author").orElse("nobody"), from));
            count++;
            comments++;
        }
        return count;
    }

    private void skip(long from, long number, String because) {
        skipped.add(Json.fields().with("from", from).with("number", number).with("because", because));
        screen.err("hob: #" + from + " was skipped, as #" + number + ": " + because);
    }

    /// What was written, by whom and when, since all of it is now sent by the account that imports.
    private String text(Json json, String author, String from) {
        String day = json.text("created")
                .filter(it -> it.length() >= 10)
                .map(it -> it.substring(0, 10))
                .orElse("another day");
        String by = author.equals(issues.place().account())
                ? ""
                : "*" + Text.line(author) + " wrote on " + Text.line(day) + ":*\n\n";
        String mark = "\n\n<!-- hob:from " + from + " -->";
        String body = json.text("body").orElse("").stripTrailing();
        int room = TEXT_MAX - by.length() - mark.length();
        if (body.length() > room) {
            leaveOut("the end of a text that is too long: " + from);
            int end = Character.isHighSurrogate(body.charAt(room - 2)) ? room - 2 : room - 1;
            body = body.substring(0, end) + "…";
        }
        return by + body + mark;
    }

    private Optional<String> mark(String author, String body) {
        var match = MARK.matcher(body);
        return author.equals(issues.place().account()) && match.find() ? Optional.of(match.group(1)) : Optional.empty();
    }

    private static List<String> texts(Json json, String field) {
        return json.items(field).stream()
                .flatMap(it -> it instanceof Json.Text(var text)
                        ? java.util.stream.Stream.of(text)
                        : java.util.stream.Stream.of())
                .toList();
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /// Those of the repository, with those of the document that were not there.
    private Map<String, Issue.Label> labels() {
        var known = new HashMap<String, Issue.Label>();
        for (var label : issues.labels()) known.put(key(label.name()), label);
        for (var json : document.labels()) {
            var label = Issue.Label.of(json);
            if (known.containsKey(key(label.name()))) continue;
            try {
                known.put(key(label.name()), issues.createLabel(label));
            } catch (Unable e) {
                leaveOut("the label " + label.name() + ": " + e.getMessage());
            }
        }
        return known;
    }

    private Map<String, Issues.Milestone> milestones() {
        var known = new HashMap<String, Issues.Milestone>();
        for (var milestone : issues.milestones()) known.put(key(milestone.title()), milestone);
        for (var json : document.milestones()) {
            var milestone = new Issues.Milestone(
                    0,
                    json.text("title").orElse(""),
                    json.text("description").orElse(""),
                    !json.text("state").orElse("open").equals("closed"),
                    json.text("due"));
            if (known.containsKey(key(milestone.title()))) continue;
            try {
                known.put(key(milestone.title()), issues.createMilestone(milestone));
            } catch (Unable e) {
                leaveOut("the milestone " + milestone.title() + ": " + e.getMessage());
            }
        }
        return known;
    }

    private void leaveOut(String what) {
        if (leftOut.add(what)) screen.err("hob: left out " + Text.line(what));
    }
}
