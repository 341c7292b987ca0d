package dev.hob.search.index;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/// What a line shall contain, to the letter. Immutable.
public sealed interface Wanted {
    /// The longest text or expression.
    int CHARACTERS_MAX = 500;

    /// This text.
    ///
    /// @param anyCase whether capitals do not count
    record Exact(String text, boolean anyCase) implements Wanted {
        public Exact {
            if (text.isEmpty() || text.length() > CHARACTERS_MAX || text.indexOf('\n') >= 0)
                throw new IllegalArgumentException("not to be looked for: " + text);
        }
    }

    /// What fits a regular expression of RE2's kind: whatever it is, each character is looked at once.
    final class Fitting implements Wanted {
        private final String regex;
        private final Pattern pattern;
        private final Need need;

        private Fitting(String regex, Pattern pattern, Need need) {
            this.regex = regex;
            this.pattern = pattern;
            this.need = need;
        }

        Pattern pattern() {
            return pattern;
        }

        Need need() {
            return need;
        }

        @Override
        public String toString() {
            return regex;
        }
    }

    /// An expression that can be looked for, or why not.
    sealed interface Read {
        /// It can.
        record Good(Fitting wanted) implements Read {}

        /// It cannot; told in words for whoever typed it.
        record Bad(String told) implements Read {}
    }

    /// Reads a regular expression.
    static Read fitting(String regex, boolean anyCase) {
        if (regex.isEmpty() || regex.length() > CHARACTERS_MAX)
            return new Read.Bad("an expression has 1 to " + CHARACTERS_MAX + " characters");
        try {
            var need = RegexNeed.of(regex);
            var pattern = Pattern.compile(regex, anyCase ? Pattern.CASE_INSENSITIVE : 0);
            return new Read.Good(new Fitting(regex, pattern, need));
        } catch (RegexNeed.Strange | PatternSyntaxException e) {
            return new Read.Bad(Optional.ofNullable(e.getMessage()).orElse("cannot be understood"));
        }
    }
}
