package dev.hob.search.index;

import java.util.ArrayList;
import java.util.Optional;

/// Reads a regular expression, as RE2 has them, for the texts that everything it fits contains, and for how large it
/// is once its repetitions are written out. Owned by one thread, used once.
final class RegexNeed {
    /// What is larger costs more than it can be worth: `((a{99}){99}){99}`.
    private static final int SIZE_MAX = 3_000;

    private static final int DEPTH_MAX = 50;
    private static final int REPEAT_MAX = 1_000;

    private final String regex;
    private int at;
    private int depth;

    private RegexNeed(String regex) {
        this.regex = regex;
    }

    /// A part of an expression.
    ///
    /// @param exact the one text it fits, if it fits only one
    /// @param size of the machine that it becomes
    private record Part(Optional<String> exact, Need need, long size) {
        static Part unknown(long size) {
            return new Part(Optional.empty(), new Need.Anything(), size);
        }

        static Part text(String text) {
            return new Part(Optional.of(text), Need.of(text), Math.max(1, text.length()));
        }
    }

    /// It cannot be understood, or is too large.
    static final class Strange extends Exception {
        private static final long serialVersionUID = 1;

        Strange(String message) {
            super(message, null, false, false);
        }
    }

    static Need of(String regex) throws Strange {
        var reading = new RegexNeed(regex);
        var part = reading.alternatives();
        if (reading.at < regex.length()) throw new Strange("a bracket too many");
        if (part.size() > SIZE_MAX) throw new Strange("too large");
        return part.need();
    }

    private Part alternatives() throws Strange {
        if (++depth > DEPTH_MAX) throw new Strange("too deep");
        var parts = new ArrayList<Part>();
        parts.add(row());
        while (at < regex.length() && regex.charAt(at) == '|') {
            at++;
            parts.add(row());
        }
        depth--;
        if (parts.size() == 1) return parts.getFirst();
        long size = parts.stream().mapToLong(Part::size).sum() + parts.size();
        return new Part(
                Optional.empty(), Need.any(parts.stream().map(Part::need).toList()), bounded(size));
    }

    private static long bounded(long size) throws Strange {
        if (size > SIZE_MAX) throw new Strange("too large");
        return size;
    }

    private Part row() throws Strange {
        var needs = new ArrayList<Need>();
        var run = new StringBuilder();
        boolean isExact = true;
        long size = 0;
        while (at < regex.length() && regex.charAt(at) != '|' && regex.charAt(at) != ')') {
            var part = atom();
            var times = times();
            size = bounded(size + bounded(part.size() * Math.max(1, times.copies())) + 1);
            boolean once = times.min() == 1 && times.max() == 1;
            if (once && part.exact().isPresent()) {
                run.append(part.exact().get());
                continue;
            }
            isExact = false;
            if (times.min() >= 1 && part.exact().isPresent())
                run.append(part.exact().get());
            else if (times.min() >= 1) needs.add(part.need());
            needs.add(Need.of(run.toString()));
            run.setLength(0);
        }
        if (isExact) return new Part(Optional.of(run.toString()), Need.of(run.toString()), size + 1);
        needs.add(Need.of(run.toString()));
        return new Part(Optional.empty(), Need.all(needs), size + 1);
    }

    /// How often something may come.
    ///
    /// @param copies it is written out as
    private record Times(int min, int max, int copies) {}

    private Times times() throws Strange {
        if (at == regex.length()) return new Times(1, 1, 1);
        Times times =
                switch (regex.charAt(at)) {
                    case '*' -> new Times(0, Integer.MAX_VALUE, 1);
                    case '+' -> new Times(1, Integer.MAX_VALUE, 1);
                    case '?' -> new Times(0, 1, 1);
                    case '{' -> counted();
                    default -> new Times(1, 1, 1);
                };
        char c = regex.charAt(at);
        boolean counted = c == '{' && times.copies() != 0;
        if (c != '*' && c != '+' && c != '?' && !counted) return new Times(1, 1, 1);
        at = counted ? regex.indexOf('}', at) + 1 : at + 1;
        if (at < regex.length() && regex.charAt(at) == '?') at++;
        if (at < regex.length() && "*+?".indexOf(regex.charAt(at)) >= 0) throw new Strange("repeats a repetition");
        return times;
    }

    /// `{2}`, `{2,}` or `{2,5}`; no copies where it is none of them and so stands for itself.
    private Times counted() throws Strange {
        int close = regex.indexOf('}', at);
        var none = new Times(1, 1, 0);
        if (close < 0) return none;
        String inner = regex.substring(at + 1, close);
        if (!inner.matches("\\d{1,4}(,\\d{0,4})?")) return none;
        int comma = inner.indexOf(',');
        int min = Integer.parseInt(comma < 0 ? inner : inner.substring(0, comma));
        boolean isOpen = comma == inner.length() - 1;
        int max = comma < 0 ? min : isOpen ? Integer.MAX_VALUE : Integer.parseInt(inner.substring(comma + 1));
        if (min > REPEAT_MAX || (!isOpen && max > REPEAT_MAX) || max < min) throw new Strange("repeats too often");
        return new Times(min, max, Math.max(1, isOpen ? min + 1 : max));
    }

