package dev.hob.web.mcp;

/// A part of a list that is asked for.
record Paging(int from, int limit) {
    private static final int FROM_MAX = 1_000_000;

    static final Parameter FROM =
            new Parameter.Whole("from", "How many of the list to leave out, to go on with it", 0, FROM_MAX, 0);

    static Parameter limit(int otherwise, int most) {
        return new Parameter.Whole("limit", "How many to give at most", 1, most, otherwise);
    }

    static Paging of(Arguments arguments) {
        return new Paging(arguments.number("from"), arguments.number("limit"));
    }

    /// What is said below a list.
    String below(int shown, long total) {
        int next = from + shown;
        if (next >= total) return from == 0 ? "" : "\nThat is the end of the list.\n";
        return "\nThere are more: go on with from=" + next + ".\n";
    }
}
