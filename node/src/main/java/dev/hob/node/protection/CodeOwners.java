package dev.hob.node.protection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who owns which files, as a file `CODEOWNERS` says: one line for each pattern, with its owners behind it; of the
/// lines that stand for a path the last one decides, also when it names nobody. Patterns are those of `.gitignore`
/// without `!`, `[…]` and `\#`, as GitHub documents them. Immutable.
public final class CodeOwners {
    /// Where such a file is looked for, in order.
    public static final List<String> PLACES =
            List.of("CODEOWNERS", ".github/CODEOWNERS", ".gitea/CODEOWNERS", ".forgejo/CODEOWNERS", "docs/CODEOWNERS");

    /// A longer file is not read.
    public static final int BYTES_MAX = 256 * 1024;

    private static final int LINES_MAX = 5_000;
    private static final int OWNERS_MAX = 100;

    /// A line that counts.
    ///
    /// @param owners `@name`, `@group/team` or an e-mail address; none when nobody owns it
    public record Line(int number, String pattern, List<String> owners) {
        public Line {
            owners = List.copyOf(owners);
        }
    }

    private record Rule(Line line, List<Glob> globs) {}

    private final List<Rule> rules;

    private CodeOwners(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /// Reads a file; lines that make no sense are passed over.
    public static CodeOwners parse(String text) {
        var rules = new ArrayList<Rule>();
        int number = 0;
        for (String line : text.lines().limit(LINES_MAX).toList()) {
            number++;
            rule(number, line).ifPresent(rules::add);
        }
        return new CodeOwners(rules);
    }

    private static Optional<Rule> rule(int number, String text) {
        var words = words(text);
        if (words.isEmpty()) return Optional.empty();
        String pattern = words.getFirst();
        // "There are some syntax rules for gitignore files that do not work in CODEOWNERS files."
        if (pattern.startsWith("!") || pattern.startsWith("\\#") || pattern.contains("[")) return Optional.empty();
        var owners = words.subList(1, Math.min(words.size(), OWNERS_MAX + 1));
        if (!owners.stream().allMatch(CodeOwners::isOwner)) return Optional.empty();
        var globs = globs(pattern);
        return globs.isEmpty() ? Optional.empty() : Optional.of(new Rule(new Line(number, pattern, owners), globs));
    }

    private static boolean isOwner(String word) {
        return word.startsWith("@") ? word.length() > 1 : word.indexOf('@') > 0 && !word.endsWith("@");
    }

    /// The words of a line up to its comment; a backslash makes a blank part of a word.
    private static List<String> words(String line) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length()) word.append(c).append(line.charAt(++i));
            else if (Character.isWhitespace(c)) end(words, word);
            else if (c == '#' && word.isEmpty()) break;
            else word.append(c);
        }
        end(words, word);
        return words;
    }

    private static void end(List<String> words, StringBuilder word) {
        if (!word.isEmpty()) words.add(word.toString());
        word.setLength(0);
    }

    /// What a pattern of such a file stands for. Braces have no meaning there.
    private static List<Glob> globs(String pattern) {
        String plain = pattern.replace("{", "\\{").replace("}", "\\}");
        boolean folder = plain.endsWith("/");
        String inner = folder ? plain.substring(0, plain.length() - 1) : plain;
        boolean anchored = inner.contains("/");
        String from = anchored ? (inner.startsWith("/") ? inner.substring(1) : inner) : "**/" + inner;
        if (inner.isEmpty() || inner.equals("/")) return glob("**");
        var globs = new ArrayList<Glob>();
        if (!folder) globs.addAll(glob(from));
        // `docs/*` stands for the files of a folder alone; a name stands for all below it too.
        boolean flat = anchored && (from.endsWith("/*") || from.equals("*")) && !folder;
        if (!flat && !from.endsWith("**")) globs.addAll(glob(from + "/**"));
        return globs;
    }

    private static List<Glob> glob(String text) {
        return Glob.objection(text).isPresent() ? List.of() : List.of(Glob.of(text));
    }

    /// The line that decides about a path.
    public Optional<Line> line(String path) {
        for (var rule : rules.reversed())
            if (rule.globs().stream().anyMatch(glob -> glob.matches(path))) return Optional.of(rule.line());
        return Optional.empty();
    }

    /// The owners of a path, as they are written.
    public List<String> owners(String path) {
        return line(path).map(Line::owners).orElse(List.of());
    }

    /// The lines that count, in order.
    public List<Line> lines() {
        return rules.stream().map(Rule::line).toList();
    }
}
