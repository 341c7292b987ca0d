package dev.hob.search.chunk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The headlines of an Org file, without their keywords, priorities and tags; its `#+title:` is above them all. What
/// stands in a block that ends is none: Org itself would end the block there, but nobody who writes `* ` in an
/// example means that. Pure.
final class OrgHeadings {
    private static final Pattern HEADLINE = Pattern.compile("(\\*{1," + Heading.DEPTH_MAX + "}) +(.+)");
    private static final Pattern SETTING = Pattern.compile("\\s*#\\+(\\w+):\\s*(.*)");
    private static final Pattern BLOCK = Pattern.compile("\\s*#\\+(begin|end)_(\\S+).*", Pattern.CASE_INSENSITIVE);
    private static final Pattern PRIORITY = Pattern.compile("\\A\\[#\\w{1,2}]\\s*");
    private static final Pattern TAGS = Pattern.compile("\\s:[\\p{L}\\p{N}_@#%:]+:\\z");
    private static final Pattern PROGRESS = Pattern.compile("\\[\\d*(?:%|/\\d*)]");
    private static final Pattern LINK = Pattern.compile("\\[\\[[^\\]]+]\\[([^\\]]+)]]");
    private static final Set<String> KEYWORD_SETTINGS = Set.of("todo", "seq_todo", "typ_todo");

    private final List<String> lines;
    private final List<Heading> headings = new ArrayList<>();
    private final Set<String> keywords = new HashSet<>(Set.of("TODO", "DONE"));

    private OrgHeadings(List<String> lines) {
        this.lines = lines;
    }

    static List<Heading> of(List<String> lines) {
        var all = new OrgHeadings(lines);
        all.read();
        return all.headings;
    }

    /// A line that begins or ends a block.
    private record Mark(boolean begins, String name) {
        static Optional<Mark> of(String line) {
            if (line.length() > Heading.CHARACTERS_MAX) return Optional.empty();
            var mark = BLOCK.matcher(line);
            if (!mark.matches()) return Optional.empty();
            return Optional.of(new Mark(
                    mark.group(1).equalsIgnoreCase("begin"), mark.group(2).toLowerCase(Locale.ROOT)));
        }
    }

    private void read() {
        var lastEnds = new HashMap<String, Integer>();
        for (int i = 0; i < lines.size(); i++) {
            int at = i;
            Mark.of(lines.get(i)).filter(it -> !it.begins()).ifPresent(it -> lastEnds.put(it.name(), at));
        }
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.length() > Heading.CHARACTERS_MAX) continue;
            int end = end(i, lastEnds);
            if (end > i) i = end;
            else if (line.startsWith("*")) headline(i, line);
            else setting(line);
        }
    }

    /// The line that ends the block which begins here; the same line where none does.
    private int end(int begin, Map<String, Integer> lastEnds) {
        var mark = Mark.of(lines.get(begin)).filter(Mark::begins);
        if (mark.isEmpty() || lastEnds.getOrDefault(mark.get().name(), -1) < begin) return begin;
        var end = Optional.of(new Mark(false, mark.get().name()));
        int at = begin + 1;
        while (!Mark.of(lines.get(at)).equals(end)) at++;
        return at;
    }

    private void headline(int at, String line) {
        var headline = HEADLINE.matcher(line);
        if (headline.matches()) headings.add(new Heading(at, headline.group(1).length(), title(headline.group(2))));
    }

    private String title(String text) {
        String title = TAGS.matcher(text.strip()).replaceFirst("");
        int space = title.indexOf(' ');
        if (space > 0 && keywords.contains(title.substring(0, space)))
            title = title.substring(space).strip();
        title = PRIORITY.matcher(title).replaceFirst("");
        title = PROGRESS.matcher(title).replaceAll("");
        return LINK.matcher(title).replaceAll("$1").strip();
    }

    private void setting(String line) {
        var setting = SETTING.matcher(line);
        if (!setting.matches()) return;
        String name = setting.group(1).toLowerCase(Locale.ROOT);
        String value = setting.group(2).strip();
        // What stands before it is settings, too.
        if (name.equals("title") && headings.isEmpty() && !value.isEmpty()) headings.add(new Heading(0, 0, value));
        if (KEYWORD_SETTINGS.contains(name))
            for (String word : value.split("\\s+")) keywords.add(word.replaceFirst("\\(.*", ""));
    }
}
