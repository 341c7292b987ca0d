package dev.hob.search.query;

import dev.hob.node.language.Messages;
import dev.hob.search.index.Kind;
import dev.hob.search.index.Wanted;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;

/// Reads what was typed into the box. Never fails: what is not understood is looked for as words, or named in
/// [Question#strange]. Owned by one thread, used once.
public final class Box {
    private static final int TEXT_CHARACTERS_MAX = 1_000;
    private static final int PARTS_MAX = 40;

    private final String text;
    private int at;

    private final List<String> repositories = new ArrayList<>();
    private final List<String> notRepositories = new ArrayList<>();
    private final Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    private final List<String> languages = new ArrayList<>();
    private final List<String> notLanguages = new ArrayList<>();
    private final List<String> paths = new ArrayList<>();
    private final List<String> notPaths = new ArrayList<>();
    private final List<String> exact = new ArrayList<>();
    private final List<String> regexes = new ArrayList<>();
    private final List<String> symbols = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final List<String> strange = new ArrayList<>();
    private Optional<Boolean> open = Optional.empty();
    private Optional<String> revision = Optional.empty();
    private Optional<Boolean> caseCounts = Optional.empty();

    private Box(String text) {
        this.text = text;
    }

    /// What was asked for.
    public static Question read(String text) {
        String bounded = text.length() > TEXT_CHARACTERS_MAX ? text.substring(0, TEXT_CHARACTERS_MAX) : text;
        var box = new Box(bounded.replaceAll("[\\r\\n\\t]", " "));
        for (int parts = 0; parts < PARTS_MAX && box.part(); parts++) {
            // It takes what it finds.
        }
        return box.question();
    }

    private boolean part() {
        while (at < text.length() && text.charAt(at) == ' ') at++;
        if (at == text.length()) return false;
        char c = text.charAt(at);
        if (c == '"') {
            String quoted = quoted();
            if (!quoted.isEmpty()) exact.add(quoted);
        } else if (c != '/' || !regex()) word();
        return true;
    }

    /// Up to the next quote, or to the end; a backslash lets a quote be part of it.
    private String quoted() {
        var out = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            boolean escapes =
                    text.charAt(at) == '\\' && at + 1 < text.length() && "\"\\".indexOf(text.charAt(at + 1)) >= 0;
            if (escapes) at++;
            out.append(text.charAt(at));
        }
        at = Math.min(text.length(), at + 1);
        return out.toString();
    }

    /// Between slashes, the last before a space or the end: so `/api/v1` is a word.
    private boolean regex() {
        for (int end = at + 1; end < text.length(); end++) {
            if (text.charAt(end) == '\\') {
                end++;
                continue;
            }
            boolean closes = text.charAt(end) == '/' && (end + 1 == text.length() || text.charAt(end + 1) == ' ');
            if (!closes) continue;
            if (end > at + 1) regexes.add(text.substring(at + 1, end).replace("\\/", "/"));
            at = end + 1;
            return true;
        }
        return false;
    }

    private void word() {
        int from = at;
        while (at < text.length() && text.charAt(at) != ' ' && text.charAt(at) != ':') at++;
        if (at < text.length() && text.charAt(at) == ':') {
            String key = text.substring(from, at).toLowerCase(Locale.ROOT);
            int colon = at++;
            String value = at < text.length() && text.charAt(at) == '"' ? quoted() : upToSpace();
            if (!value.isEmpty() && take(key, value)) return;
            at = Math.max(at, colon + 1);
            words.add(text.substring(from, at).replace("\"", ""));
            return;
        }
        words.add(text.substring(from, at));
    }

    private String upToSpace() {
        int from = at;
        while (at < text.length() && text.charAt(at) != ' ') at++;
        return text.substring(from, at);
    }

    /// Whether it is a part that narrows.
    private boolean take(String key, String value) {
        switch (key) {
            case "lang", "language", "l" -> languages.add(language(value));
            case "-lang", "-language" -> notLanguages.add(language(value));
            case "repo", "r" -> repositories.add(value.toLowerCase(Locale.ROOT));
            case "-repo" -> notRepositories.add(value.toLowerCase(Locale.ROOT));
            case "rev", "revision", "ref" -> revision = Optional.of(value);
            case "branch" -> revision = Optional.of(Constants.R_HEADS + value);
            case "tag" -> revision = Optional.of(Constants.R_TAGS + value);
            case "path", "file", "f" -> paths.add(value);
            case "-path", "-file" -> notPaths.add(value);
            case "symbol", "sym" -> symbols.add(value);
            case "is", "type" -> is(value);
            case "case" -> caseCounts(value);
            default -> {
                return false;
            }
        }
        return true;
    }

    /// What people call languages, where they have another name.
    private static String language(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "cpp", "cxx" -> "c++";
            case "cs", "csharp" -> "c#";
            case "golang" -> "go";
            case "js" -> "javascript";
            case "ts" -> "typescript";
            case "py" -> "python";
            case "rb" -> "ruby";
            case "rs" -> "rust";
            case "kt" -> "kotlin";
            case "sh", "bash", "zsh" -> "shell";
            case "md" -> "markdown";
            case "yml" -> "yaml";
            default -> value.toLowerCase(Locale.ROOT);
        };
    }

    private void is(String value) {
        switch (value.toLowerCase(Locale.ROOT)) {
            case "code", "file" -> kinds.add(Kind.CODE);
            case "issue", "issues" -> kinds.add(Kind.ISSUE);
            case "pr", "pull", "pulls", "patch" -> kinds.add(Kind.PULL);
            case "comment", "comments" -> kinds.add(Kind.COMMENT);
            case "commit", "commits" -> kinds.add(Kind.COMMIT);
            case "open" -> open = Optional.of(true);
            case "closed" -> open = Optional.of(false);
            default -> strange.add(Messages.text("query.is-none-of", value));
        }
    }

    private void caseCounts(String value) {
        switch (value.toLowerCase(Locale.ROOT)) {
            case "yes" -> caseCounts = Optional.of(true);
            case "no" -> caseCounts = Optional.of(false);
            case "auto" -> caseCounts = Optional.empty();
            default -> strange.add(Messages.text("query.case-none-of", value));
        }
    }

    /// Capitals count where somebody typed one, unless they said otherwise.
    private boolean anyCase(String typed) {
        return !caseCounts.orElseGet(() -> typed.chars().anyMatch(Character::isUpperCase));
    }

    private Question question() {
        var wanted = new ArrayList<Wanted>();
        for (String each : exact) {
            if (each.length() <= Wanted.CHARACTERS_MAX) wanted.add(new Wanted.Exact(each, anyCase(each)));
            else strange.add(Messages.text("query.quoted-characters-max", Wanted.CHARACTERS_MAX));
        }
        for (String each : regexes) {
            // `\S` is no capital that somebody typed to mean one.
            switch (Wanted.fitting(each, anyCase(each.replaceAll("\\\\.", "")))) {
                case Wanted.Read.Good(var fitting) -> wanted.add(fitting);
                case Wanted.Read.Bad(var told) -> strange.add("/" + each + "/: " + told);
            }
        }
        return new Question(
                repositories,
                notRepositories,
                kinds,
                languages,
                notLanguages,
                paths,
                notPaths,
                open,
                revision,
                wanted,
                symbols,
                String.join(" ", words),
                strange);
    }
}
