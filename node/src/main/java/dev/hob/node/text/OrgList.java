package dev.hob.node.text;

import java.util.ArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Lists of Org: plain, numbered, of terms, with boxes to tick. Owned by one thread.
///
/// @param depth how many blocks are around it
record OrgList(Org org, Draft draft, OrgLines lines, int depth) {
    private static final Pattern BOX = Pattern.compile("\\[([ xX-])](?:\\s++(.*))?", Pattern.DOTALL);
    private static final Pattern COUNTER = Pattern.compile("\\[@(\\d{1,9})](?:\\s++(.*))?", Pattern.DOTALL);
    private static final String TERM = " :: ";

    /// Writes items that are indented alike.
    ///
    /// @return at which line what comes next begins
    int write(int from) {
        int indent = OrgLines.indent(lines.get(from));
        var first = lines.item(from);
        if (!first.matches()) throw new AssertionError("asked for a list only");
        boolean terms = first.group(1) == null && isTerm(first.group(2));
        String element = terms ? "dl" : first.group(1) == null ? "ul" : "ol";
        if (element.equals("ol")) draft.open("ol", "start", start(first.group(1), first.group(2)));
        else draft.open(element);
        int i = from;
        while (i < lines.size() && lines.isItem(i, depth == 0) && OrgLines.indent(lines.get(i)) == indent) {
            int end = itemEnd(i, indent);
            item(i, end, indent, terms);
            i = end;
            // One empty line stands between items, two end them all.
            if (i + 1 < lines.size() && lines.isBlank(i) && !lines.isBlank(i + 1)) i++;
        }
        draft.close(element);
        return i;
    }

    private static String start(String number, @Nullable String said) {
        var counter = COUNTER.matcher(said == null ? "" : said);
        return counter.matches() ? counter.group(1) : number;
    }

    private static boolean isTerm(@Nullable String said) {
        return said != null && (said.contains(TERM) || said.endsWith(" ::"));
    }

    /// At which line an item ends: at one that is indented no more than it, or at two that are empty.
    private int itemEnd(int from, int indent) {
        int i = from + 1;
        int end = i;
        while (i < lines.size()) {
            if (lines.isBlank(i)) {
                if (i + 1 < lines.size() && lines.isBlank(i + 1)) return end;
                i++;
                continue;
            }
            if (OrgLines.indent(lines.get(i)) <= indent) return end;
            i = Math.max(lines.end(i), i) + 1;
            end = i;
        }
        return end;
    }

    private void item(int from, int to, int indent, boolean terms) {
        var bullet = lines.item(from);
        if (!bullet.matches()) throw new AssertionError("asked for an item only");
        String said = bullet.group(2) == null ? "" : bullet.group(2);
        var counter = COUNTER.matcher(said);
        if (counter.matches()) said = counter.group(2) == null ? "" : counter.group(2);
        if (terms) {
            int term = said.indexOf(TERM);
            String rest = term < 0 ? "" : said.substring(term + TERM.length());
            draft.open("dt");
            org.words(term < 0 ? said.replaceFirst(" ::$", "") : said.substring(0, term));
            draft.close("dt");
            content("dd", rest, from, to, indent);
            return;
        }
        content("li", said, from, to, indent);
    }

    private void content(String element, String said, int from, int to, int indent) {
        draft.open(element);
        var box = BOX.matcher(said);
        boolean task = element.equals("li") && box.matches();
        String first = said;
        if (task) {
            if (box.group(1).equalsIgnoreCase("x")) draft.open("input", "type", "checkbox", "checked", "");
            else draft.open("input", "type", "checkbox");
            first = box.group(2) == null ? "" : box.group(2);
        }
        var inside = new ArrayList<String>();
        inside.add(first);
        boolean loose = false;
        for (int i = from + 1; i < to; i++) {
            loose = loose || lines.isBlank(i);
            inside.add(OrgLines.outdented(lines.get(i), indent + 1));
        }
        int bare = task ? 1 : 0;
        OrgBlocks.within(org, draft, inside, depth + 1, loose ? bare : inside.size());
        draft.close(element);
    }
}
