package dev.hob.node.log;

import java.time.Instant;

/// One line of the log. Positions rise, with gaps; they never repeat.
public record Entry(long position, Instant at, Origin origin, Change change) {}
