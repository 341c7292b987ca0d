package dev.hob.web.api;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/// A page of a list, and how long the list is.
record Listed<T>(List<T> items, int total, Slice slice) {
    static final int LIMIT = 30;
    static final int LIMIT_MAX = 50;
    private static final int PAGE_MAX = 1_000_000;

    Listed {
        items = List.copyOf(items);
    }

    /// Which part of a list a client asks for.
    record Slice(int page, int limit) {
        static Slice of(OptionalLong page, OptionalLong limit) {
            long size = limit.orElse(LIMIT);
            return new Slice(
                    Math.clamp(page.orElse(1), 1, PAGE_MAX), size < 1 ? LIMIT : (int) Math.min(size, LIMIT_MAX));
        }

        long from() {
            return (page - 1L) * limit;
        }
    }

    /// Cuts a page out of a list that is at hand.
    static <S, T> Listed<T> of(List<S> all, Slice slice, Function<S, T> shape) {
        var items =
                all.stream().skip(slice.from()).limit(slice.limit()).map(shape).toList();
        return new Listed<>(items, all.size(), slice);
    }

    int pages() {
        return Math.max(1, (total + slice.limit() - 1) / slice.limit());
    }
}
