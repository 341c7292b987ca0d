package dev.hob.web.html;

import java.time.Instant;
import java.util.List;

/// The commits of one day in a list.
public record CommitDay(Instant day, List<CommitLine> lines) {
    public CommitDay {
        lines = List.copyOf(lines);
    }
}
