package dev.hob.web.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Finds what a jte template says in words of its own, and not through [Messages]: text between tags, attributes that
/// are read out, and string literals in the places of either. Commands in `code`, `kbd`, `pre` and `samp` are the same
/// in every language.
final class Spoken {
    private static final Set<String> READ_OUT =
            Set.of("title", "alt", "aria-label", "placeholder", "aria-roledescription", "data-confirm", "data-said");
    private static final Set<String> ALIKE_EVERYWHERE = Set.of("code", "kbd", "pre", "samp", "svg");
    private static final Set<String> NAMES = Set.of("Hob", "Git", "RSS", "API", "ID", "URL", "Markdown", "Mastodon");
    private static final Set<String> NEVER_READ =
            Set.of("style", "look", "kind", "type", "name", "tab", "id", "pattern", "autocomplete", "within");
    private static final Pattern WORD = Pattern.compile("\\p{L}{2,}");
    private static final Pattern SENTENCE = Pattern.compile("\\p{L} +\\p{L}|^\\s*\\p{Lu}\\p{Ll}");

    private final String source;
    private final List<String> found = new ArrayList<>();
    private final List<String> open = new ArrayList<>();
    private int at;

    private Spoken(String source) {
        this.source = source;
    }

    /// Each that was found, with its line.
    static List<String> in(String template) {
        var spoken = new Spoken(template);
        spoken.body(false);
        return spoken.found;
    }

    private boolean sees(String text) {
        return source.startsWith(text, at);
    }

    private void past(String end) {
        int to = source.indexOf(end, at);
        at = to < 0 ? source.length() : to + end.length();
    }

    private void report(int from, String words) {
        String bare = words.replaceAll("&\\w+;", "");
        var names = WORD.matcher(bare).results().map(it -> it.group()).toList();
        if (names.isEmpty() || NAMES.containsAll(names)) return;
        long line = source.substring(0, from).chars().filter(c -> c == '\n').count() + 1;
        found.add(line + ": " + words.strip());
    }

    /// Up to the end, or to the backtick that ends a part.
    private void body(boolean isPart) {
        int from = at;
        while (at < source.length()) {
            if (isPart && sees("`")) {
                text(from);
                at++;
                return;
            }
            if (!sees("<") && !sees("@") && !sees("${") && !sees("$unsafe{") && !sees("!{")) {
                at++;
                continue;
            }
            text(from);
            if (sees("<%--")) past("--%>");
            else if (sees("<!--")) past("-->");
            else if (sees("<!")) past(">");
            else if (sees("</")) {
                int end = source.indexOf('>', at);
                String name = source.substring(at + 2, end).strip();
                int last = open.lastIndexOf(name);
                if (last >= 0) open.subList(last, open.size()).clear();
                at = end + 1;
            } else if (sees("<") && at + 1 < source.length() && Character.isLetter(source.charAt(at + 1))) tag();
            else if (!directive(true)) at++;
            from = at;
        }
        text(from);
    }

    private void text(int from) {
        if (open.stream().noneMatch(ALIKE_EVERYWHERE::contains)) report(from, source.substring(from, at));
    }

    /// What begins with `@`, `${`, `$unsafe{` or `!{`; false when it is nothing of jte's.
    ///
    /// @param isRead whether what it writes is read out
    private boolean directive(boolean isRead) {
        if (sees("${") || sees("$unsafe{")) {
            past("{");
            code('}', isRead && open.stream().noneMatch(ALIKE_EVERYWHERE::contains), false);
        } else if (sees("!{")) {
            at += 2;
            code('}', false, true);
        } else if (sees("@import") || sees("@param")) past("\n");
        else if (sees("@if(") || sees("@elseif(") || sees("@for(")) {
            past("(");
            code(')', false, false);
        } else if (sees("@template.")) {
            past("(");
            code(')', false, true);
        } else if (sees("@endif") || sees("@endfor")) at += sees("@endif") ? 6 : 7;
        else if (sees("@else")) at += 5;
        else return false;
        return true;
    }

    private void tag() {
        int from = at++;
        while (Character.isLetterOrDigit(source.charAt(at))) at++;
        String name = source.substring(from + 1, at).toLowerCase(Locale.ROOT);
        var attribute = new StringBuilder();
        while (at < source.length() && !sees(">")) {
            if ((sees("@") || sees("${")) && directive(false)) continue;
            char c = source.charAt(at++);
            if (c == '"' && !attribute.isEmpty()) {
                value(name, attribute.toString());
                attribute.setLength(0);
            } else if (Character.isWhitespace(c)) attribute.setLength(0);
            else if (c != '=') attribute.append(c);
        }
        at++;
        if (!Set.of("input", "img", "br", "hr", "link", "meta", "source", "path")
                .contains(name)) open.add(name);
    }

    private void value(String tag, String attribute) {
        boolean isRead = READ_OUT.contains(attribute)
                || tag.equals("optgroup") && attribute.equals("label")
                || tag.equals("input") && attribute.equals("value") && source.lastIndexOf("submit", at) > at - 60;
        int from = at;
        while (at < source.length() && !sees("\"")) {
            if (!sees("@") && !sees("${")) {
                at++;
                continue;
            }
            if (isRead) report(from, source.substring(from, at));
            if (!directive(isRead)) at++;
            from = at;
        }
        if (isRead) report(from, source.substring(from, at));
        at++;
    }

    /// Java, up to its closing bracket.
    ///
    /// @param isRead whether its value is read out
    /// @param isGiven whether it names what it gives, as a call of a template does
    private void code(char end, boolean isRead, boolean isGiven) {
        int depth = 0;
        while (at < source.length()) {
            char c = source.charAt(at);
            if (depth == 0 && c == end) {
                at++;
                return;
            }
            if (sees("@`")) {
                at += 2;
                body(true);
                continue;
            }
            if (c == '"') {
                literal(isRead, isGiven);
                continue;
            }
            if (c == '\'') at += source.charAt(at + 1) == '\\' ? 2 : 1;
            if (c == '(' || c == '{' || c == '[') depth++;
            if (c == ')' || c == '}' || c == ']') depth--;
            at++;
        }
    }

    private void literal(boolean isRead, boolean isGiven) {
        int from = at++;
        while (!sees("\"")) at += sees("\\") ? 2 : 1;
        String words = source.substring(from + 1, at++);
        String before = source.substring(0, from).stripTrailing();
        String after = source.substring(at).stripLeading();
        if (before.matches("(?s).*\\b(text|html|equals|error|value|valueOf|ofPattern)\\(")) return;
        boolean isValue = before.endsWith("?")
                || before.endsWith(":")
                || before.endsWith("->")
                || before.endsWith("+")
                || before.endsWith("{")
                || after.startsWith("+");
        if (words.matches("[/?#].*")) return; // A part of an address.
        boolean isSentence = SENTENCE.matcher(words).find();
        if (isRead && (isValue || isSentence)) report(from, words);
        else if (isGiven && isSentence) {
            var name = Pattern.compile("(\\w+) =\\s*[^,=]*$").matcher(before);
            if (!name.find() || !NEVER_READ.contains(name.group(1))) report(from, words);
        }
    }
}
