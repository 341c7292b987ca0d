package dev.hob.web.patch;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.code.RangeDiff.Comparison;
import dev.hob.node.code.RangeDiff.Member;
import dev.hob.node.code.RangeDiff.Pair;
import dev.hob.node.code.RangeDiff.Series;
import dev.hob.node.patch.PatchReading.Revised;
import dev.hob.web.html.ChangedLines;
import dev.hob.web.html.ShownLine;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import dev.hob.web.html.Who;
import dev.hob.web.issue.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What became of a pull request's commits from one revision to another.
public final class RevisionPages {
    /// A page does not wait longer for what can be told a moment later.
    private static final Duration PATIENCE = Duration.ofMillis(1_500);

    private final Node node;
    private final Finding finding;
    private final Looks looks;

    RevisionPages(Node node, Finding finding, Looks looks) {
        this.node = node;
        this.finding = finding;
        this.looks = looks;
    }

    /// A pair of commits as the page shows it.
    ///
    /// @param sign as `git range-diff` has it
    /// @param lines what changed in the commit, when it did
    public record Row(
            String sign,
            Optional<Member> before,
            Optional<Member> after,
            String subject,
            List<ShownLine> lines,
            boolean cut) {
        public Row {
            lines = List.copyOf(lines);
        }

        static Row of(Pair pair) {
            return switch (pair) {
                case Pair.Equal(var before, var after) ->
                    new Row("=", Optional.of(before), Optional.of(after), after.subject(), List.of(), false);
                case Pair.Changed(var before, var after, var lines, boolean cut) ->
                    new Row(
                            "!",
                            Optional.of(before),
                            Optional.of(after),
                            after.subject(),
                            ChangedLines.of(lines, ChangedLines.Colours.NONE, ChangedLines.Colours.NONE),
                            cut);
                case Pair.Removed(var before) ->
                    new Row("−", Optional.of(before), Optional.empty(), before.subject(), List.of(), false);
                case Pair.Added(var after) ->
                    new Row("+", Optional.empty(), Optional.of(after), after.subject(), List.of(), false);
            };
        }

        /// What became of it, in words.
        public String told() {
            return switch (sign) {
                case "=" -> text("pulls.commit-as-it-was");
                case "!" -> text("pulls.commit-changed");
                case "+" -> text("pulls.commit-new");
                default -> text("pulls.commit-dropped");
            };
        }
    }

    /// A revision in the list of all.
    public record Offered(Revised revision, Who by) {}

    /// All revisions, and two of them compared.
    public void compare(Visit visit) {
        var here = finding.reader(visit);
        String asked = visit.query("to").orElse("");
        var seen = Seen.of(node, finding, looks, here, asked);
        var to = seen.revision();
        var before = seen.revisions().stream()
                .filter(it -> it.number() < to.number())
                .map(it -> String.valueOf(it.number()))
                .reduce((_, last) -> last);
        var from =
                visit.query("from").or(() -> before).map(it -> seen.revision(it).orElseThrow(Stop::notFound));
        var values = seen.values(finding);
        var comparison = from.filter(it -> it.number() != to.number()).map(it -> compared(seen, it, to));
        values.put(
                "offered",
                seen.revisions().reversed().stream()
                        .map(it -> new Offered(it, seen.faces().of(it.by())))
                        .toList());
        values.put("from", from);
        values.put(
                "rows",
                comparison.stream()
                        .flatMap(it -> it instanceof Compared.Rows(var rows) ? rows.stream() : Stream.<Row>empty())
                        .toList());
        values.put(
                "told",
                comparison
                        .map(it -> it instanceof Compared.Told(String told) ? told : "")
                        .orElseGet(() -> text("pulls.only-revision")));
        visit.showScripted(200, "pulls/revisions.jte", seen.title(text("pulls.revisions")), values);
    }

    private sealed interface Compared {
        record Rows(List<Row> rows) implements Compared {}

        record Told(String told) implements Compared {}
    }

    private Compared compared(Seen seen, Revised from, Revised to) {
        var repo = seen.here().repo();
        try (var repository = node.storage().open(repo.rid())) {
            for (var revision : List.of(from, to))
                for (var commit : List.of(revision.base(), revision.head()))
                    if (node.reading().history().commit(repository, commit).isEmpty())
                        return new Compared.Told(text("pulls.commits-of-revision-gone", revision.number()));
        }
        var comparison = node.reading()
                .rangeDiffs()
                .of(repo, new Series(from.base(), from.head()), new Series(to.base(), to.head()), PATIENCE);
        if (comparison.isEmpty()) return new Compared.Told(text("pulls.revisions-still-compared"));
        return switch (comparison.get()) {
            case Comparison.Compared(var pairs) ->
                new Compared.Rows(pairs.stream().map(Row::of).toList());
            case Comparison.TooLarge(var told) -> new Compared.Told(text("pulls.too-much-to-compare", told));
        };
    }
}
