package dev.hob.node.text;

import java.util.regex.Pattern;

/// What stands in a line of Org: emphasis, links, footnotes, formulas. Whatever may end something is looked for once
/// from each place on, so that reading takes time in proportion. Owned by one thread.
final class OrgWords {
    private static final int DEPTH_MAX = 12;
    private static final int FORMULA_CHARACTERS_MAX = 1_000;
    private static final int STAMP_CHARACTERS_MAX = 80;
    private static final int LABEL_CHARACTERS_MAX = 60;
    private static final int SHIFT_CHARACTERS_MAX = 100;
    private static final int ADDRESS_CHARACTERS_MAX = 2_000;
    /// How long the name of a place may be.
    static final int PLACE_CHARACTERS_MAX = 100;

    private static final String URL_ENDS = "<>\"[]`";
    private static final Pattern STAMP =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}(?: [^<>\\[\\]\n]{0,60})?", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern LABEL = Pattern.compile("[\\w-]*+");
    private static final Pattern PICTURE =
            Pattern.compile("\\S{1,2000}\\.(?:png|jpe?g|gif|svg|webp|avif|bmp|ico)", Pattern.CASE_INSENSITIVE);

    private final Org org;
    private final Draft draft;
    private final String text;
    /// Whether it is said a second time: nothing leads to it then, and no footnote counts.
    private final boolean again;

    private final OrgEnds ends;
    private int depth;
    private int plain;

    OrgWords(Org org, Draft draft, String text, boolean again) {
        this.org = org;
        this.draft = draft;
        this.text = text;
        this.again = again;
        this.ends = new OrgEnds(text);
    }

    /// Writes all of it.
    void write() {
        write(0, text.length());
    }

    private void write(int from, int to) {
        if (depth >= DEPTH_MAX) {
            draft.text(text.substring(from, to));
            return;
        }
        depth++;
        int outer = plain;
        plain = from;
        for (int i = from; i < to; ) {
            int next = special(i, from, to);
            i = next > i ? next : i + 1;
            if (next > 0) plain = i;
        }
        flush(to);
        plain = outer;
        depth--;
    }

    private void flush(int to) {
        if (to > plain) draft.text(text.substring(plain, to));
        plain = to;
    }

    /// Writes what begins at a place, and says where it ends; 0 when nothing begins there.
    private int special(int i, int from, int to) {
        return switch (text.charAt(i)) {
            case '*' -> marked(i, from, to, "strong");
            case '/' -> marked(i, from, to, "em");
            case '+' -> marked(i, from, to, "del");
            case '_' -> {
                int lowered = shifted(i, from, to, "sub");
                yield lowered > 0 ? lowered : marked(i, from, to, "u");
            }
            case '^' -> shifted(i, from, to, "sup");
            case '=', '~' -> verbatim(i, from, to);
            case '[' -> bracket(i, to);
            case '<' -> angle(i, to);
            case '\\' -> backslash(i, to);
            case '$' -> dollar(i, from, to);
            case 'h', 'm' -> address(i, from, to);
            case '@' -> raw(i, to);
            default -> 0;
        };
    }

    private int marked(int i, int from, int to, String element) {
        int end = ends.closed(i, from, to);
        if (end == 0) return 0;
        flush(i);
        draft.open(element);
        write(i + 1, end);
        draft.close(element);
        return end + 1;
    }

    private int verbatim(int i, int from, int to) {
        int end = ends.closed(i, from, to);
        if (end == 0) return 0;
        flush(i);
        draft.element("code", text.substring(i + 1, end).replace('\n', ' '));
        return end + 1;
    }

    /// `x^{2}`. Without braces it is rather a name.
    private int shifted(int i, int from, int to, String element) {
        if (i == from || i + 2 >= to || text.charAt(i + 1) != '{' || Character.isWhitespace(text.charAt(i - 1)))
            return 0;
        int end = ends.find("}", i + 2);
        if (end >= to || end - i > SHIFT_CHARACTERS_MAX) return 0;
        flush(i);
        draft.element(element, text.substring(i + 2, end));
        return end + 1;
    }

    private int bracket(int i, int to) {
        if (text.startsWith("[[", i)) return link(i, to);
        if (text.startsWith("[fn:", i)) return note(i, to);
        return stamp(i, to, ']');
    }

    private int link(int i, int to) {
        int end = Math.min(ends.find("]", i + 2), ends.find("[", i + 2));
        if (end + 1 >= to || text.charAt(end) != ']' || end == i + 2) return 0;
        String target = text.substring(i + 2, end);
        if (text.charAt(end + 1) == ']') {
            flush(i);
            if (isPicture(target.replace(' ', '_'))) draft.picture(org.address(target), "", org.width());
            else link(target, () -> draft.text(Org.path(target)));
            return end + 2;
        }
        int close = ends.find("]]", end + 2);
        if (text.charAt(end + 1) != '[' || close + 1 >= to) return 0;
        String words = text.substring(end + 2, close);
        flush(i);
        if (isPicture(words)) link(target, () -> draft.picture(org.address(words), "", org.width()));
        else link(target, () -> write(end + 2, close));
        return close + 2;
    }

    private void link(String target, Runnable words) {
        String address = org.address(target);
        boolean opened = !address.isEmpty() && draft.openLink(address);
        words.run();
        if (opened) draft.closeLink();
    }

    /// Whether a target is shown where it stands: a file, or an address, that ends as pictures do.
    private static boolean isPicture(String target) {
        return PICTURE.matcher(target).matches();
    }

    private int note(int i, int to) {
        int close = ends.find("]", i + 4);
        int colon = ends.find(":", i + 4);
        int end = Math.min(close, colon);
        if (end >= to || end - i > LABEL_CHARACTERS_MAX) return 0;
        String label = text.substring(i + 4, end);
        if (!LABEL.matcher(label).matches()) return 0;
        if (end == colon) {
            close = balanced(colon, to);
            if (close == 0) return 0;
            String said = text.substring(colon + 1, close);
            flush(i);
            if (!again) org.refer(org.explained(label, said));
            return close + 1;
        }
        if (!org.isNote(label)) return 0;
        flush(i);
        if (!again) org.refer(label);
        return close + 1;
    }

    /// The bracket that closes what an outer one opened, a few characters on at most.
    private int balanced(int from, int to) {
        int open = 1;
        for (int i = from; i < to && i - from < FORMULA_CHARACTERS_MAX; i++) {
            if (text.charAt(i) == '[') open++;
            else if (text.charAt(i) == ']' && --open == 0) return i;
        }
        return 0;
    }

    private int angle(int i, int to) {
        if (text.startsWith("<<", i)) {
            int end = ends.find(">>", i + 2);
            if (end + 1 >= to || end - i > PLACE_CHARACTERS_MAX) return 0;
            String name = text.substring(i + 2, end);
            if (!org.isPlace(name)) return 0;
            flush(i);
            if (!again) draft.place(name);
            return end + 2;
        }
        int end = ends.find(">", i + 1);
        if (end < to && isAddress(i + 1) && end - i <= ADDRESS_CHARACTERS_MAX) {
            String url = text.substring(i + 1, end);
            if (url.chars().anyMatch(Character::isWhitespace)) return 0;
            flush(i);
            link(url, () -> draft.text(url));
            return end + 1;
        }
        return stamp(i, to, '>');
    }

    /// A date, with what Org knows of it.
    private int stamp(int i, int to, char close) {
        if (i + 1 >= to || !Character.isDigit(text.charAt(i + 1))) return 0;
        int end = ends.find(String.valueOf(close), i + 1);
        if (end >= to || end - i > STAMP_CHARACTERS_MAX) return 0;
        String said = text.substring(i + 1, end);
        if (!STAMP.matcher(said).matches()) return 0;
        flush(i);
        draft.element("em", said);
        return end + 1;
    }

    private int backslash(int i, int to) {
        if (i + 1 >= to) return 0;
        return switch (text.charAt(i + 1)) {
            case '(' -> formula(i, to, "\\)", false);
            case '[' -> formula(i, to, "\\]", true);
            case '\\' -> {
                int end = i + 2;
                while (end < to && text.charAt(end) == ' ') end++;
                if (end < to && text.charAt(end) != '\n') yield 0;
                flush(i);
                draft.open("br");
                yield end;
            }
            default -> 0;
        };
    }

    private int formula(int i, int to, String close, boolean display) {
        int end = ends.find(close, i + 2);
        if (end >= to || end - i > FORMULA_CHARACTERS_MAX) return 0;
        String tex = text.substring(i + 2, end).strip();
        if (tex.isEmpty()) return 0;
        flush(i);
        draft.formula(tex, display);
        return end + close.length();
    }

    /// A dollar before a space, or one after a space or before a digit, is money.
    private int dollar(int i, int from, int to) {
        if (text.startsWith("$$", i)) return formula(i, to, "$$", true);
        if (i + 2 >= to || Character.isWhitespace(text.charAt(i + 1))) return 0;
        if (i > from && Character.isLetterOrDigit(text.charAt(i - 1))) return 0;
        int end = ends.find("$", i + 1);
        if (end >= to || end - i > FORMULA_CHARACTERS_MAX || ends.isFar(i, end)) return 0;
        boolean spaced = Character.isWhitespace(text.charAt(end - 1));
        boolean goesOn = end + 1 < text.length() && Character.isLetterOrDigit(text.charAt(end + 1));
        if (spaced || goesOn) return 0;
        flush(i);
        draft.formula(text.substring(i + 1, end), false);
        return end + 1;
    }

    private boolean isAddress(int i) {
        return text.startsWith("https://", i) || text.startsWith("http://", i) || text.startsWith("mailto:", i);
    }

    private int address(int i, int from, int to) {
        if (!isAddress(i) || (i > from && Character.isLetterOrDigit(text.charAt(i - 1)))) return 0;
        int end = i;
        int last = Math.min(to, i + ADDRESS_CHARACTERS_MAX + 1);
        while (end < last && !Character.isWhitespace(text.charAt(end)) && URL_ENDS.indexOf(text.charAt(end)) < 0) end++;
        if (end - i > ADDRESS_CHARACTERS_MAX) return 0;
        while (end > i && ".,;:!?'*/=~)".indexOf(text.charAt(end - 1)) >= 0 && !isPart(i, end)) end--;
        String url = text.substring(i, end);
        if (url.length() < "mailto:x".length()) return 0;
        flush(i);
        link(url, () -> draft.text(url));
        return end;
    }

    /// Whether the last character of an address belongs to it: a slash, or a bracket that it opened itself.
    private boolean isPart(int from, int end) {
        char last = text.charAt(end - 1);
        return last == '/' || (last == ')' && text.substring(from, end).indexOf('(') >= 0);
    }

    /// What is meant for one way of writing a text out is not for this one.
    private int raw(int i, int to) {
        if (!text.startsWith("@@", i) || i + 2 >= to || !Character.isLetter(text.charAt(i + 2))) return 0;
        int end = ends.find("@@", i + 2);
        if (end + 1 >= to) return 0;
        flush(i);
        return end + 2;
    }
}
