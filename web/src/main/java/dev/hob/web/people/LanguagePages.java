package dev.hob.web.people;

import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import dev.hob.web.text.LanguageFilter;
import dev.hob.web.text.Messages;
import java.time.Duration;
import java.util.Map;

/// Where a reader chooses the language that pages speak to them.
public final class LanguagePages {
    private static final Duration KEPT = Duration.ofDays(365);

    /// The languages to choose from.
    public void choose(Visit visit) {
        visit.show(
                "language.jte",
                Messages.text("language.title"),
                Map.of("next", visit.cameFrom().orElse("")));
    }

    /// One was chosen. Kept by the reader's browser alone.
    public void chosen(Visit visit) {
        String language = visit.field("language");
        if (!Messages.LANGUAGES.contains(language)) throw Stop.notFound();
        visit.remember(LanguageFilter.COOKIE, language, KEPT);
        String next = Urls.local(visit.field("next"));
        visit.go(next.isEmpty() ? "/" : next);
    }
}
