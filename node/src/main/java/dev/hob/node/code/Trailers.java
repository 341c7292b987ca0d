package dev.hob.node.code;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;

/// The lines below a commit's message that programs read (git-interpret-trailers).
final class Trailers {
    /// More people are not named.
    private static final int AUTHORS_MAX = 100;

    private static final String CO_AUTHOR = "Co-authored-by";
    private static final Pattern TRAILER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*: ?\\S.*");
    private static final Pattern PERSON = Pattern.compile("(?<name>[^<>]*)<(?<email>[^<>]+)>.*");

    private Trailers() {}

    /// A message that names whoever wrote one of the commits, and whom these name, except for its author.
    static String withAuthors(String message, PersonIdent author, List<RevCommit> commits) {
        var authors = new LinkedHashMap<String, String>();
        for (var commit : commits) {
            boolean isMerge = commit.getParentCount() > 1;
            var wrote = commit.getAuthorIdent();
            if (!isMerge) add(authors, wrote.getName(), wrote.getEmailAddress());
            for (String named : commit.getFooterLines(CO_AUTHOR)) {
                var person = PERSON.matcher(named);
                if (person.matches()) add(authors, person.group("name"), person.group("email"));
            }
        }
        return withAuthors(message, author, authors);
    }

    /// A message that names some people, except for its author.
    static String withPeople(String message, PersonIdent author, List<PersonIdent> people) {
        var authors = new LinkedHashMap<String, String>();
        for (var person : people) add(authors, person.getName(), person.getEmailAddress());
        return withAuthors(message, author, authors);
    }

    private static String withAuthors(String message, PersonIdent author, Map<String, String> authors) {
        authors.remove(key(author.getEmailAddress()));
        String lower = message.toLowerCase(Locale.ROOT);
        authors.keySet()
                .removeIf(email -> lower.contains((CO_AUTHOR + ": ").toLowerCase(Locale.ROOT))
                        && lower.contains("<" + email + ">"));
        var lines = authors.values().stream()
                .limit(AUTHORS_MAX)
                .map(it -> CO_AUTHOR + ": " + it)
                .toList();
        return lines.isEmpty() ? message : append(message, lines);
    }

    private static void add(Map<String, String> authors, String name, String email) {
        authors.putIfAbsent(key(email), name.strip() + " <" + email.strip() + ">");
    }

    private static String key(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    /// Puts lines at the end: among the trailers that are there, or after an empty line.
    static String append(String message, List<String> lines) {
        String text = message.stripTrailing();
        int last = text.lastIndexOf("\n\n");
        boolean hasTrailers = last >= 0
                && text.substring(last + 2).lines().allMatch(it -> TRAILER.matcher(it)
                        .matches());
        return text + (hasTrailers ? "\n" : "\n\n") + String.join("\n", lines) + "\n";
    }
}
