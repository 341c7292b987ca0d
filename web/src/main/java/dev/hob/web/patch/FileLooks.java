package dev.hob.web.patch;

import dev.hob.node.code.Blob;
import dev.hob.node.code.Blobs;
import dev.hob.node.code.Context;
import dev.hob.node.code.Diffs;
import dev.hob.node.code.Following;
import dev.hob.node.patch.Viewed;
import dev.hob.web.html.ChangedLines;
import dev.hob.web.html.ChangedLines.Colours;
import dev.hob.web.html.Form;
import dev.hob.web.html.Highlighter;
import dev.hob.web.html.Page;
import dev.hob.web.html.Parts;
import dev.hob.web.html.ShownLine;
import dev.hob.web.issue.Pieces;
import dev.hob.web.issue.TalkLine;
import dev.hob.web.patch.Row.Opens;
import dev.hob.web.render.RichDiffs;
import dev.hob.web.render.RichFiles;
import dev.hob.web.text.Messages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// Makes files of a change ready for a page: their lines in colours, what was said at them, and what is left
/// out until
/// somebody asks for it. Lines under which nothing stands are rendered once and kept. Shared between threads.
final class FileLooks {
    /// So many lines and files are on a page at once; the rest comes when it is opened.
    private static final int LINES_MAX = 4_000;

    private static final int FILES_MAX = 120;
    private static final int STEP = 20;
    private static final int SPANS_MAX = 40;

    private final Parts parts;
    private final Diffs diffs;
    private final Blobs blobs = new Blobs();
    private final Following following = new Following();
    private final Highlighter highlighter = new Highlighter();
    private final RichDiffs rich;

    FileLooks(Parts parts, Diffs diffs) {
        this.parts = parts;
        this.diffs = diffs;
        this.rich = new RichDiffs(parts);
    }

    /// What a reader wants to see of the changes.
    ///
    /// @param before the commit that the old side is
    /// @param spot where they want to say something
    /// @param open lines that they want to see besides, in the file of the spot
    /// @param thread the anchor of a talk that they want to see
    /// @param old whether there is something to say of the old side
    /// @param shut whether the file of the spot may stay folded
    /// @param rich files that they want to see as what they are for
    record Wish(
            Seen seen,
            ObjectId before,
            Habit habit,
            FilePages.Spot spot,
            List<Context.Span> open,
            String thread,
            boolean maySpeak,
            boolean old,
            String query,
            boolean shut,
            RichFiles rich) {}

    /// What people have said and seen.
    record Said(List<TalkLine.Spoken> threads, List<PendingLine> pending, Map<String, String> viewed) {}

    /// Where a talk stands in the change that is shown.
    private record Placed(TalkLine.Spoken thread, int last) {}

    /// What is needed to render what stands below lines.
    record Tools(Page page, String url, List<String> signs, Form form, String list) {}

    /// Talks that stand at no file of the change.
    static List<TalkLine.Spoken> elsewhere(List<TalkLine.Spoken> threads, List<Diffs.File> files) {
        return threads.stream()
                .filter(it -> files.stream().noneMatch(file -> concerns(it, file)))
                .toList();
    }

    private static boolean concerns(TalkLine.Spoken thread, Diffs.File file) {
        return thread.path().equals(thread.old() ? file.oldPath() : file.newPath())
                || thread.path().equals(file.path());
    }

    /// All files of a change.
    List<FileLook> all(Repository repository, Diffs.Diff diff, Wish wish, Said said, Tools tools) {
        var looks = new ArrayList<FileLook>();
        int lines = 0;
        for (int number = 1; number <= diff.files().size(); number++) {
            var file = diff.files().get(number - 1);
            boolean room = lines < LINES_MAX && looks.size() < FILES_MAX;
            var look = one(repository, file, number, wish, said, tools, room);
            if (!look.html().isEmpty()) lines += file.lines().size();
            looks.add(look);
        }
        return looks;
    }

    /// One file.
    ///
    /// @param room whether there is still room for its lines
    FileLook one(Repository repository, Diffs.File file, int number, Wish wish, Said said, Tools tools, boolean room) {
        var here = said.threads().stream().filter(it -> concerns(it, file)).toList();
        var placed = new ArrayList<Placed>();
        var outdated = new ArrayList<TalkLine.Spoken>();
        for (var thread : here)
            place(repository, thread, wish)
                    .ifPresentOrElse(last -> placed.add(new Placed(thread, last)), () -> outdated.add(thread));
        var pending = said.pending().stream().filter(it -> concerns(it, file)).toList();
        boolean talked =
                here.stream().anyMatch(it -> it.said().getFirst().anchor().equals(wish.thread()));
        // Whoever wants to speak, or to read what was said, needs the lines.
        boolean speaks = wish.spot().file() == number && wish.spot().line() > 0;
        boolean wanted = wish.rich().has(number) && RichDiffs.offers(file) && !talked && !speaks;
        boolean asked = ((wish.spot().file() == number || wanted) && !wish.shut()) || talked;
        String content = Viewed.content(file.oldId(), file.newId());
        boolean viewed = content.equals(said.viewed().get(file.path()));
        String folded = asked ? "" : folded(file, viewed, room, !pending.isEmpty() || isOpen(placed));
        var look =
                wanted && folded.isEmpty() ? Optional.of(rich.of(repository, file)) : Optional.<RichDiffs.Look>empty();
        boolean source = look.filter(it -> it.told().isEmpty()).isEmpty();
        boolean hasLines = file.left() || !file.lines().isEmpty();
        String html = source && hasLines && folded.isEmpty()
                ? lines(repository, file, number, wish, placed, pending, tools)
                : "";
        String version = Integer.toHexString((viewed
                        + Stream.concat(
                                        here.stream().map(TalkLine.Spoken::version),
                                        pending.stream()
                                                .map(it -> it.number() + "-"
                                                        + it.body().hashCode()))
                                .collect(Collectors.joining(",")))
                .hashCode());
        return new FileLook(
                number,
                file,
                html,
                look,
                hasLines ? folded : "",
                viewed,
                content,
                here.size(),
                pending.size(),
                outdated,
                version,
                wish.query() + "&file=" + number,
                wanted ? wish.rich() : wish.rich().without(number));
    }

