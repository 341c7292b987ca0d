package dev.hob.node.text;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A headline of Org. Immutable.
///
/// @param state whether something is to do or done; empty when nothing is said of that
/// @param below the line behind it, its plans and its properties
/// @param isHidden whether neither it nor what belongs to it is shown
record OrgHeadline(
        String id,
        int level,
        String state,
        String title,
        List<String> tags,
        Map<String, String> properties,
        int below,
        boolean isHidden) {
    private static final Pattern HEADLINE = Pattern.compile("(\\*{1,50}) ++(.*)", Pattern.DOTALL);
    private static final Pattern TAGS = Pattern.compile(":[\\p{L}\\p{N}_@#%:]+:");
    private static final Pattern PLAN = Pattern.compile("\\s*+(?:SCHEDULED|DEADLINE|CLOSED): .*");
    private static final Pattern PROPERTY = Pattern.compile("\\s*+:([\\w-]{1,60}):\\s++(.*)");
    private static final Pattern LINK = Pattern.compile("\\[\\[[^\\[\\]]*+](?:\\[([^\\[\\]]*+)])?]");
    private static final Pattern MARK = Pattern.compile("(?<![\\p{L}\\p{N}])[*/_+=~]|[*/_+=~](?![\\p{L}\\p{N}])");
    private static final String COMMENT = "COMMENT";
    private static final int TITLE_CHARACTERS_MAX = 1_000;

    OrgHeadline {
        tags = List.copyOf(tags);
        properties = Map.copyOf(properties);
    }

    static boolean begins(String line) {
        return line.startsWith("*") && HEADLINE.matcher(line).matches();
    }

    /// The one that begins at a line, which has no id yet.
    static Optional<OrgHeadline> at(OrgLines lines, int i, Set<String> states) {
        if (!begins(lines.get(i))) return Optional.empty();
        var headline = HEADLINE.matcher(lines.get(i));
        if (!headline.matches()) return Optional.empty();
        String rest = headline.group(2).strip();
        if (rest.length() > TITLE_CHARACTERS_MAX) rest = rest.substring(0, TITLE_CHARACTERS_MAX);
        String word = rest.split(" ", 2)[0];
        String state = states.contains(word) ? word : "";
        rest = rest.substring(state.length()).strip();
        int space = rest.lastIndexOf(' ') + 1;
        boolean tagged = TAGS.matcher(rest.substring(space)).matches();
        var tags = tagged ? List.of(rest.substring(space + 1).split(":+")) : List.<String>of();
        String title = tagged ? rest.substring(0, space).strip() : rest;
        boolean hidden = title.equals(COMMENT) || title.startsWith(COMMENT + " ") || tags.contains("noexport");
        int below = i + 1;
        while (below < lines.size() && PLAN.matcher(lines.get(below)).matches()) below++;
        var properties = new HashMap<String, String>();
        if (below < lines.size() && lines.isDrawer(below)) {
            int end = lines.end(below);
            for (String line : lines.between(below + 1, end)) {
                var property = PROPERTY.matcher(line);
                if (property.matches())
                    properties.put(
                            property.group(1).toLowerCase(Locale.ROOT),
                            property.group(2).strip());
            }
            below = end + 1;
        }
        return Optional.of(
                new OrgHeadline("", headline.group(1).length(), state, title, tags, properties, below, hidden));
    }

    OrgHeadline withId(String given) {
        return new OrgHeadline(given, level, state, title, tags, properties, below, isHidden);
    }

    OrgHeadline hidden() {
        return new OrgHeadline(id, level, state, title, tags, properties, below, true);
    }

    /// A property of it; empty when it has none such.
    String property(String name) {
        return properties.getOrDefault(name, "");
    }

    /// The words of its title.
    String plain() {
        String words = LINK.matcher(title).replaceAll(link -> {
            String said = link.group(1) == null
                    ? link.group().substring(2, link.group().length() - 2)
                    : link.group(1);
            return Matcher.quoteReplacement(said);
        });
        return MARK.matcher(words).replaceAll("");
    }
}
