package dev.hob.web.render;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.code.Alignment;
import dev.hob.node.code.Alignment.Match;
import dev.hob.node.code.Diffs;
import dev.hob.web.html.ChangedLines;
import dev.hob.web.html.ChangedLines.Colours;
import dev.hob.web.html.Highlighter;
import dev.hob.web.html.ShownLine;
import dev.hob.web.render.NotebookFile.Kind;
import dev.hob.web.render.NotebookFile.Output;
import dev.hob.web.render.NotebookFile.Part;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What changed in a notebook: its cells, known by their ids or else by what stands in them, the lines of each, and
/// what came out. How often a cell was run, and what a program notes about it, makes no difference.
///
/// @param cut whether more changed than a page holds
public record NotebookDiff(List<Line> lines, int added, int removed, int changed, boolean cut) {
    private static final int CONTEXT = 1;
    /// Of a cell that stays, so many lines tell where one is.
    private static final int KEPT_LINES_MAX = 6;

    private static final int LINES_MAX = 4_000;
    private static final int OUTPUTS_MAX = 50;
    private static final int WORDS_CHARACTERS_MAX = 50_000;

    public NotebookDiff {
        lines = List.copyOf(lines);
    }

    /// A line of it.
    public sealed interface Line {}

    /// Cells that are left out, since they stay.
    public record Same(int cells) implements Line {}

    /// What became of a cell.
    public enum State {
        KEPT,
        ADDED,
        REMOVED,
        CHANGED
    }

    /// A cell.
    ///
    /// @param number its place now, from 1; of one that is gone its last
    /// @param moved whether it stands elsewhere among the others
    /// @param kind what it is, in a word
    public record Cell(int number, State state, boolean moved, String kind, List<ShownLine> source, List<Came> outputs)
            implements Line {
        public Cell {
            source = List.copyOf(source);
            outputs = List.copyOf(outputs);
        }

        private int size() {
            return 1
                    + source.size()
                    + outputs.stream().mapToInt(it -> 1 + it.lines().size()).sum();
        }
    }

    /// What became of something that came out.
    ///
    /// @param told what that is, in words
    /// @param lines in which its words differ
    /// @param before what it was, as HTML, where words cannot tell
    /// @param after what it is
    public record Came(String told, List<ShownLine> lines, String before, String after) {
        public Came {
            lines = List.copyOf(lines);
        }
    }

    /// Whether no cell is another: only what is not shown here changed.
    public boolean isEmpty() {
        return lines.stream().allMatch(Same.class::isInstance);
    }

    /// Compares two notebooks.
    static NotebookDiff of(NotebookFile before, NotebookFile after, Highlighter highlighter) {
        return new Comparing(before, after, highlighter).all();
    }

    /// Two cells that are one.
    private record Pair(Optional<Part> was, Optional<Part> is, int number, boolean moved) {
        State state() {
            if (was.isEmpty()) return State.ADDED;
            if (is.isEmpty()) return State.REMOVED;
            var a = was.get();
            var b = is.get();
            boolean same = a.kind() == b.kind()
                    && a.source().equals(b.source())
                    && a.outputs().equals(b.outputs());
            return same ? State.KEPT : State.CHANGED;
        }

        boolean isShown() {
            return moved || state() != State.KEPT;
        }

        Part last() {
            return is.or(() -> was).orElseThrow();
        }
    }

    private record Comparing(NotebookFile before, NotebookFile after, Highlighter highlighter) {
        NotebookDiff all() {
            var pairs = pairs();
            boolean[] shown = new boolean[pairs.size()];
            for (int i = 0; i < shown.length; i++)
                if (pairs.get(i).isShown())
                    for (int at = Math.max(0, i - CONTEXT); at <= Math.min(shown.length - 1, i + CONTEXT); at++)
                        shown[at] = true;
            var lines = new ArrayList<Line>();
            int size = 0;
            for (int i = 0; i < shown.length && size < LINES_MAX; ) {
                int from = i;
                while (i < shown.length && !shown[i]) i++;
                if (i > from) lines.add(new Same(i - from));
                for (; i < shown.length && shown[i] && size < LINES_MAX; i++) {
                    var cell = cell(pairs.get(i));
                    lines.add(cell);
                    size += cell.size();
                }
            }
            return new NotebookDiff(
                    lines,
                    count(pairs, State.ADDED),
                    count(pairs, State.REMOVED),
                    count(pairs, State.CHANGED),
                    size >= LINES_MAX);
        }

        private static int count(List<Pair> pairs, State state) {
            return (int) pairs.stream().filter(it -> it.state() == state).count();
        }

        private List<Pair> pairs() {
            var was = before.parts();
            var is = after.parts();
            var matches = Alignment.of(
                    was,
                    is,
                    List.of(
                            it -> Optional.of(it.id()).filter(id -> !id.isEmpty()),
                            it -> Optional.of(List.of(it.kind(), it.source()))),
                    it -> it.source().replace('\n', ' '));
            var gone = new ArrayList<>(
                    matches.stream().filter(it -> it.after() < 0).toList());
            var taken = new HashSet<Match>();
            var pairs = new ArrayList<Pair>();
            for (var match : matches)
                if (match.before() < 0) {
                    var from = gone.stream()
                            .filter(it -> !taken.contains(it))
                            .filter(it -> isOne(was.get(it.before()), is.get(match.after())))
                            .findFirst();
                    from.ifPresent(taken::add);
                    pairs.add(new Pair(
                            from.map(it -> was.get(it.before())),
                            Optional.of(is.get(match.after())),
                            match.after() + 1,
                            from.isPresent()));
                } else
                    pairs.add(new Pair(
                            Optional.of(was.get(match.before())),
                            match.isPair() ? Optional.of(is.get(match.after())) : Optional.empty(),
                            (match.isPair() ? match.after() : match.before()) + 1,
                            false));
            // Where a cell stood that stands elsewhere now, there is nothing to tell.
            var moved = new HashSet<Integer>();
            taken.forEach(it -> moved.add(it.before()));
            pairs.removeIf(it -> it.is().isEmpty() && moved.contains(it.number() - 1));
            return pairs;
        }

