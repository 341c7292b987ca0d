package dev.hob.search.chunk;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What files define in languages without a grammar, by how lines begin and how far they are indented. Misses some and
/// is seldom wrong. Pure.
final class Declarations {
    private static final int LINE_CHARACTERS_MAX = 400;
    private static final int LOOK_AHEAD_LINES_MAX = 2_000;

    private static final String BEFORE =
            "^\\s{0,40}(?:(?:@\\w{1,40}|export|default|declare|public|private|protected|internal"
                    + "|fileprivate|open|final|abstract|sealed|static|override|inline|suspend|data|value|companion|async|pub"
                    + "|local|external|virtual|mutating|operator|infix|tailrec|noinline|const|partial|impl)\\s{1,8}){0,8}";
    private static final Pattern TYPE = Pattern.compile(
            BEFORE
                    + "(?:class|struct|enum(?:\\s+class)?|interface|trait|protocol|object|module|namespace|extension|mixin"
                    + "|actor|record|union|defmodule|contract|library|annotation\\s+class|create\\s+(?:or\\s+replace\\s+)?(?:table|view|type))"
                    + "\\s{1,8}(?:if\\s+not\\s+exists\\s+)?([\\p{L}_][\\p{L}\\d_.]{0,100})",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern FUNCTION = Pattern.compile(
            BEFORE
                    + "(?:fun|func|def|defp|defmacro|fn|function\\*?|sub|proc|subroutine|procedure|method"
                    + "|create\\s+(?:or\\s+replace\\s+)?(?:function|procedure|trigger))"
                    + "\\s{1,8}(?:<[^>]{0,80}>\\s{0,8})?(?:[\\p{L}_][\\p{L}\\d_<>?]{0,60}[.:]){0,3}([\\p{L}_][\\p{L}\\d_]{0,100}[?!]?)",
            Pattern.CASE_INSENSITIVE);
    /// `const Name = (…) => …`, as in files with JSX, and `name <- function(…)`, as in R.
    private static final Pattern ASSIGNED = Pattern.compile(
            "^\\s{0,40}(?:export\\s{1,8})?(?:(?:const|let|var)\\s{1,8})?"
                    + "([\\p{L}_][\\p{L}\\d_.]{0,100})\\s{0,8}(?::[^=]{1,120})?(?:=|<-)\\s{0,8}"
                    + "(?:async\\s{1,8})?(?:function\\b|\\([^)]{0,200}\\)\\s{0,8}(?::[^=]{1,80})?=>|\\w{1,60}\\s{0,8}=>)");
    /// `Type name(…) {`, as in Dart and its like.
    private static final Pattern C_LIKE = Pattern.compile(
            "^\\s{0,40}(?:(?:static|final|const|virtual|override|external|async)\\s{1,8}){0,4}"
                    + "[\\p{L}_][\\p{L}\\d_<>,?\\[\\]. ]{0,80}\\s\\*{0,2}([\\p{L}_][\\p{L}\\d_]{0,100})\\s{0,4}\\([^;]{0,300}\\{\\s{0,8}$");

    private Declarations() {}

    private record Open(String name, int indent) {}

    static List<Definition> of(String language, String text) {
        if (language.isEmpty() || FileLanguages.isProse(language) || FileLanguages.isData(language)) return List.of();
        var lines = text.lines().toList();
        var found = new ArrayList<Definition>();
        var open = new ArrayList<Open>();
        for (int i = 0; i < lines.size() && found.size() < Definitions.MAX; i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.length() > LINE_CHARACTERS_MAX) continue;
            int indent = indent(line);
            boolean closes = isClosing(line);
            while (!open.isEmpty() && !closes && open.getLast().indent() >= indent) open.removeLast();
            var kind = ChunkKind.TYPE;
            var match = TYPE.matcher(line);
            if (!match.find()) {
                kind = ChunkKind.FUNCTION;
                match = function(language, line);
            }
            if (match == null) continue;
            String name = match.group(1);
            if (isWord(name)) continue;
            String scope = String.join(".", open.stream().map(Open::name).toList());
            found.add(new Definition(
                    kind,
                    name,
                    Definition.shortened(scope, Definition.SCOPE_CHARACTERS_MAX),
                    Definition.signature(line.strip().replaceFirst("\\s*\\{$", "")),
                    i + 1,
                    i + 1,
                    last(lines, i, indent)));
            open.add(new Open(name, indent));
        }
        return List.copyOf(found);
    }

    private static @org.jspecify.annotations.Nullable Matcher function(String language, String line) {
        for (var pattern : List.of(FUNCTION, ASSIGNED)) {
            var match = pattern.matcher(line);
            if (match.find()) return match;
        }
        if (!language.equals("Dart") && !language.equals("Groovy") && !language.equals("D")) return null;
        var match = C_LIKE.matcher(line);
        return match.find() ? match : null;
    }

    /// What stands behind a word of prose or of control is no name.
    private static boolean isWord(String name) {
        return switch (name) {
            case "if",
                    "for",
                    "while",
                    "switch",
                    "return",
                    "else",
                    "catch",
                    "new",
                    "is",
                    "that",
                    "of",
                    "the",
                    "and",
                    "in" -> true;
            default -> false;
        };
    }

    /// The last line that is indented further, and what closes it.
    private static int last(List<String> lines, int first, int indent) {
        int last = first;
        int stop = Math.min(lines.size(), first + LOOK_AHEAD_LINES_MAX);
        for (int i = first + 1; i < stop; i++) {
            String line = lines.get(i);
            if (line.isBlank()) continue;
            if (indent(line) > indent) {
                last = i;
                continue;
            }
            if (indent(line) == indent && isClosing(line)) last = i;
            // A list of parameters may be closed before the body begins.
            boolean goesOn = isClosing(line)
                    && (line.stripTrailing().endsWith("{")
                            || line.stripTrailing().endsWith("("));
            boolean opens = line.strip().equals("{") && i == first + 1;
            if (opens) last = i;
            if (!goesOn && !opens) break;
        }
        return last + 1;
    }

    private static boolean isClosing(String line) {
        String stripped = line.strip();
        char c = stripped.charAt(0);
        return c == '}' || c == ')' || c == ']' || stripped.equals("end") || stripped.startsWith("end ");
    }

    private static int indent(String line) {
        int columns = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == ' ') columns++;
            else if (c == '\t') columns += 4;
            else break;
        }
        return columns;
    }
}
