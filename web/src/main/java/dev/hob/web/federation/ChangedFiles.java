package dev.hob.web.federation;

import dev.hob.federation.across.PendingRemarks;
import dev.hob.federation.across.Reviewing.Remark;
import dev.hob.federation.actor.CodeLines;
import dev.hob.node.code.Diffs;
import dev.hob.web.html.ChangedLines;
import dev.hob.web.html.ChangedLines.Colours;
import dev.hob.web.html.ContentId;
import dev.hob.web.html.Form;
import dev.hob.web.html.Highlighter;
import dev.hob.web.html.Page;
import dev.hob.web.html.Parts;
import dev.hob.web.issue.Pieces;
import dev.hob.web.patch.Habit;
import dev.hob.web.patch.Row;
import dev.hob.web.text.Messages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes the files of a pull request elsewhere ready for a page. Of them only the lines around what changed are here.
/// Shared between threads.
public final class ChangedFiles {
    /// So many lines and files are on a page at once; the rest comes when it is opened.
    private static final int LINES_MAX = 4_000;

    private static final int FILES_MAX = 120;
    /// Further apart, lines are not put into one text to be coloured.
    private static final int GAP_LINES_MAX = 20_000;

    private final Parts parts;
    private final Highlighter highlighter = new Highlighter();

    ChangedFiles(Parts parts) {
        this.parts = parts;
    }

    /// A line that somebody wants to say something of.
    ///
    /// @param file which of the files, from 1; 0 for none
    public record Spot(int file, boolean old, int line) {
        static final Spot NONE = new Spot(0, false, 0);
    }

    /// What a reader wants to see.
    ///
    /// @param it the id of the pull request
    /// @param head the commit whose changes these are; empty when nobody says
    /// @param query what the address asks for
    /// @param form what is typed so far at the spot
    public record Wish(String it, String head, String query, Habit habit, Spot spot, boolean maySpeak, Form form) {}

    /// A remark that was not sent yet.
    ///
    /// @param html what it says
    public record Draft(PendingRemarks.Kept kept, String html) {
        public Remark remark() {
            return kept.remark();
        }

        /// Of which lines it is, in words.
        public String where() {
            return ChangedFiles.where(remark().lines());
        }
    }

    /// Some lines of a file, in words.
    static String where(CodeLines lines) {
        var span = new Pieces.Span(lines.from(), lines.to(), lines.before());
        return Messages.text("pulls.path-and-lines", lines.file(), span.told());
    }

    /// A file as the page shows it.
    ///
    /// @param html its lines; empty while they are folded
    /// @param folded why they are, in words; empty when they are not
    public record Look(int number, Diffs.File file, String html, String folded) {}

    /// All files of a change.
    List<Look> all(Diffs.Diff diff, Wish wish, List<Draft> pending, Page page) {
        var looks = new ArrayList<Look>();
        int lines = 0;
        for (int number = 1; number <= diff.files().size(); number++) {
            var file = diff.files().get(number - 1);
            var said = pending.stream().filter(it -> concerns(it, file)).toList();
            boolean asked = wish.spot().file() == number || !said.isEmpty();
            boolean room = lines < LINES_MAX && looks.size() < FILES_MAX;
            String folded = asked || file.lines().isEmpty() ? "" : folded(file, room);
            boolean open = folded.isEmpty() && !file.lines().isEmpty();
            if (open) lines += file.lines().size();
            looks.add(new Look(number, file, open ? lines(file, number, wish, said, page) : "", folded));
        }
        return looks;
    }

    private static String folded(Diffs.File file, boolean room) {
        if (!room) return Messages.text("pulls.folded-not-loaded");
        return file.isLong() ? Messages.text("pulls.folded-long") : "";
    }

    /// Whether a remark is of lines the last of which a file shows: under that one it stands.
    static boolean concerns(Draft draft, Diffs.File file) {
        var lines = draft.remark().lines();
        return lines.file().equals(lines.before() ? file.oldPath() : file.newPath())
                && has(file, lines.before(), lines.to());
    }

    /// Whether a file shows a line.
    static boolean has(Diffs.File file, boolean old, int line) {
        return file.lines().stream()
                .anyMatch(it -> line > 0
                        && (old
                                ? it.before() == line && it.kind() != Diffs.Kind.ADDED
                                : it.after() == line && it.kind() != Diffs.Kind.REMOVED));
    }

    private String lines(Diffs.File file, int number, Wish wish, List<Draft> pending, Page page) {
        var shown = ChangedLines.of(file.lines(), colours(file, true), colours(file, false));
        var rows = new ArrayList<>(wish.habit().split() ? Row.sides(shown) : Row.unified(shown));
        for (int i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            String below = below(row, number, wish, pending, page);
            if (!below.isEmpty()) rows.set(i, row.with(below));
        }
        var values = new HashMap<String, Object>();
        values.put("rows", rows);
        values.put("path", file.path());
        values.put("number", number);
        values.put("query", wish.query() + "&file=" + number);
        values.put("spans", "");
        values.put("split", wish.habit().split());
        values.put("maySpeak", wish.maySpeak());
        values.put("old", true);
        return parts.once("pulls/rows.jte", values);
    }

    /// The colours of one side, in a text that is empty where its lines are not known.
    private Colours colours(Diffs.File file, boolean old) {
        var text = new StringBuilder();
        int next = 1;
        for (var line : file.lines()) {
            int number = old ? line.before() : line.after();
            if (number == 0) continue;
            if (number < next || number - next > GAP_LINES_MAX) return Colours.NONE;
            text.repeat('\n', number - next).append(line.text()).append('\n');
            next = number + 1;
        }
        if (text.isEmpty()) return Colours.NONE;
        String whole = text.toString();
        return Colours.of(highlighter.changed(ContentId.of(whole), old ? file.oldPath() : file.newPath(), whole));
    }

    private String below(Row row, int number, Wish wish, List<Draft> pending, Page page) {
        if (row.isGap() || row.isNote()) return "";
        var kept = pending.stream()
                .filter(it -> row.has(
                        it.remark().lines().before(), it.remark().lines().to()))
                .toList();
        var spot = wish.spot();
        boolean says = wish.maySpeak() && spot.file() == number && row.has(spot.old(), spot.line()) && spot.line() > 0;
        if (kept.isEmpty() && !says) return "";
        return parts.once(
                "elsewhere/below.jte",
                Map.of(
                        "page", page,
                        "wish", wish,
                        "number", number,
                        "pending", kept,
                        "says", says));
    }
}