    private Part atom() throws Strange {
        int c = regex.codePointAt(at);
        at += Character.charCount(c);
        return switch (c) {
            case '(' -> group();
            case '[' -> set();
            case '.' -> Part.unknown(2);
            case '^', '$' -> Part.text("");
            case '\\' -> escaped();
            case '*', '+', '?' -> throw new Strange("nothing to repeat");
            default -> Part.text(Character.toString(c));
        };
    }

    private Part group() throws Strange {
        if (regex.startsWith("?", at)) {
            int colon = at + 1;
            if (regex.startsWith("?P<", at) || regex.startsWith("?<", at)) {
                colon = regex.indexOf('>', at);
                if (colon < 0) throw new Strange("a group without an end");
            } else {
                while (colon < regex.length() && ":)".indexOf(regex.charAt(colon)) < 0) {
                    if ("imsU-".indexOf(regex.charAt(colon)) < 0) throw new Strange("a group of a strange kind");
                    colon++;
                }
                if (colon == regex.length()) throw new Strange("a group without an end");
                at = colon + 1;
                // Flags for what follows; what must be contained is in small letters anyway.
                if (regex.charAt(colon) == ')') return Part.text("");
            }
            at = colon + 1;
        }
        var inner = alternatives();
        if (at >= regex.length()) throw new Strange("a group without an end");
        at++;
        return new Part(inner.exact(), inner.need(), inner.size() + 2);
    }

    /// `[abc]`: one character, known only if it is the same but for its case.
    private Part set() throws Strange {
        int from = at;
        boolean negated = at < regex.length() && regex.charAt(at) == '^';
        if (negated) at++;
        boolean first = true;
        var members = new ArrayList<Integer>();
        boolean simple = !negated;
        while (true) {
            if (at >= regex.length()) throw new Strange("a set without an end");
            if (regex.charAt(at) == ']' && !first) break;
            first = false;
            if (regex.startsWith("[:", at)) {
                int end = regex.indexOf(":]", at);
                if (end < 0) throw new Strange("a set without an end");
                at = end + 2;
                simple = false;
                continue;
            }
            int c = regex.codePointAt(at);
            at += Character.charCount(c);
            if (c == '\\') {
                if (at >= regex.length()) throw new Strange("ends with a backslash");
                int escaped = regex.codePointAt(at);
                at += Character.charCount(escaped);
                boolean isSign = escaped < 0x80 && !Character.isLetterOrDigit(escaped);
                if (isSign) c = escaped;
                else simple = false;
                if (escaped == 'p' || escaped == 'P' || escaped == 'x') skipBraces();
            }
            if (at + 1 < regex.length() && regex.charAt(at) == '-' && regex.charAt(at + 1) != ']') simple = false;
            members.add(c);
        }
        at++;
        var small = members.stream().map(Character::toLowerCase).distinct().toList();
        boolean isOne = simple && small.size() == 1;
        return isOne ? Part.text(Character.toString(small.getFirst())) : Part.unknown(2 + (at - from) / 2);
    }

    private void skipBraces() throws Strange {
        if (!regex.startsWith("{", at)) return;
        int end = regex.indexOf('}', at);
        if (end < 0) throw new Strange("braces without an end");
        at = end + 1;
    }

    private Part escaped() throws Strange {
        if (at >= regex.length()) throw new Strange("ends with a backslash");
        int c = regex.codePointAt(at);
        at += Character.charCount(c);
        return switch (c) {
            case 'A', 'z', 'b', 'B' -> Part.text("");
            case 'd', 'D', 's', 'S', 'w', 'W', 'C' -> Part.unknown(4);
            case 't' -> Part.text("\t");
            case 'p', 'P', 'x' -> {
                if (regex.startsWith("{", at)) skipBraces();
                else at = Math.min(regex.length(), at + (c == 'x' ? 2 : 1));
                yield Part.unknown(50);
            }
            case 'Q' -> {
                int end = regex.indexOf("\\E", at);
                String text = regex.substring(at, end < 0 ? regex.length() : end);
                at = end < 0 ? regex.length() : end + 2;
                yield quoted(text);
            }
            default -> {
                if (c < 0x80 && !Character.isLetterOrDigit(c)) yield Part.text(Character.toString(c));
                // Another character by its number or its letter.
                while (at < regex.length() && c <= '9' && Character.isDigit(regex.charAt(at))) at++;
                yield Part.unknown(2);
            }
        };
    }

    /// A repetition behind quoted text is of its last character only, so that nothing of it is sure.
    private Part quoted(String text) {
        boolean repeated = at < regex.length() && "*+?{".indexOf(regex.charAt(at)) >= 0;
        return repeated ? new Part(Optional.empty(), new Need.Anything(), 1L + text.length()) : Part.text(text);
    }
}