    private static boolean isOpen(List<Placed> placed) {
        return placed.stream().anyMatch(it -> !it.thread().resolved());
    }

    private static boolean concerns(PendingLine line, Diffs.File file) {
        var location = line.location();
        boolean old = location.after().isEmpty();
        return !line.past() && location.path().equals(old ? file.oldPath() : file.newPath());
    }

    private static String folded(Diffs.File file, boolean viewed, boolean room, boolean spokenOf) {
        if (viewed) return Messages.text("pulls.folded-seen");
        if (spokenOf && !file.left()) return "";
        if (file.generated()) return Messages.text("pulls.folded-generated");
        if (file.left() || !room) return Messages.text("pulls.folded-not-loaded");
        return file.isLong() ? Messages.text("pulls.folded-long") : "";
    }

    /// The last line of a talk in the change that is shown, if its lines are there as they were.
    private Optional<Integer> place(Repository repository, TalkLine.Spoken thread, Wish wish) {
        if (thread.last() == 0 || (thread.old() && !wish.old())) return Optional.empty();
        var from = thread.old()
                ? wish.seen()
                        .revision(String.valueOf(thread.revision()))
                        .map(it -> it.base())
                        .orElse(thread.commit())
                : thread.commit();
        var to = thread.old() ? wish.before() : wish.seen().revision().head();
        if (from.equals(to)) return Optional.of(thread.last());
        return following
                .lines(repository, from, to, thread.path(), thread.first(), thread.last())
                .map(first -> first + thread.last() - thread.first());
    }

    private String lines(
            Repository repository,
            Diffs.File whole,
            int number,
            Wish wish,
            List<Placed> placed,
            List<PendingLine> pending,
            Tools tools) {
        boolean chosen = wish.spot().file() == number;
        var file = chosen ? diffs.whole(repository, whole, wish.habit().spaces()) : whole;
        var spans = new ArrayList<>(chosen ? wish.open() : List.<Context.Span>of());
        for (var it : placed)
            if (!it.thread().old() && !has(file, it.last()))
                spans.add(new Context.Span(Math.max(1, it.last() - 3), it.last() + 1));
        boolean speaks = chosen && wish.maySpeak() && wish.spot().line() > 0;
        if (speaks && !wish.spot().old() && !has(file, wish.spot().line()))
            spans.add(new Context.Span(
                    Math.max(1, wish.spot().line() - 3), wish.spot().line() + 1));
        boolean plain = placed.isEmpty() && pending.isEmpty() && !speaks;
        if (!plain) return render(repository, file, number, wish, spans, placed, pending, tools);
        var key = List.of(
                repository.getIdentifier(),
                wish.before().name(),
                wish.seen().revision().head().name(),
                wish.query(),
                String.valueOf(number),
                wish.habit().toString(),
                wish.maySpeak() + "" + chosen,
                spans.toString());
        return parts.of(
                "pulls/rows.jte",
                key,
                () -> values(rows(repository, file, number, wish, spans, placed, pending, tools), file, number, wish));
    }

    private static boolean has(Diffs.File file, int line) {
        return file.lines().stream().anyMatch(it -> it.kind() != Diffs.Kind.HUNK && it.after() == line);
    }

    private String render(
            Repository repository,
            Diffs.File file,
            int number,
            Wish wish,
            List<Context.Span> spans,
            List<Placed> placed,
            List<PendingLine> pending,
            Tools tools) {
        var rows = rows(repository, file, number, wish, spans, placed, pending, tools);
        return parts.once("pulls/rows.jte", values(rows, file, number, wish));
    }

    private static Map<String, Object> values(List<Row> rows, Diffs.File file, int number, Wish wish) {
        var values = new HashMap<String, Object>();
        values.put("rows", rows);
        values.put("path", file.path());
        values.put("number", number);
        values.put("query", wish.query() + "&file=" + number);
        values.put("spans", wish.spot().file() == number ? spans(wish.open()) : "");
        values.put("split", wish.habit().split());
        values.put("maySpeak", wish.maySpeak());
        values.put("old", wish.old());
        return values;
    }

