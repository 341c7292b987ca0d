package dev.hob.node.protection;

import dev.hob.node.language.Messages;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A pattern for names with slashes: `*` and `?` stand for anything but a slash, `**` for anything, `**/` also for
/// nothing, `[a-z]` and `[!a-z]` for one of some, `{a,b}` for either, and a backslash takes the meaning away from what
/// follows. Matching takes time in proportion to pattern and name, whatever they are. Immutable.
public final class Glob {
    /// The most characters of a pattern.
    public static final int CHARACTERS_MAX = 255;

    private static final int ALTERNATIVES_MAX = 64;

    /// The most exact first: a name before a pattern, then the one with more before its first asterisk, then the one
    /// that says more.
    public static final Comparator<Glob> EXACT_FIRST = Comparator.comparing(Glob::isPlain, Comparator.reverseOrder())
            .thenComparing(Glob::beginning, Comparator.reverseOrder())
            .thenComparing(Glob::literals, Comparator.reverseOrder())
            .thenComparing(Glob::text);

    /// One step of a pattern.
    private sealed interface Step {
        record Literal(int character) implements Step {}

        /// One character of some, or of none of them; never a slash.
        record Some(List<Span> spans, boolean not) implements Step {
            boolean has(int character) {
                boolean in = spans.stream().anyMatch(it -> it.from() <= character && character <= it.to());
                return character != '/' && in != not;
            }
        }

        /// Any number of characters, slashes only if so.
        record Many(boolean slashes) implements Step {}

        /// Anything that ends with a slash.
        record Folders() implements Step {}

        /// What follows, which is folders, may be left out.
        record Perhaps() implements Step {}
    }

    private record Span(int from, int to) {}

    private final String text;
    private final List<List<Step>> alternatives;

    private Glob(String text, List<List<Step>> alternatives) {
        this.text = text;
        this.alternatives = alternatives;
    }

    /// Reads one.
    ///
    /// @throws IllegalArgumentException when it is none; see [#objection]
    public static Glob of(String text) {
        var objection = objection(text);
        if (objection.isPresent()) throw new IllegalArgumentException(objection.get());
        return new Glob(text, expand(text).stream().map(Glob::steps).toList());
    }

    /// Why a text is no pattern, if it is none.
    public static Optional<String> objection(String text) {
        if (text.isBlank()) return Optional.of(Messages.text("protection.pattern-is-empty"));
        if (text.length() > CHARACTERS_MAX)
            return Optional.of(Messages.text("protection.pattern-characters-max", CHARACTERS_MAX));
        if (text.codePoints().anyMatch(it -> it < ' ' || it == 0x7F))
            return Optional.of(Messages.text("protection.pattern-no-control-characters"));
        try {
            for (String one : expand(text)) steps(one);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// The texts that braces stand for.
    private static List<String> expand(String text) {
        var done = new ArrayList<String>();
        var waiting = new ArrayList<String>(List.of(text));
        while (!waiting.isEmpty()) {
            String one = waiting.removeLast();
            var braces = braces(one);
            if (braces.isEmpty()) done.add(one);
            else
                for (String word : braces.get().words())
                    waiting.add(one.substring(0, braces.get().from())
                            + word
                            + one.substring(braces.get().to()));
            if (done.size() + waiting.size() > ALTERNATIVES_MAX)
                throw new IllegalArgumentException(Messages.text("protection.pattern-braces-max", ALTERNATIVES_MAX));
        }
        return done;
    }

    private record Braces(int from, int to, List<String> words) {}

    private static Optional<Braces> braces(String text) {
        int depth = 0;
        int from = -1;
        int word = -1;
        var words = new ArrayList<String>();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') i++;
            else if (c == '{' && depth++ == 0) {
                from = i;
                word = i + 1;
            } else if (c == ',' && depth == 1) {
                words.add(text.substring(word, i));
                word = i + 1;
            } else if (c == '}' && depth > 0 && --depth == 0) {
                words.add(text.substring(word, i));
                return Optional.of(new Braces(from, i + 1, words));
            }
        }
        if (depth > 0) throw new IllegalArgumentException(Messages.text("protection.pattern-brace-is-open"));
        return Optional.empty();
    }

    private static List<Step> steps(String text) {
        var steps = new ArrayList<Step>();
        int[] points = text.codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            switch (points[i]) {
                case '\\' -> {
                    if (++i == points.length)
                        throw new IllegalArgumentException(Messages.text("protection.pattern-ends-with-backslash"));
                    steps.add(new Step.Literal(points[i]));
                }
                case '?' -> steps.add(new Step.Some(List.of(), true));
                case '[' -> i = some(points, i, steps);
                case '*' -> {
                    boolean two = i + 1 < points.length && points[i + 1] == '*';
                    if (!two) {
                        steps.add(new Step.Many(false));
                        continue;
                    }
                    boolean begins = i == 0 || points[i - 1] == '/';
                    while (i + 1 < points.length && points[i + 1] == '*') i++;
                    if (begins && i + 1 < points.length && points[i + 1] == '/') {
                        steps.add(new Step.Perhaps());
                        steps.add(new Step.Folders());
                        i++;
                    } else steps.add(new Step.Many(true));
                }
                default -> steps.add(new Step.Literal(points[i]));
            }
        }
        return List.copyOf(steps);
    }

