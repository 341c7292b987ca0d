package dev.hob.federation.actor;

import dev.hob.node.language.Messages;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Some lines of a file that is changed, of which something is said. Immutable.
///
/// @param from the first of them, from 1
/// @param to the last of them
/// @param before whether of the file as it was
public record CodeLines(String file, int from, int to, boolean before) {
    /// So many lines nothing is said of at once.
    public static final int MAX = 1_000;

    private static final String OLD = "OLD";
    private static final String NEW = "NEW";
    private static final Pattern LINE = Pattern.compile("(?s)(OLD|NEW) (\\d{1,9}) (\\d{1,9}) (.+)");

    /// Why there are no such lines, whatever the file has.
    public Optional<String> wrong() {
        if (file.isBlank() || to < 1) return Optional.of(Messages.text("actor.remark-is-of-a-line"));
        if (from < 1 || from > to || to - from >= MAX) return Optional.of(Messages.text("actor.remark-lines-max", MAX));
        return Optional.empty();
    }

    /// Where they are, for whoever does not see the code.
    String told() {
        return file + ":" + from + (to > from ? "-" + to : "");
    }

    /// On one line of a table.
    String row() {
        return (before ? OLD : NEW) + " " + from + " " + to + " " + file;
    }

    static CodeLines of(String row) {
        Matcher line = LINE.matcher(row);
        if (!line.matches()) throw new AssertionError("no lines of a file: " + row);
        return new CodeLines(
                line.group(4),
                Integer.parseInt(line.group(2)),
                Integer.parseInt(line.group(3)),
                line.group(1).equals(OLD));
    }
}
