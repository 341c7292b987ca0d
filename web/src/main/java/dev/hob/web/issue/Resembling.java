package dev.hob.web.issue;

import dev.hob.search.Search;
import dev.hob.search.index.IndexException;
import dev.hob.search.index.Kind;
import dev.hob.search.query.Similar;
import dev.hob.web.html.Visit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The issues that a new one resembles, while it is being written: one may be about the same. Shared between threads.
public final class Resembling {
    private static final Logger LOG = LoggerFactory.getLogger(Resembling.class);
    private static final int OFFERED_MAX = 5;

    private final Finding finding;
    private final Optional<Search> search;

    Resembling(Finding finding, Optional<Search> search) {
        this.finding = finding;
        this.search = search;
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
            return search.get().similar(here.visit().viewer(), here.repo(), title, body, OFFERED_MAX).stream()
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
        return words.isEmpty() ? "says the like" : "says the like: " + words;
    }

    /// The list alone, for the script of the form.
    public void part(Visit visit) {
        var here = finding.speaker(visit);
        var lines =
                of(here, visit.query("title").orElse(""), visit.query("body").orElse(""));
        visit.showPart("issues/similar.jte", Map.of("lines", lines));
    }
}
