package dev.hob.web.html;

import dev.hob.node.code.Commit;
import dev.hob.node.code.Graph;
import dev.hob.node.code.Graph.Half;
import dev.hob.node.code.Graph.Line;
import java.util.List;

/// A commit in a graph, with its branches and tags.
///
/// @param refs some of them
/// @param more how many others there are
public record GraphLine(Commit commit, Graph.Row row, List<Ref> refs, int more) {
    /// How wide a lane is, and how high a row, in a drawing that is stretched to what stands beside it.
    public static final int LANE = 14;

    /// Its height.
    public static final int HEIGHT = 40;

    private static final int COLOURS = 6;

    public GraphLine {
        refs = List.copyOf(refs);
    }

    /// A branch or a tag.
    ///
    /// @param kind `branch` or `tag`
    public record Ref(String kind, String name) {}

    /// A line of the drawing.
    ///
    /// @param shape as `d` of a path
    /// @param colour from 0 on
    public record Stroke(String shape, int colour) {}

    /// The lines of its row.
    public List<Stroke> strokes() {
        return row.lines().stream()
                .map(line -> new Stroke(shape(line), line.colour() % COLOURS))
                .toList();
    }

    private static String shape(Line line) {
        int from = x(line.from());
        int to = x(line.to());
        int middle = HEIGHT / 2;
        int begin = line.half() == Half.LOWER ? middle : 0;
        int end = line.half() == Half.UPPER ? middle : HEIGHT;
        return from == to
                ? "M%d %dV%d".formatted(from, begin, end)
                : "M%d %dC%d %d %d %d %d %d".formatted(from, begin, from, end - 4, to, middle + 4, to, end);
    }

    /// The commit itself: a line without length, whose round ends are a dot however the drawing is stretched.
    public Stroke dot() {
        return new Stroke("M%d %dh0".formatted(x(row.lane()), HEIGHT / 2), row.lane() % COLOURS);
    }

    private static int x(int lane) {
        return lane * LANE + LANE / 2;
    }

    /// How many lanes it needs.
    public int lanes() {
        return 1
                + Math.max(
                        row.lane(),
                        row.lines().stream()
                                .mapToInt(line -> Math.max(line.from(), line.to()))
                                .max()
                                .orElse(0));
    }
}
