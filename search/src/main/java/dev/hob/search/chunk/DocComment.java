package dev.hob.search.chunk;

import java.util.ArrayList;
import java.util.List;

/// What is said about a definition: the comment right before it, or the string it begins with.
///
/// @param firstLine where the comment begins, counted from 1; the definition's own first line where there is none
/// @param text without comment signs
record DocComment(int firstLine, String text) {
    private static final int LINES_MAX = 200;
    private static final int CHARACTERS_MAX = 8_000;

    static DocComment of(String language, List<String> lines, Definition definition) {
        var before = before(language, lines, definition.firstLine());
        if (!before.text().isEmpty() || !language.equals("Python")) return before;
        return new DocComment(before.firstLine(), docstring(lines, definition));
    }

    private static DocComment before(String language, List<String> lines, int firstLine) {
        int at = firstLine - 2;
        // Annotations and attributes stand between a comment and what it is about.
        while (at >= 0 && firstLine - at < LINES_MAX && isAttribute(lines.get(at))) at--;
        int top = at;
        boolean isBlock = at >= 0 && lines.get(at).strip().endsWith("*/");
        if (isBlock) {
            while (top >= 0 && at - top < LINES_MAX && !lines.get(top).contains("/*")) top--;
            if (top < 0 || !lines.get(top).strip().startsWith("/*")) return new DocComment(firstLine, "");
            top--;
        } else
            while (top >= 0
                    && at - top < LINES_MAX
                    && isLineComment(language, lines.get(top).strip())) top--;
        if (top == at) return new DocComment(at + 2 < firstLine ? at + 2 : firstLine, "");
        var said = new ArrayList<String>();
        for (int i = top + 1; i <= at; i++) said.add(bare(lines.get(i)));
        return new DocComment(top + 2, joined(said));
    }

    private static boolean isAttribute(String line) {
        String stripped = line.strip();
        return (stripped.startsWith("@") && !stripped.startsWith("@import"))
                || stripped.startsWith("#[")
                || (stripped.startsWith("[") && stripped.endsWith("]"))
                || stripped.startsWith("template <")
                || stripped.startsWith("template<");
    }

    private static boolean isLineComment(String language, String line) {
        return switch (language) {
            case "Python",
                    "Ruby",
                    "Shell",
                    "Perl",
                    "R",
                    "Elixir",
                    "Nim",
                    "Crystal",
                    "Julia",
                    "Makefile",
                    "CMake",
                    "Tcl" -> line.startsWith("#") && !line.startsWith("#!");
            case "PHP" -> line.startsWith("//") || (line.startsWith("#") && !line.startsWith("#["));
            case "Lua", "Haskell", "SQL", "PLSQL", "Ada", "Elm", "PureScript", "Idris", "VHDL" -> line.startsWith("--");
            case "Clojure", "Emacs Lisp", "Common Lisp", "Scheme", "Racket" -> line.startsWith(";");
            case "Erlang", "TeX", "Prolog" -> line.startsWith("%");
            default -> line.startsWith("//");
        };
    }

    /// A line of a comment without the signs that make it one.
    private static String bare(String line) {
        String text = line.strip();
        if (text.endsWith("*/")) text = text.substring(0, text.length() - 2);
        int from = 0;
        while (from < text.length() && from < 8 && "/*#-;%!|".indexOf(text.charAt(from)) >= 0) from++;
        return text.substring(from).strip();
    }

    private static String docstring(List<String> lines, Definition definition) {
        // Behind the colon that ends the head, which may take several lines.
        int at = definition.line() - 1;
        int last = Math.min(definition.lastLine(), lines.size());
        while (at < last && !lines.get(at).stripTrailing().endsWith(":")) at++;
        at++;
        while (at < last && lines.get(at).isBlank()) at++;
        if (at >= last) return "";
        String first = lines.get(at).strip().replaceFirst("^[rRuUbB]{1,2}(?=[\"'])", "");
        String quote = first.startsWith("\"\"\"")
                ? "\"\"\""
                : first.startsWith("'''") ? "'''" : first.startsWith("\"") ? "\"" : "";
        if (quote.isEmpty()) return "";
        var said = new ArrayList<String>();
        String rest = first.substring(quote.length());
        for (int i = at; i < last && i - at < LINES_MAX; i++) {
            String line = i == at ? rest : lines.get(i);
            int end = line.indexOf(quote);
            said.add(end < 0 ? line.strip() : line.substring(0, end).strip());
            if (end >= 0 || quote.length() == 1) break;
        }
        return joined(said);
    }

    private static String joined(List<String> said) {
        return Definition.shortened(String.join("\n", said).strip(), CHARACTERS_MAX);
    }
}
