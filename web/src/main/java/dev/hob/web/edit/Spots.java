package dev.hob.web.edit;

import dev.hob.node.code.MarkedText;
import dev.hob.web.edit.ContestedFile.Side;
import dev.hob.web.edit.ContestedFile.Spot;
import java.util.ArrayList;
import java.util.List;

/// Cuts a text with marks into what a page shows of it.
final class Spots {
    /// How many places of a file have a form of their own; others are decided in its text.
    private static final int PLACES_MAX = 50;

    private static final int LINES_MAX = 200;
    private static final int LINES_AROUND = 3;
    private static final int MARKS = 3;

    private Spots() {}

    static List<Spot> of(MarkedText text) {
        var spots = new ArrayList<Spot>();
        var pieces = text.pieces();
        int line = 1;
        for (int i = 0; i < pieces.size() && spots.size() < PLACES_MAX; i++)
            switch (pieces.get(i)) {
                case MarkedText.Piece.Clear(String lines) ->
                    line += lines(lines).size();
                case MarkedText.Piece.Place(String key, String ours, String theirs) -> {
                    var before = i == 0 ? List.<String>of() : around(pieces.get(i - 1));
                    var after = i + 1 == pieces.size() ? List.<String>of() : around(pieces.get(i + 1));
                    spots.add(new Spot(
                            key,
                            line,
                            before.subList(Math.max(0, before.size() - LINES_AROUND), before.size()),
                            side(ours),
                            side(theirs),
                            after.subList(0, Math.min(LINES_AROUND, after.size()))));
                    line += lines(ours).size() + lines(theirs).size() + MARKS;
                }
            }
        return spots;
    }

    private static List<String> around(MarkedText.Piece piece) {
        return piece instanceof MarkedText.Piece.Clear(String text) ? lines(text) : List.of();
    }

    private static Side side(String text) {
        var lines = lines(text);
        int shown = Math.min(lines.size(), LINES_MAX);
        return new Side(lines.subList(0, shown), lines.size() - shown);
    }

    private static List<String> lines(String text) {
        return text.lines().toList();
    }
}
