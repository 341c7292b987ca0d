package dev.hob.node.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Blocks of Org: paragraphs, lists, tables, code, quotations. Each kind may hold others, so deep and no deeper. Owned
/// by one thread.
final class OrgBlocks {
    private static final int DEPTH_MAX = 16;
    private static final Pattern ALERT = Pattern.compile("note|tip|important|warning|caution");
    private static final Pattern WIDTH = Pattern.compile(":width\\s+\"?(\\d{1,4}%?)(?:px)?\"?");
    private static final Pattern HIDDEN = Pattern.compile(":exports\\s+(?:none|results)\\b");

    private final Org org;
    private final Draft draft;
    private final OrgLines lines;
    private final int depth;
    private String caption = "";
    /// How many paragraphs to come stand as they are, as those of an item that says little.
    private int bare;

    private OrgBlocks(Org org, Draft draft, OrgLines lines, int depth, int bare) {
        this.org = org;
        this.draft = draft;
        this.lines = lines;
        this.depth = depth;
        this.bare = bare;
    }

    /// Writes those of a whole text, whose headlines begin its parts.
    static void write(Org org, Draft draft, OrgLines lines) {
        var blocks = new OrgBlocks(org, draft, lines, 0, 0);
        for (int i = 0; i < lines.size(); ) i = org.isHeadline(i) ? org.headline(i) : blocks.block(i);
    }

    /// Writes those of a footnote.
    static void writeNote(Org org, Draft draft, List<String> lines) {
        within(org, draft, lines, 1, 1);
    }

    /// Writes those within another.
    ///
    /// @param bare how many paragraphs stand as they are
    static void within(Org org, Draft draft, List<String> lines, int depth, int bare) {
        if (depth > DEPTH_MAX) {
            draft.code("", String.join("\n", lines) + "\n");
            return;
        }
        var blocks = new OrgBlocks(org, draft, new OrgLines(lines), depth, bare);
        for (int i = 0; i < blocks.lines.size(); ) i = blocks.block(i);
    }

    private void within(int from, int to) {
        within(org, draft, lines.between(from, to), depth + 1, 0);
    }

    /// Writes what begins at a line, and says at which the next begins.
    private int block(int i) {
        if (lines.isBlank(i) || lines.isComment(i)) return i + 1;
        if (lines.isDrawer(i)) return lines.end(i) + 1;
        if (lines.isTex(i)) return formulas(i);
        if (lines.begin(i).matches() && lines.end(i) > i) return delimited(i);
        if (lines.keyword(i).matches()) return keyword(i);
        if (lines.isFixed(i)) return fixed(i);
        if (lines.isTable(i)) return table(i);
        if (lines.isRule(i)) {
            draft.open("hr");
            return i + 1;
        }
        if (depth == 0 && org.isNoteAt(i)) return org.noteEnd(i);
        if (isItem(i)) return new OrgList(org, draft, lines, depth).write(i);
        return paragraph(i);
    }

    private boolean isItem(int i) {
        return lines.isItem(i, depth == 0);
    }

    /// Whether a paragraph ends before a line.
    private boolean ends(int i) {
        return lines.isBlank(i)
                || (depth == 0 && (org.isHeadline(i) || org.isNoteAt(i)))
                || lines.end(i) > i
                || lines.isTable(i)
                || isItem(i)
                || lines.isFixed(i)
                || lines.isComment(i)
                || lines.keyword(i).matches()
                || lines.isRule(i);
    }

    private int paragraph(int from) {
        int to = from + 1;
        while (to < lines.size() && !ends(to)) to++;
        var said = new ArrayList<String>();
        for (String line : lines.between(from, to)) said.add(line.strip());
        boolean alone = bare-- <= 0;
        if (alone) draft.open("p");
        org.words(String.join("\n", said));
        if (alone) draft.close("p");
        draft.line();
        if (!caption.isEmpty()) caption();
        org.width("");
        return to;
    }

    private void caption() {
        draft.open("p");
        draft.open("em");
        org.words(caption);
        draft.close("em");
        draft.close("p");
        caption = "";
    }

    private int keyword(int i) {
        var keyword = lines.keyword(i);
        if (!keyword.matches()) throw new AssertionError("asked for a keyword only");
        String value = keyword.group(2).strip();
        switch (keyword.group(1).toLowerCase(Locale.ROOT)) {
            case "caption" -> caption = value;
            case "attr_html", "attr_org" -> {
                var width = WIDTH.matcher(value);
                if (width.find()) org.width(width.group(1));
            }
            case "toc" -> {
                if (value.startsWith("headlines")) org.contents(value);
            }
            default -> {
                // Said of the text, or to Emacs.
            }
        }
        return i + 1;
    }

    private int formulas(int i) {
        int end = lines.end(i);
        draft.formulas(String.join("\n", lines.between(i, end + 1)).strip());
        return end + 1;
    }

    private int delimited(int i) {
        int end = lines.end(i);
        var begin = lines.begin(i);
        if (!begin.matches()) throw new AssertionError("asked for the beginning of a block only");
        String kind = begin.group(1).toLowerCase(Locale.ROOT);
        String about = begin.group(2).strip();
        if (!caption.isEmpty() && !kind.equals("comment") && !kind.equals("export")) caption();
        switch (kind) {
            case "src" -> {
                if (!HIDDEN.matcher(about).find()) code(about.split("\\s", 2)[0], i + 1, end);
            }
            case "example" -> code("", i + 1, end);
            case "comment", "export" -> {
                // For nobody, or for one way of writing the text out that is not this one.
            }
            case "quote" -> around("blockquote", i + 1, end);
            case "center" -> {
                draft.open("div", "align", "center");
                within(i + 1, end);
                draft.close("div");
            }
            case "verse" -> verse(i + 1, end);
            case "details" -> around("details", i + 1, end);
            case "summary" -> around("summary", i + 1, end);
            default -> special(kind, i + 1, end);
        }
        return end + 1;
    }

    private void around(String element, int from, int to) {
        draft.open(element);
        within(from, to);
        draft.close(element);
    }

    private void code(String language, int from, int to) {
        draft.code(language, OrgLines.code(lines.between(from, to)));
    }

    private void verse(int from, int to) {
        draft.open("p");
        for (int i = from; i < to; i++) {
            String line = lines.get(i);
            draft.text("\u00a0".repeat(Math.min(OrgLines.indent(line), 40)));
            org.words(line.strip());
            draft.open("br");
        }
        draft.close("p");
    }

    private void special(String kind, int from, int to) {
        boolean alert = ALERT.matcher(kind).matches();
        if (alert) {
            draft.open("div", "class", "alert alert-" + kind);
            draft.open("p", "class", "alert-title");
            draft.text(kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1));
            draft.close("p");
        }
        within(from, to);
        if (alert) draft.close("div");
    }

    private int fixed(int from) {
        int to = from;
        var said = new ArrayList<String>();
        for (; to < lines.size() && lines.isFixed(to); to++) {
            String line = lines.get(to).strip();
            said.add(line.substring(Math.min(2, line.length())));
        }
        draft.code("", String.join("\n", said) + "\n");
        return to;
    }

    private int table(int from) {
        int to = from;
        while (to < lines.size() && lines.isTable(to)) to++;
        if (!caption.isEmpty()) caption();
        new OrgTable(lines.between(from, to)).write(draft, org::words);
        return to;
    }
}
