package dev.hob.node.code;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;

/// Which commits of a history somebody wants to see, as typed into a box: `author:alice -author:bot after:2025-03
/// before:2026 is:merge "exact words" words that occur`. Immutable.
///
/// @param words each must occur in the message, whatever its capitals
/// @param authors one of which must occur in the author's name or e-mail address
/// @param notAuthors none of which may occur there
/// @param since the committer's first second that counts, as in `git log --since`
/// @param until the last one
/// @param merges merges only, or anything but those; both when empty
/// @param strange parts that look like a filter and are none
public record CommitQuery(
        List<String> words,
        List<String> authors,
        List<String> notAuthors,
        Optional<Instant> since,
        Optional<Instant> until,
        Optional<Boolean> merges,
        List<String> strange) {
    /// Of what was typed, more is not read.
    public static final int TEXT_CHARACTERS_MAX = 500;

    private static final int PARTS_MAX = 20;
    private static final int EXCERPT_CHARACTERS_MAX = 200;
    private static final Pattern PART =
            Pattern.compile("(-?[a-z]+:)?(?:\"([^\"]*)\"?|(\\S+))", Pattern.CASE_INSENSITIVE);
    private static final Pattern DATE = Pattern.compile("(\\d{4})(?:-(\\d{1,2})(?:-(\\d{1,2}))?)?");

    /// All of them.
    public static final CommitQuery ANY = between(Optional.empty(), Optional.empty());

    public CommitQuery {
        words = List.copyOf(words);
        authors = List.copyOf(authors);
        notAuthors = List.copyOf(notAuthors);
        strange = List.copyOf(strange);
    }

    /// What to type to ask for the commits of an author.
    public static String by(String name) {
        return "author:\"" + name.replace("\"", "") + "\"";
    }

    /// Those of a time.
    public static CommitQuery between(Optional<Instant> since, Optional<Instant> until) {
        return new CommitQuery(List.of(), List.of(), List.of(), since, until, Optional.empty(), List.of());
    }

    /// Reads what was typed. Never fails: what is not understood is looked for, or named in [#strange].
    public static CommitQuery parse(String text) {
        var reading = new Draft();
        String bounded = text.length() > TEXT_CHARACTERS_MAX ? text.substring(0, TEXT_CHARACTERS_MAX) : text;
        var part = PART.matcher(bounded);
        for (int parts = 0; parts < PARTS_MAX && part.find(); parts++) {
            String value = part.group(2) == null ? part.group(3) : part.group(2);
            String key = part.group(1) == null ? "" : part.group(1).toLowerCase(Locale.ROOT);
            if (!value.isBlank()) reading.take(key, value, part.group());
        }
        return reading.done();
    }

    /// A query that is being put together.
    private static final class Draft {
        private final List<String> words = new ArrayList<>();
        private final List<String> authors = new ArrayList<>();
        private final List<String> notAuthors = new ArrayList<>();
        private Optional<Instant> since = Optional.empty();
        private Optional<Instant> until = Optional.empty();
        private Optional<Boolean> merges = Optional.empty();
        private final List<String> strange = new ArrayList<>();

        void take(String key, String value, String whole) {
            switch (key) {
                case "" -> words.add(small(value));
                case "author:" -> authors.add(small(value));
                case "-author:" -> notAuthors.add(small(value));
                case "after:", "since:" ->
                    since = days(value, whole).map(Days::first).or(() -> since);
                case "before:" ->
                    until = days(value, whole)
                            .map(Days::first)
                            .map(CommitQuery::before)
                            .or(() -> until);
                case "until:" ->
                    until = days(value, whole)
                            .map(Days::next)
                            .map(CommitQuery::before)
                            .or(() -> until);
                case "is:", "-is:" -> {
                    if (value.equalsIgnoreCase("merge")) merges = Optional.of(key.equals("is:"));
                    else strange.add(whole);
                }
                // Messages are full of `fix:`, `http://…` and `Fixes: #12`.
                default -> words.add(small(whole));
            }
        }

        private Optional<Days> days(String value, String whole) {
            var days = Days.of(value);
            if (days.isEmpty()) strange.add(whole);
            return days;
        }

        CommitQuery done() {
            return new CommitQuery(words, authors, notAuthors, since, until, merges, strange);
        }
    }

    /// A year, a month or a day.
    private record Days(Instant first, Instant next) {
        static Optional<Days> of(String text) {
            var parts = DATE.matcher(text);
            if (!parts.matches()) return Optional.empty();
            try {
                int year = Integer.parseInt(parts.group(1));
                int month = parts.group(2) == null ? 1 : Integer.parseInt(parts.group(2));
                int day = parts.group(3) == null ? 1 : Integer.parseInt(parts.group(3));
                var first = LocalDate.of(year, month, day);
                var next = parts.group(2) == null
                        ? first.plusYears(1)
                        : parts.group(3) == null ? first.plusMonths(1) : first.plusDays(1);
                return Optional.of(new Days(instant(first), instant(next)));
            } catch (DateTimeException e) {
                return Optional.empty(); // 2025-02-30
            }
        }

        private static Instant instant(LocalDate day) {
            return day.atStartOfDay(ZoneOffset.UTC).toInstant();
        }
    }

    /// Git knows no shorter time than a second.
    private static Instant before(Instant end) {
        return end.minusSeconds(1);
    }

    private static String small(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /// Whether it asks for nothing in particular.
    public boolean isAny() {
        return !readsBodies() && since.isEmpty() && until.isEmpty() && merges.isEmpty();
    }

    /// Whether more of a commit must be read than its time and parents.
    boolean readsBodies() {
        return !words.isEmpty() || !authors.isEmpty() || !notAuthors.isEmpty();
    }

    /// Whether a commit is one of these; its headers were parsed, and its body when [#readsBodies] says so.
    boolean fits(RevCommit commit) {
        long time = commit.getCommitTime();
        // As git does: clocks differ, so one old commit says nothing of those behind it.
        if (since.isPresent() && time < since.get().getEpochSecond()) return false;
        if (until.isPresent() && time > until.get().getEpochSecond()) return false;
        if (merges.isPresent() && merges.get() != commit.getParentCount() > 1) return false;
        return !readsBodies() || (isBySomeoneWanted(commit) && saysEverything(commit));
    }

    private boolean isBySomeoneWanted(RevCommit commit) {
        if (authors.isEmpty() && notAuthors.isEmpty()) return true;
        PersonIdent by = commit.getAuthorIdent();
        String author = by == null ? "" : small(by.getName() + " <" + by.getEmailAddress() + ">");
        return (authors.isEmpty() || authors.stream().anyMatch(author::contains))
                && notAuthors.stream().noneMatch(author::contains);
    }

    private boolean saysEverything(RevCommit commit) {
        if (words.isEmpty()) return true;
        String message = small(commit.getFullMessage());
        return words.stream().allMatch(message::contains);
    }

    /// The first line below a commit's subject that has a word which the subject lacks, to show why it was found.
    public Optional<String> excerpt(Commit commit) {
        String subject = small(commit.subject());
        var missing = words.stream().filter(word -> !subject.contains(word)).toList();
        if (missing.isEmpty()) return Optional.empty();
        return commit.body()
                .lines()
                .filter(line -> missing.stream().anyMatch(small(line)::contains))
                .findFirst()
                .map(String::strip)
                .map(line -> line.length() > EXCERPT_CHARACTERS_MAX
                        ? line.substring(0, EXCERPT_CHARACTERS_MAX) + "…"
                        : line);
    }
}
