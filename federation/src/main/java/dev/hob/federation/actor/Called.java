package dev.hob.federation.actor;

import dev.hob.federation.vocab.Handle;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Those elsewhere whom a text calls, as `@user@host`; whoever is named in code is not. Stateless.
final class Called {
    /// The most that one text calls.
    static final int MAX = 10;

    private static final Pattern CODE =
            Pattern.compile("(?ms)^ {0,3}(```+|~~~+).*?(?:^ {0,3}\\1[`~]*[ \\t]*$|\\z)|`[^`\\n]*`");
    private static final Pattern WORD = Pattern.compile("(?<![\\w/@.`#&-])"
            + "@[A-Za-z0-9_]{1,100}(?:[.-][A-Za-z0-9_]{1,100}){0,10}"
            + "@[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){1,10}(?::[0-9]{1,5})?(?![\\w@])");

    private Called() {}

    /// The handles of a text, by how they are written there.
    static Map<String, Handle> in(String text) {
        var found = new LinkedHashMap<String, Handle>();
        if (text.indexOf('@') < 0) return found;
        var word = WORD.matcher(CODE.matcher(text).replaceAll(" "));
        while (word.find() && found.size() < MAX)
            Handle.of(word.group()).ifPresent(handle -> found.put(word.group(), handle));
        return found;
    }
}
