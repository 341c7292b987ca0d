package dev.hob.node.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What a text in Org says of itself. Immutable.
///
/// @param title may stand in several lines of the text
/// @param by who wrote it, and when
/// @param options how it shall be written out
/// @param states what may stand before a headline: that something is to do, or done
record OrgAbout(String title, String subtitle, String by, String options, Set<String> states) {
    private static final int MAX = 100;
    private static final Set<String> USUAL = Set.of("TODO", "DONE");

    static OrgAbout of(OrgLines lines) {
        var title = new ArrayList<String>();
        var subtitle = new ArrayList<String>();
        var by = new ArrayList<String>();
        var options = new ArrayList<String>();
        var states = new HashSet<String>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.end(i) > i) {
                i = lines.end(i);
                continue;
            }
            if (!lines.get(i).startsWith("#+")) continue;
            var keyword = lines.keyword(i);
            if (!keyword.matches()) continue;
            String value = keyword.group(2).strip();
            switch (keyword.group(1).toLowerCase(Locale.ROOT)) {
                case "title" -> add(title, value);
                case "subtitle" -> add(subtitle, value);
                case "author", "date" -> add(by, value);
                case "options" -> add(options, value);
                case "todo", "seq_todo", "typ_todo" -> {
                    for (String state : value.split("\\s+")) {
                        String word = state.replaceFirst("\\(.*", "");
                        if (!word.isEmpty() && !word.equals("|") && states.size() < MAX) states.add(word);
                    }
                }
                default -> {
                    // Said to Emacs.
                }
            }
        }
        return new OrgAbout(
                String.join(" ", title),
                String.join(" ", subtitle),
                String.join(" · ", by),
                String.join(" ", options),
                states.isEmpty() ? USUAL : Set.copyOf(states));
    }

    private static void add(List<String> said, String value) {
        if (!value.isEmpty() && said.size() < MAX) said.add(value);
    }
}
