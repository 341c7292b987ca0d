package dev.hob.web.repo;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which bytes a request asks for (RFC 9110, section 14.1.2). Several ranges at once are answered with all, as the
/// standard lets a server do: they have cost others dearly.
sealed interface ByteRange {
    Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /// All of them.
    record All() implements ByteRange {}

    /// None that is there.
    record None() implements ByteRange {}

    /// Some of them, counted from zero.
    ///
    /// @param last the position of the last one
    record Part(long first, long last) implements ByteRange {
        long length() {
            return last - first + 1;
        }
    }

    /// What a `Range` says.
    ///
    /// @param asked the field; null when there is none
    static ByteRange of(@Nullable String asked, long size) {
        var range = ONE.matcher(asked == null ? "" : asked.strip());
        if (!range.matches()) return new All();
        String first = range.group(1);
        String last = range.group(2);
        if (first.isEmpty() && last.isEmpty()) return new All();
        if (first.isEmpty()) {
            long length = Math.min(Long.parseLong(last), size);
            return length == 0 ? new None() : new Part(size - length, size - 1);
        }
        long from = Long.parseLong(first);
        long to = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
        if (to < from) return new All();
        return from >= size ? new None() : new Part(from, Math.min(to, size - 1));
    }
}
