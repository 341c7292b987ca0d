package dev.hob.web.html;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// What every page knows: its title, who reads it, the token its forms carry, and what time it is.
///
/// @param alternate the id of the document beside it, for other servers
public record Page(
        String title,
        Optional<Reader> reader,
        String csrf,
        boolean mayJoin,
        Optional<String> notice,
        Optional<String> alternate,
        Instant now) {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern(
                    "d MMM yyyy HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /// The same page under another title.
    public Page titled(String title) {
        return new Page(title, reader, csrf, mayJoin, notice, alternate, now);
    }

    /// The name of who reads it, if somebody is signed in.
    public Optional<String> person() {
        return reader.map(Reader::name);
    }

    /// All that tells this page from another reader's, whatever the time. A stranger's pages with forms are not kept,
    /// so that their token does not count.
    public String look() {
        return reader.isPresent()
                ? new Page("", reader, csrf, mayJoin, notice, alternate, Instant.EPOCH).toString()
                : mayJoin + " " + notice + " " + alternate;
    }

    /// How long what [#ago] says of a time and of all before it stays right enough.
    public long moment(Instant newest) {
        long seconds = Duration.between(newest, now).abs().toHours() < 1 ? 60 : 3600;
        return now.getEpochSecond() / seconds * seconds;
    }

    /// A time as people say it: `3 hours ago`, and the date once it is a month back.
    public String ago(Instant then) {
        var since = Duration.between(then, now);
        if (since.toMinutes() < 1) return since.isNegative() && since.toHours() < -1 ? DAY.format(then) : "just now";
        if (since.toHours() < 1) return count(since.toMinutes(), "minute");
        if (since.toDays() < 1) return count(since.toHours(), "hour");
        if (since.toDays() < 30) return count(since.toDays(), "day");
        return DAY.format(then);
    }

    /// A day to come or gone, as people say it.
    public String day(Instant at) {
        return DAY.format(at);
    }

    private static String count(long n, String unit) {
        return n + " " + unit + (n == 1 ? "" : "s") + " ago";
    }

    /// A time to the minute.
    public String exactly(Instant then) {
        return MINUTE.format(then);
    }
}
