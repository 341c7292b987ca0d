package dev.hob.web.html;

import java.util.regex.Pattern;

/// Words of commands that people paste from a page into their shell.
public final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._/@+][A-Za-z0-9._/@+:-]*");

    private ShellWord() {}

    /// A name as a POSIX shell takes it for nothing else, whatever is in it (POSIX.1-2017, XCU 2.2.2).
    public static String of(String name) {
        return PLAIN.matcher(name).matches() ? name : "'" + name.replace("'", "'\\''") + "'";
    }
}
