package dev.hob.web.issue;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.issue.Issue;
import dev.hob.search.Search;
import dev.hob.search.index.IndexException;
import dev.hob.search.index.Kind;
import dev.hob.search.query.Similar;
import dev.hob.web.html.Chip;
import dev.hob.web.html.Visit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The issues that a new one resembles, while it is being written: one may be about the same. Shared between threads.
public final class Resembling {
    private static final Logger LOG = LoggerFactory.getLogger(Resembling.class);
    private static final int OFFERED_MAX = 5;
    private static final int BESIDE_MAX = 4;
    private static final int SUGGESTED_MAX = 3;
    /// What the scores of those that have a label come to: one that is almost the same, or two that are like it.
    private static final double SUGGESTED_SCORE_MIN = 0.7;

    private final Finding finding;
    private final Optional<Search> search;
    private final Alike alike;

    Resembling(Finding finding, Optional<Search> search, Alike alike) {
        this.finding = finding;
        this.search = search;
        this.alike = alike;
    }

    /// One of them.
    ///
    /// @param because why it is offered, in words
    public record Line(String url, String title, boolean open, boolean isPull, String because) {}

    /// Whether anything is looked for.
    boolean looks() {
        return search.isPresent();
    }

    /// The best first, as far as the visitor may see.
    List<Line> of(Here here, String title, String body) {
        if (title.isBlank() || search.isEmpty()) return List.of();
        try {
            return search
                    .get()
                    .similar(
                            here.visit().viewer(),
                            here.repo(),
                            title,
                            body,
                            OFFERED_MAX,
                            Search.patience(here.visit().hungUp()))
                    .stream()
                    .map(similar -> line(here, similar))
                    .toList();
        } catch (IndexException e) {
            LOG.warn("nothing is offered that resembles a new issue", e);
            return List.of(); // What somebody writes goes on without.
        }
    }

    private static Line line(Here here, Similar similar) {
        boolean isPull = similar.kind() == Kind.PULL;
        return new Line(
                (isPull ? here.pulls() : here.list()) + "/" + similar.path(),
                similar.title(),
                similar.open(),
                isPull,
                because(similar));
    }

    private static String because(Similar similar) {
        String words = String.join(", ", similar.shared());
        if (!similar.like()) return words;
        return words.isEmpty() ? text("issues.says-the-like") : text("issues.says-the-like-in", words);
    }

    /// What stands beside an issue: others that may be about the same, and labels that several of them have.
    ///
    /// @param labels only for members, who may set them
    public record Beside(List<Line> lines, List<Suggested> labels) {
        public Beside {
            lines = List.copyOf(lines);
            labels = List.copyOf(labels);
        }
    }

    /// A label that similar issues have.
    ///
    /// @param because which, in words
    public record Suggested(Chip chip, String because) {}

    /// What stands beside one that is there.
    ///
    /// @param known the labels of the project
    Beside beside(Here here, Issue issue, Map<String, Chip> known) {
        var similar = alike.to(here.visit().viewer(), here.repo(), issue);
        var lines =
                similar.stream().limit(BESIDE_MAX).map(each -> line(here, each)).toList();
        return new Beside(lines, here.member() ? suggested(here, issue, similar, known) : List.of());
    }

    private List<Suggested> suggested(Here here, Issue issue, List<Similar> similar, Map<String, Chip> known) {
        var weights = new LinkedHashMap<String, Double>();
        var having = new LinkedHashMap<String, List<String>>();
        for (var each : similar) {
            var other = finding.named(here, each.path());
            if (other.isEmpty()) continue;
            for (String label : other.get().labels()) {
                if (issue.labels().contains(label) || !known.containsKey(label)) continue;
                weights.merge(label, each.score(), Double::sum);
                having.computeIfAbsent(label, _ -> new ArrayList<>())
                        .add(other.get().handle());
            }
        }
        return weights.entrySet().stream()
                .filter(entry -> entry.getValue() >= SUGGESTED_SCORE_MIN)
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(SUGGESTED_MAX)
                .map(entry -> new Suggested(
                        IssueLines.chip(known, entry.getKey()),
                        String.join(", ", having.getOrDefault(entry.getKey(), List.of()))))
                .toList();
    }

    /// The list alone, for the script of the form.
    public void part(Visit visit) {
        var here = finding.speaker(visit);
        var lines =
                of(here, visit.query("title").orElse(""), visit.query("body").orElse(""));
        visit.showPart("issues/similar.jte", Map.of("lines", lines));
    }
}
