package dev.hob.node.issue;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// What a text points at: people, and issues here and elsewhere. Code is not looked into.
///
/// @param names accounts that `@name` calls
/// @param targets what `#12` and `owner/repo#12` name, and whether a word before it says that it is done by this
public record Marks(Set<String> names, Map<Target, Boolean> targets) {
    private static final int EACH_MAX = 100;
    private static final Pattern CODE =
            Pattern.compile("(?ms)^ {0,3}(```|~~~).*?(?:^ {0,3}\\1[`~]*\\s*$|\\z)|`[^`\n]+`");
    private static final Pattern NAME =
            Pattern.compile("(?<![\\w/@.`-])@([a-z0-9]+(?:[_-][a-z0-9]+)*)(?![\\w@])", Pattern.CASE_INSENSITIVE);
    private static final Pattern TARGET = Pattern.compile(
            "(?:\\b(close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\\s+)?(?<![\\w#&/.-])([a-z0-9_-]+/[a-z0-9._-]+)?#(\\d{1,9})(?!\\w)",
            Pattern.CASE_INSENSITIVE);

    public Marks {
        names = Set.copyOf(names);
        targets = Map.copyOf(targets);
    }

    /// @param path `owner/repo` in lower case; empty for the same repository
    public record Target(String path, long number) {}

    /// Reads a text.
    public static Marks in(String text) {
        String prose = CODE.matcher(text).replaceAll(" ");
        var names = new LinkedHashSet<String>();
        var name = NAME.matcher(prose);
        while (name.find() && names.size() < EACH_MAX) names.add(name.group(1).toLowerCase(Locale.ROOT));
        var targets = new LinkedHashMap<Target, Boolean>();
        var target = TARGET.matcher(prose);
        while (target.find() && targets.size() < EACH_MAX) {
            String path = target.group(2) == null ? "" : target.group(2).toLowerCase(Locale.ROOT);
            targets.merge(
                    new Target(path, Long.parseLong(target.group(3))), target.group(1) != null, Boolean::logicalOr);
        }
        return new Marks(names, targets);
    }
}