        private static boolean isOne(Part was, Part is) {
            if (!was.id().isEmpty() && was.id().equals(is.id())) return true;
            return !was.source().isBlank()
                    && was.kind() == is.kind()
                    && was.source().equals(is.source());
        }

        private Cell cell(Pair pair) {
            var state = pair.state();
            String old = pair.was().map(Part::source).orElse("");
            String young = pair.is().map(Part::source).orElse("");
            var lines = state == State.KEPT || old.equals(young) ? kept(young) : differing(old, young);
            return new Cell(
                    pair.number(),
                    state,
                    pair.moved(),
                    kind(pair),
                    ChangedLines.of(lines, colours(before, pair.was()), colours(after, pair.is())),
                    state == State.KEPT
                            ? List.of()
                            : outputs(
                                    pair.was().map(Part::outputs).orElse(List.of()),
                                    pair.is().map(Part::outputs).orElse(List.of())));
        }

        private static List<Diffs.Line> differing(String old, String young) {
            var lines = Diffs.lines(old, young);
            // Of what begins at the first line nobody needs to know where it is.
            boolean begins = lines.size() > 1
                    && lines.getFirst().kind() == Diffs.Kind.HUNK
                    && lines.get(1).before() <= 1
                    && lines.get(1).after() <= 1;
            return begins ? lines.subList(1, lines.size()) : lines;
        }

        private static List<Diffs.Line> kept(String source) {
            var all = source.lines().limit(KEPT_LINES_MAX + 1L).toList();
            var lines = new ArrayList<Diffs.Line>();
            for (int i = 0; i < Math.min(KEPT_LINES_MAX, all.size()); i++)
                lines.add(new Diffs.Line(Diffs.Kind.CONTEXT, i + 1, i + 1, all.get(i)));
            if (all.size() > KEPT_LINES_MAX) lines.add(new Diffs.Line(Diffs.Kind.NOTE, 0, 0, "…"));
            return lines;
        }

        private static String kind(Pair pair) {
            String now = word(pair.last().kind());
            return pair.was()
                    .map(it -> word(it.kind()))
                    .filter(it -> !it.equals(now))
                    .map(it -> it + " → " + now)
                    .orElse(now);
        }

        private static String word(Kind kind) {
            return switch (kind) {
                case CODE -> text("render.kind-code");
                case PROSE -> text("render.kind-text");
                case RAW -> text("render.kind-raw");
            };
        }

        private Colours colours(NotebookFile file, Optional<Part> part) {
            return part.filter(it -> it.kind() != Kind.RAW)
                    .map(it -> highlighter.block(it.kind() == Kind.CODE ? file.language() : "md", it.source()))
                    .map(it -> Colours.of(List.of(it.split("\n", -1))))
                    .orElse(Colours.NONE);
        }

        private static List<Came> outputs(List<Output> before, List<Output> after) {
            if (before.equals(after))
                return before.isEmpty() ? List.of() : List.of(new Came(text("render.output-stays"), List.of(), "", ""));
            int all = Math.max(before.size(), after.size());
            var came = new ArrayList<>(IntStream.range(0, Math.min(OUTPUTS_MAX, all))
                    .mapToObj(i -> output(at(before, i), at(after, i)))
                    .flatMap(Optional::stream)
                    .toList());
            if (all > OUTPUTS_MAX) came.add(new Came(text("render.more-output"), List.of(), "", ""));
            return came;
        }

        private static Optional<Output> at(List<Output> outputs, int i) {
            return i < outputs.size() ? Optional.of(outputs.get(i)) : Optional.empty();
        }

        private static Optional<Came> output(Optional<Output> was, Optional<Output> is) {
            if (was.equals(is)) return Optional.empty();
            String told = was.isEmpty()
                    ? text("render.output-added")
                    : is.isEmpty() ? text("render.output-removed") : text("render.output-changed");
            String old = was.map(Comparing::words).orElse("");
            String young = is.map(Comparing::words).orElse("");
            boolean inWords = was.filter(NotebookFile.Picture.class::isInstance).isEmpty()
                    && is.filter(NotebookFile.Picture.class::isInstance).isEmpty()
                    && (was.isEmpty() || !old.isBlank())
                    && (is.isEmpty() || !young.isBlank())
                    && !old.equals(young);
            if (inWords)
                return Optional.of(
                        new Came(told, ChangedLines.of(differing(old, young), Colours.NONE, Colours.NONE), "", ""));
            return Optional.of(new Came(
                    told,
                    List.of(),
                    was.map(Comparing::html).orElse(""),
                    is.map(Comparing::html).orElse("")));
        }

        private static String words(Output output) {
            String words = output.words();
            return words.substring(0, Math.min(WORDS_CHARACTERS_MAX, words.length()))
                    .stripTrailing();
        }

        /// Markdown is told as it was written, so that what changed in it can be seen.
        private static String html(Output output) {
            return Notebook.html(output, Notebook::plain);
        }
    }
}
