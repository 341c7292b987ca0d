package dev.hob.node.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.Node;

/// A text in Emacs' Org mode, as [its syntax](https://orgmode.org/worg/org-syntax.html) is described, as far as people
/// read it: what is only for Emacs, such as properties, plans and clocks, is left out, and so is what is meant for
/// another form of writing it out. Nothing in it is run or included. Owned by one thread.
final class Org {
    private static final int LEVEL_MAX = 6;
    private static final int NOTES_MAX = 1_000;
    private static final Pattern PLACE = Pattern.compile("<<([^<>\n]{1," + OrgWords.PLACE_CHARACTERS_MAX + "})>>");
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+-]{1,20}:.*");
    private static final Pattern OPTION_CONTENTS = Pattern.compile("(?:^|\\s)toc:(t|\\d)(?:\\s|$)");

    private final OrgLines lines;
    private final OrgAbout about;
    private final Draft draft = new Draft();
    private final Map<Integer, OrgHeadline> headlines = new LinkedHashMap<>();
    /// Where links by the words of a headline, or by its own id, lead.
    private final Map<String, String> targets = new HashMap<>();
    private final Set<String> places = new HashSet<>();
    private final Map<Integer, Integer> noteEnds = new HashMap<>();
    private final Map<String, List<String>> notes = new HashMap<>();
    private final Map<String, Note> referred = new HashMap<>();
    private final List<String> order = new ArrayList<>();
    private boolean listed;
    private String width = "";

    private static final class Note {
        private final int number;
        private int times;

        Note(int number) {
            this.number = number;
        }
    }

    private Org(String text) {
        this.lines = new OrgLines(text.lines().toList());
        this.about = OrgAbout.of(lines);
        var ids = IdGenerator.builder().build();
        int hidden = Integer.MAX_VALUE;
        for (int i = 0; i < lines.size(); i++) {
            var headline = OrgHeadline.at(lines, i, about.states());
            if (headline.isPresent()) {
                var it = headline.get();
                if (it.level() <= hidden) hidden = it.isHidden() ? it.level() : Integer.MAX_VALUE;
                headlines.put(i, hidden == Integer.MAX_VALUE ? named(it, ids) : it.hidden());
            } else if (lines.end(i) > i) {
                i = lines.end(i);
            } else if (lines.note(i).matches()) {
                i = note(i) - 1;
            }
        }
        var place = PLACE.matcher(text);
        while (place.find()) places.add(place.group(1));
    }

    /// The tree of a text.
    static Node read(String text) {
        var org = new Org(text);
        org.write();
        return org.draft.done();
    }

    private OrgHeadline named(OrgHeadline headline, IdGenerator ids) {
        String own = headline.property("custom_id");
        String id = own.isEmpty() ? ids.generateId(headline.plain()) : Draft.anchor(own);
        targets.putIfAbsent("*" + headline.plain().toLowerCase(Locale.ROOT), id);
        if (!headline.property("id").isEmpty()) targets.put("id:" + headline.property("id"), id);
        return headline.withId(id);
    }

    /// A footnote is explained up to the next one, a headline, or two empty lines.
    private int note(int from) {
        var begin = lines.note(from);
        if (!begin.matches()) throw new AssertionError("asked for a footnote only");
        int to = from + 1;
        while (to < lines.size()
                && !lines.note(to).matches()
                && !OrgHeadline.begins(lines.get(to))
                && !(lines.isBlank(to) && (to + 1 >= lines.size() || lines.isBlank(to + 1))))
            to = Math.max(lines.end(to), to) + 1;
        var said = new ArrayList<String>();
        said.add(begin.group(2).strip());
        said.addAll(lines.between(from + 1, to));
        notes.putIfAbsent(begin.group(1), said);
        noteEnds.put(from, to);
        return to;
    }

    private void write() {
        if (!about.title().isEmpty()) {
            draft.open("h1", "id", "title");
            words(about.title());
            draft.close("h1");
        }
        if (!about.subtitle().isEmpty()) paragraph(about.subtitle());
        if (!about.by().isEmpty()) paragraph(about.by());
        var contents = OPTION_CONTENTS.matcher(about.options());
        if (contents.find()) contents(contents.group(1));
        OrgBlocks.write(this, draft, lines);
        if (!referred.isEmpty()) writeNotes();
    }

    private void paragraph(String said) {
        draft.open("p");
        words(said);
        draft.close("p");
    }

    private void writeNotes() {
        draft.openNotes();
        // One may speak of another that nobody spoke of before.
        for (int i = 0; i < order.size(); i++) {
            String label = order.get(i);
            var note = referred.get(label);
            if (note == null) throw new AssertionError("lost the footnote " + label);
            draft.openNote(note.number);
            OrgBlocks.writeNote(this, draft, notes.getOrDefault(label, List.of()));
            draft.closeNote(note.number, note.times);
        }
        draft.closeNotes();
    }

    boolean isHeadline(int i) {
        return headlines.containsKey(i);
    }

    /// Writes a headline, and says where what stands below it begins.
    int headline(int i) {
        var headline = headlines.get(i);
        if (headline == null) throw new AssertionError("no headline at " + i);
        if (headline.isHidden()) {
            int next = i + 1;
            while (next < lines.size() && !isHeadline(next)) next++;
            return next;
        }
        // What explains footnotes moves to the end, and Org knows no other use of such a headline.
        if (!isOfNotes(headline)) write(headline);
        return headline.below();
    }

    private static boolean isOfNotes(OrgHeadline headline) {
        return headline.plain().equalsIgnoreCase("footnotes");
    }

    private void write(OrgHeadline headline) {
        int level = Math.min(LEVEL_MAX, headline.level() + (about.title().isEmpty() ? 0 : 1));
        draft.open("h" + level, "id", headline.id());
        if (!headline.state().isEmpty()) {
            draft.element("code", headline.state());
            draft.text(" ");
        }
        words(headline.title());
        for (String tag : headline.tags()) {
            draft.text(" ");
            draft.element("code", tag);
        }
        draft.close("h" + level);
        draft.line();
    }

    /// Writes what the headlines are, once.
    ///
    /// @param said ends in how deep they may be, if that is said
    void contents(String said) {
        if (listed) return;
        listed = true;
        char last = said.charAt(said.length() - 1);
        int deepest = Character.isDigit(last) ? last - '0' : LEVEL_MAX;
        var open = new ArrayList<Integer>();
        for (var headline : headlines.values()) {
            if (headline.isHidden() || headline.level() > deepest || isOfNotes(headline)) continue;
            while (open.size() > 1 && open.getLast() > headline.level()) {
                draft.close("li");
                draft.close("ul");
                open.removeLast();
            }
            if (open.isEmpty() || open.getLast() < headline.level()) {
                draft.open("ul");
                open.add(headline.level());
            } else {
                draft.close("li");
            }
            draft.open("li");
            draft.openLink("#" + headline.id());
            new OrgWords(this, draft, headline.title(), true).write();
            draft.closeLink();
        }
        for (int i = 0; i < open.size(); i++) {
            draft.close("li");
            draft.close("ul");
        }
    }

    void words(String said) {
        new OrgWords(this, draft, said, false).write();
    }

    boolean isNoteAt(int i) {
        return noteEnds.containsKey(i);
    }

    int noteEnd(int i) {
        return noteEnds.getOrDefault(i, i + 1);
    }

    boolean isNote(String label) {
        return notes.containsKey(label) && (referred.containsKey(label) || referred.size() < NOTES_MAX);
    }

    /// A footnote that is explained where it is spoken of.
    ///
    /// @return what it is called
    String explained(String label, String said) {
        String called = label.isEmpty() ? " " + notes.size() : label;
        notes.putIfAbsent(called, List.of(said));
        return called;
    }

    /// Writes that a footnote is spoken of.
    void refer(String label) {
        if (!isNote(label)) return;
        var note = referred.get(label);
        if (note == null) {
            order.add(label);
            note = new Note(order.size());
            referred.put(label, note);
        }
        note.times++;
        draft.reference(note.number, note.times);
    }

    boolean isPlace(String name) {
        return places.contains(name);
    }

    /// How wide the next picture is; empty for its own width.
    String width() {
        return width;
    }

    void width(String said) {
        width = said;
    }

    /// Where a link leads; empty when that is nowhere in a browser.
    String address(String target) {
        String said = target.strip();
        if (said.startsWith("#")) return "#" + Draft.anchor(said.substring(1));
        if (said.startsWith("*")) return inner("*" + said.substring(1).strip().toLowerCase(Locale.ROOT));
        if (said.startsWith("id:")) return inner(said);
        if (said.startsWith("http:") || said.startsWith("https:") || said.startsWith("mailto:"))
            return said.replace(" ", "%20");
        if (places.contains(said)) return "#" + said;
        String headline = "*" + said.toLowerCase(Locale.ROOT);
        if (targets.containsKey(headline)) return inner(headline);
        String path = path(said);
        if (path.isEmpty() || path.startsWith("~") || SCHEME.matcher(path).matches()) return "";
        return path.replace("%", "%25").replace(" ", "%20");
    }

    private String inner(String target) {
        String id = targets.get(target);
        return id == null ? "" : "#" + id;
    }

    /// A file without what says that it is one, and where in it.
    static String path(String target) {
        String path = target.startsWith("file:") ? target.substring("file:".length()) : target;
        int place = path.indexOf("::");
        return place < 0 ? path : path.substring(0, place);
    }
}