    /// Reads `[…]` and gives where it ends.
    private static int some(int[] points, int at, List<Step> steps) {
        int i = at + 1;
        boolean not = i < points.length && (points[i] == '!' || points[i] == '^');
        if (not) i++;
        var spans = new ArrayList<Span>();
        for (boolean first = true; i < points.length && (points[i] != ']' || first); first = false) {
            int from = points[i];
            int to = from;
            if (i + 2 < points.length && points[i + 1] == '-' && points[i + 2] != ']') {
                to = points[i + 2];
                i += 2;
            }
            spans.add(new Span(from, to));
            i++;
        }
        if (i >= points.length) throw new IllegalArgumentException(Messages.text("protection.pattern-bracket-is-open"));
        steps.add(new Step.Some(List.copyOf(spans), not));
        return i;
    }

    /// Whether it stands for a name.
    public boolean matches(String name) {
        int[] points = name.codePoints().toArray();
        return alternatives.stream().anyMatch(steps -> matches(steps, points));
    }

    private static boolean matches(List<Step> steps, int[] name) {
        var now = new BitSet(steps.size() + 1);
        now.set(0);
        skip(steps, now);
        for (int at = 0; at < name.length && !now.isEmpty(); at++) {
            var next = new BitSet(steps.size() + 1);
            for (int i = now.nextSetBit(0); i >= 0 && i < steps.size(); i = now.nextSetBit(i + 1)) {
                int character = name[at];
                switch (steps.get(i)) {
                    case Step.Literal(var wanted) -> next.set(i + 1, character == wanted || next.get(i + 1));
                    case Step.Some some -> next.set(i + 1, some.has(character) || next.get(i + 1));
                    case Step.Many(var slashes) -> next.set(i, slashes || character != '/' || next.get(i));
                    case Step.Folders _ -> {
                        next.set(i);
                        if (character == '/') next.set(i + 1);
                    }
                    case Step.Perhaps _ -> {
                        // It was passed over already.
                    }
                }
            }
            now = next;
            skip(steps, now);
        }
        return now.get(steps.size());
    }

    /// What may stand for nothing is passed over.
    private static void skip(List<Step> steps, BitSet now) {
        for (int i = 0; i < steps.size(); i++) {
            if (!now.get(i)) continue;
            if (steps.get(i) instanceof Step.Many) now.set(i + 1);
            if (steps.get(i) instanceof Step.Perhaps) {
                now.set(i + 1);
                now.set(i + 2);
            }
        }
    }

    /// As it was written.
    public String text() {
        return text;
    }

    /// Whether it stands for one name only.
    public boolean isPlain() {
        return alternatives.size() == 1 && alternatives.getFirst().stream().allMatch(Step.Literal.class::isInstance);
    }

    /// The name that a plain one stands for.
    public String name() {
        var name = new StringBuilder();
        for (var step : alternatives.getFirst())
            if (step instanceof Step.Literal(var character)) name.appendCodePoint(character);
        return name.toString();
    }

    private int beginning() {
        return alternatives.stream()
                .mapToInt(steps -> (int)
                        steps.stream().takeWhile(Step.Literal.class::isInstance).count())
                .min()
                .orElse(0);
    }

    private int literals() {
        return alternatives.stream()
                .mapToInt(steps -> (int)
                        steps.stream().filter(Step.Literal.class::isInstance).count())
                .min()
                .orElse(0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Glob glob && glob.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
