package dev.hob.node.git;

import java.time.Duration;

/// What a push may bring at most.
///
/// @param packBytesMax the whole pack as it comes over the wire
/// @param objectBytesMax one object, unpacked
/// @param commandsMax how many refs one push may move
/// @param silenceMax how long a client may say nothing
public record ReceiveLimits(long packBytesMax, long objectBytesMax, int commandsMax, Duration silenceMax) {
    /// Two gigabytes, half a gigabyte, fifty thousand refs, five minutes.
    public static final ReceiveLimits USUAL = new ReceiveLimits(2L << 30, 512L << 20, 50_000, Duration.ofMinutes(5));
}