    private static String spans(List<Context.Span> open) {
        return open.stream().map(it -> "&open=" + it.from() + "-" + it.to()).collect(Collectors.joining());
    }

    private List<Row> rows(
            Repository repository,
            Diffs.File file,
            int number,
            Wish wish,
            List<Context.Span> spans,
            List<Placed> placed,
            List<PendingLine> pending,
            Tools tools) {
        var after = text(repository, file.newId());
        var before = text(repository, file.oldId());
        List<Diffs.Line> lines = spans.isEmpty() || after.isEmpty()
                ? file.lines()
                : Context.with(file.lines(), split(after.get()), spans.subList(0, Math.min(SPANS_MAX, spans.size())));
        var shown = ChangedLines.of(
                lines, colours(file.oldId(), file.oldPath(), before), colours(file.newId(), file.newPath(), after));
        var rows = new ArrayList<>(wish.habit().split() ? Row.sides(shown) : Row.unified(shown));
        openings(rows, shown, file);
        for (int i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            String below = below(row, number, wish, placed, pending, tools);
            if (!below.isEmpty()) rows.set(i, row.with(below));
        }
        return rows;
    }

    private Optional<String> text(Repository repository, ObjectId id) {
        return id.equals(ObjectId.zeroId())
                ? Optional.empty()
                : blobs.shown(repository, id).flatMap(Blob::text);
    }

    private static List<String> split(String text) {
        var lines = List.of(text.split("\n", -1));
        return text.endsWith("\n") ? lines.subList(0, lines.size() - 1) : lines;
    }

    private Colours colours(ObjectId id, String path, Optional<String> text) {
        return text.map(it -> Colours.of(highlighter.changed(id.name(), path, it)))
                .orElse(Colours.NONE);
    }

    /// Says where lines are left out, and how they are shown.
    private static void openings(List<Row> rows, List<ShownLine> shown, Diffs.File file) {
        int last = 0;
        for (int i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            if (row.isGap()) {
                int next = next(rows, i + 1);
                if (next > last + 1) rows.set(i, row.opening(opens(last + 1, next - 1, i == 0)));
            } else if (row.right().isPresent() && row.right().get().after() > 0) {
                last = row.right().get().after();
            }
        }
        if (!shown.isEmpty() && last > 0 && last < file.total() && !file.cut()) {
            int to = Math.min(file.total(), last + STEP);
            var more = new ArrayList<Opens>();
            more.add(new Opens(
                    to == file.total()
                            ? Messages.text("pulls.show-the-rest")
                            : Messages.text("pulls.show-some-more", STEP),
                    last + 1,
                    to));
            rows.add(new Row(Optional.empty(), Optional.empty(), more, ""));
        }
    }

    /// The first line of the new side that is shown from a row on.
    private static int next(List<Row> rows, int from) {
        for (var row : rows.subList(from, rows.size())) {
            var right = row.right();
            if (right.isPresent() && right.get().after() > 0) return right.get().after();
            if (row.isGap()) return 0;
        }
        return 0;
    }

    private static List<Opens> opens(int from, int to, boolean first) {
        if (to - from < STEP) {
            int many = to - from + 1;
            return List.of(new Opens(Messages.text("pulls.show-lines", many), from, to));
        }
        var above = new Opens(Messages.text("pulls.lines-above", STEP), to - STEP + 1, to);
        return first
                ? List.of(above)
                : List.of(new Opens(Messages.text("pulls.lines-below", STEP), from, from + STEP - 1), above);
    }

    private String below(Row row, int number, Wish wish, List<Placed> placed, List<PendingLine> pending, Tools tools) {
        if (row.isGap() || row.isNote()) return "";
        var talks = placed.stream()
                .filter(it -> row.has(it.thread().old(), it.last()))
                .map(Placed::thread)
                .toList();
        var kept = pending.stream().filter(it -> stands(it, row)).toList();
        var spot = wish.spot();
        boolean says = wish.maySpeak() && spot.file() == number && spot.line() > 0 && row.has(spot.old(), spot.line());
        if (talks.isEmpty() && kept.isEmpty() && !says) return "";
        var values = new HashMap<String, Object>();
        values.put("page", tools.page());
        values.put("url", tools.url());
        values.put("list", tools.list());
        values.put("signs", tools.signs());
        values.put("form", tools.form());
        values.put("threads", talks);
        values.put("pending", kept);
        values.put("maySpeak", wish.maySpeak());
        values.put("says", says);
        values.put("spot", spot);
        values.put("number", number);
        values.put("revision", wish.seen().revision().id().name());
        values.put("since", wish.query().contains("&since=") ? wish.query().replaceAll(".*&since=", "") : "");
        values.put("begun", !pending.isEmpty());
        return parts.once("pulls/below.jte", values);
    }

    private static boolean stands(PendingLine line, Row row) {
        return Pieces.span(line.location())
                .filter(it -> row.has(it.old(), it.last()))
                .isPresent();
    }
}
