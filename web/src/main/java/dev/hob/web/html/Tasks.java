package dev.hob.web.html;

import static dev.hob.web.text.Messages.text;

import java.util.Optional;
import java.util.regex.Pattern;

/// How far the task list of a text has come.
public record Tasks(int done, int all) {
    private static final Pattern ITEM =
            Pattern.compile("(?m)^[ \\t>]{0,20}(?:[-*+]|\\d{1,9}[.)])[ \\t]{1,4}\\[([ xX])](?=[ \\t]+\\S)");
    private static final Pattern FENCED = Pattern.compile("(?ms)^ {0,3}(```|~~~).*?(?:^ {0,3}\\1[`~]*\\s*$|\\z)");

    /// Those of a text, if it has any.
    public static Optional<Tasks> in(String text) {
        if (text.indexOf('[') < 0) return Optional.empty();
        var item = ITEM.matcher(FENCED.matcher(text).replaceAll(""));
        int done = 0;
        int all = 0;
        while (item.find()) {
            all++;
            if (!item.group(1).isBlank()) done++;
        }
        return all == 0 ? Optional.empty() : Optional.of(new Tasks(done, all));
    }

    /// In words.
    public String told() {
        return text("tasks.done-of-all", done, all);
    }
}
