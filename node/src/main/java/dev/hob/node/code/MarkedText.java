package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;

/// A text in which marks show where the two sides of a merge contradict each other, as git leaves it for people.
/// Immutable.
///
/// @param pieces one after the other, they are the whole text
public record MarkedText(Marks marks, List<Piece> pieces) {
    public MarkedText {
        pieces = List.copyOf(pieces);
    }

    /// The lines that stand around the two sides of a place, each a sign so many times.
    ///
    /// @param length so that no line of either side is taken for a mark
    public record Marks(String ours, String theirs, int length) {
        String begin() {
            return "<".repeat(length) + " " + ours;
        }

        String middle() {
            return "=".repeat(length);
        }

        String end() {
            return ">".repeat(length) + " " + theirs;
        }

        /// Whether somebody has to decide as long as a line is there.
        private boolean isMark(String line) {
            return run(line) == length;
        }

        /// How many signs a line begins with that would be a mark; 0 when it is none of any length.
        static int run(String line) {
            if (line.isEmpty() || "<=>".indexOf(line.charAt(0)) < 0) return 0;
            int end = 1;
            while (end < line.length() && line.charAt(end) == line.charAt(0)) end++;
            return end == line.length() || line.charAt(end) == ' ' ? end : 0;
        }
    }

    /// A part of the text.
    public sealed interface Piece {
        /// Nobody has to decide here.
        record Clear(String text) implements Piece {}

        /// Somebody has to.
        ///
        /// @param key by which it is known in this text, also when other places are decided before it
        record Place(String key, String ours, String theirs) implements Piece {}
    }

    /// What may become of a place.
    public enum Choice {
        OURS,
        THEIRS,
        /// Both, ours before theirs.
        OURS_FIRST,
        /// Both, theirs before ours.
        THEIRS_FIRST
    }

    private static final int KEY_CHARACTERS = 16;

    /// Reads a text with marks. Marks that do not belong together belong to the text around them.
    ///
    /// @param text its lines end with a line feed
    public static MarkedText of(String text, Marks marks) {
        var lines = text.lines().toList();
        var pieces = new ArrayList<Piece>();
        var seen = new HashMap<String, Integer>();
        var clear = new StringBuilder();
        int at = 0;
        while (at < lines.size()) {
            int middle = lines.get(at).equals(marks.begin()) ? next(lines, at + 1, marks, marks.middle()) : -1;
            int end = middle < 0 ? -1 : next(lines, middle + 1, marks, marks.end());
            if (end < 0) {
                clear.append(lines.get(at++)).append('\n');
                continue;
            }
            if (!clear.isEmpty()) pieces.add(new Piece.Clear(clear.toString()));
            clear.setLength(0);
            pieces.add(place(joined(lines, at + 1, middle), joined(lines, middle + 1, end), seen));
            at = end + 1;
        }
        if (!clear.isEmpty() && !text.endsWith("\n")) clear.setLength(clear.length() - 1);
        if (!clear.isEmpty()) pieces.add(new Piece.Clear(clear.toString()));
        return new MarkedText(marks, pieces);
    }

    /// Where a mark stands, if it is the next one.
    private static int next(List<String> lines, int from, Marks marks, String mark) {
        for (int i = from; i < lines.size(); i++)
            if (marks.isMark(lines.get(i))) return lines.get(i).equals(mark) ? i : -1;
        return -1;
    }

    private static String joined(List<String> lines, int from, int to) {
        var text = new StringBuilder();
        for (String line : lines.subList(from, to)) text.append(line).append('\n');
        return text.toString();
    }

    /// Places with the same lines are told apart by their order.
    private static Piece place(String ours, String theirs, Map<String, Integer> seen) {
        try (var ids = new ObjectInserter.Formatter()) {
            String name = ids.idFor(Constants.OBJ_BLOB, (ours + "\0" + theirs).getBytes(UTF_8))
                    .name()
                    .substring(0, KEY_CHARACTERS);
            return new Piece.Place(name + "." + seen.merge(name, 1, Integer::sum), ours, theirs);
        }
    }

    /// The places that are left.
    public List<Piece.Place> places() {
        return pieces.stream()
                .filter(Piece.Place.class::isInstance)
                .map(Piece.Place.class::cast)
                .toList();
    }

    /// The text, with what was chosen in the places that have these keys.
    public String with(Map<String, Choice> choices) {
        var text = new StringBuilder();
        for (var piece : pieces)
            switch (piece) {
                case Piece.Clear(String lines) -> text.append(lines);
                case Piece.Place(String key, String ours, String theirs) ->
                    text.append(
                            switch (choices.get(key)) {
                                case null ->
                                    String.join(
                                            "",
                                            marks.begin(),
                                            "\n",
                                            ours,
                                            marks.middle(),
                                            "\n",
                                            theirs,
                                            marks.end(),
                                            "\n");
                                case OURS -> ours;
                                case THEIRS -> theirs;
                                case OURS_FIRST -> ours + theirs;
                                case THEIRS_FIRST -> theirs + ours;
                            });
            }
        return text.toString();
    }

    /// The first line in a text, counted from 1, that is a mark.
    public static Optional<Integer> left(String text, Marks marks) {
        var lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) if (marks.isMark(lines.get(i))) return Optional.of(i + 1);
        return Optional.empty();
    }
}
