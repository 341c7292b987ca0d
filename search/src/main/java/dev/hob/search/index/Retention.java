package dev.hob.search.index;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// Which branches and tags, beside the default branch, are kept in the index, and how long. Immutable.
///
/// @param always patterns of names that are always in, of every repository; a star stands for anything
/// @param askedMax so many more of each repository are kept because somebody asked for them
/// @param filesMax so many files stand beside those of default branches, of all repositories together, before the
///     revision that was asked for longest ago goes
/// @param unasked how long one of those is kept that nobody asks for any more
/// @param rest how long the one that was asked for makes room for no other
public record Retention(
        InstantSource clock, List<String> always, int askedMax, int filesMax, Duration unasked, Duration rest) {
    private static final int ASKED_MAX = 8;
    private static final int FILES_MAX = 500_000;
    private static final Duration UNASKED = Duration.ofDays(30);
    private static final Duration REST = Duration.ofMinutes(10);

    public Retention {
        always = List.copyOf(always);
    }

    /// As nodes keep them.
    ///
    /// @param always patterns of names that are always in
    public static Retention usual(InstantSource clock, List<String> always) {
        return new Retention(clock, always, ASKED_MAX, FILES_MAX, UNASKED, REST);
    }

    /// Whether a revision is always in.
    boolean isAlways(Revision revision) {
        return always.stream().anyMatch(pattern -> Globs.fits(revision.name(), pattern));
    }
}
