package dev.hob.web.html;

import static dev.hob.web.text.Messages.text;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a repository is about, as its first page tells it: words that it is found by, in what it is written,
/// how much was done lately, and what it hands out.
///
/// @param lately the commits of the last year, once they are counted
public record RepoAbout(
        List<String> topics,
        List<Share> languages,
        Optional<Lately> lately,
        Optional<Latest> latest,
        Optional<Held> held) {
    /// Nothing to tell.
    public static final RepoAbout NOTHING =
            new RepoAbout(List.of(), List.of(), Optional.empty(), Optional.empty(), Optional.empty());

    private static final int SHARES_MAX = 6;

    public RepoAbout {
        topics = List.copyOf(topics);
        languages = List.copyOf(languages);
    }

    /// The commits of the last year.
    ///
    /// @param url of the page that says whose they are
    public record Lately(Bars bars, String url) {
        /// How many.
        public int count() {
            return bars.bars().stream().mapToInt(Bars.Bar::count).sum();
        }
    }

    /// The newest release.
    ///
    /// @param url of its page
    public record Latest(String name, String url, Instant at) {}

    /// That other nodes have it, too.
    ///
    /// @param nodes how many
    /// @param url of the page that says which
    public record Held(int nodes, String url) {}

    /// A language, and how much of a bar of a hundred is its part.
    public record Share(String name, double from, double width) {
        /// Its part in words; nobody reads of 0.0 % or 100.0 %.
        public String percent() {
            if (width > 99.9) return "100 %";
            return width < 0.1 ? "<0.1 %" : String.format(Locale.ROOT, "%.1f %%", width);
        }
    }

    /// @param bytes in each language, the most first
    public static RepoAbout of(
            Collection<String> topics,
            Map<String, Long> bytes,
            Optional<Lately> lately,
            Optional<Latest> latest,
            Optional<Held> held) {
        double all = bytes.values().stream().mapToLong(Long::longValue).sum();
        var shares = new ArrayList<Share>();
        double from = 0;
        for (var entry : bytes.entrySet()) {
            boolean last = shares.size() == SHARES_MAX - 1 && bytes.size() > SHARES_MAX;
            double width = last ? 100 - from : 100 * entry.getValue() / all;
            shares.add(new Share(last ? text("chart.other-languages") : entry.getKey(), from, width));
            if (last) break;
            from += width;
        }
        return new RepoAbout(List.copyOf(topics), shares, lately, latest, held);
    }

    /// Whether there is nothing to tell.
    public boolean isEmpty() {
        return topics.isEmpty() && languages.isEmpty() && lately.isEmpty() && latest.isEmpty() && held.isEmpty();
    }
}
