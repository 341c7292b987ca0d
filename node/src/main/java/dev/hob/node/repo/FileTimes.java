package dev.hob.node.repo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How finely a file system tells when a file has changed. JGit reads a file again that it last read within this time
/// of a change, as a second change would not show. Left to itself it measures the time when it first needs it, by
/// writing and reading for seconds in which the first push, clone or page waits; whether times have fractions of
/// seconds is seen at once, and a generous answer costs no more than a few files read twice.
final class FileTimes {
    /// More than a tick of any kernel's clock, and than the hundredths of a second that exFAT counts in.
    static final Duration FINE = Duration.ofMillis(20);

    /// FAT counts in steps of two seconds, HFS+ and some network file systems in seconds.
    static final Duration COARSE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(FileTimes.class);

    private FileTimes() {}

    /// @param folder where a file is made and removed again
    static Duration resolution(Path folder) {
        var probe = folder.resolve(Storage.PROBE + UUID.randomUUID());
        try {
            Files.createFile(probe);
            try {
                long nanos = Files.getLastModifiedTime(probe).to(TimeUnit.NANOSECONDS);
                return nanos % TimeUnit.SECONDS.toNanos(1) == 0 ? COARSE : FINE;
            } finally {
                Files.deleteIfExists(probe);
            }
        } catch (IOException e) {
            // A full disk is no reason not to start.
            LOG.warn("cannot see how {} tells times: taken for coarse", folder, e);
            return COARSE;
        }
    }
}
