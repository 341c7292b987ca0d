package dev.hob.web.search;

import dev.hob.web.html.Highlighter;
import java.util.List;

/// Writes an answer that comes piece by piece as HTML: a number in brackets leads to the passage of that number. Owned
/// by one thread, for one answer.
final class Citing {
    private static final int NUMBER_CHARACTERS_MAX = 4;

    private final List<String> urls;
    private String held = "";

    /// @param urls of the passages, the first is number 1
    Citing(List<String> urls) {
        this.urls = List.copyOf(urls);
    }

    /// What can be shown now; what may yet become a number is held back.
    String more(String text) {
        String all = held + text;
        int open = all.lastIndexOf('[');
        boolean begun = open >= 0 && all.length() - open <= NUMBER_CHARACTERS_MAX && all.indexOf(']', open) < 0;
        held = begun ? all.substring(open) : "";
        return html(begun ? all.substring(0, open) : all);
    }

    /// What was held back.
    String rest() {
        String last = held;
        held = "";
        return html(last);
    }

    private String html(String text) {
        var out = new StringBuilder();
        int from = 0;
        for (int open = text.indexOf('['); open >= 0; open = text.indexOf('[', open + 1)) {
            int close = text.indexOf(']', open);
            if (close < 0 || close - open > NUMBER_CHARACTERS_MAX) continue;
            String number = text.substring(open + 1, close);
            if (!number.matches("[1-9]\\d?") || Integer.parseInt(number) > urls.size()) continue;
            out.append(Highlighter.shown(text.substring(from, open)));
            out.append("<a class=\"cited\" href=\"")
                    .append(urls.get(Integer.parseInt(number) - 1))
                    .append("\">[");
            out.append(number).append("]</a>");
            from = close + 1;
        }
        return out.append(Highlighter.shown(text.substring(from))).toString();
    }
}
