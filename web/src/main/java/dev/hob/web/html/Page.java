package dev.hob.web.html;

import static dev.hob.web.text.Messages.dates;
import static dev.hob.web.text.Messages.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/// What every page knows: its title, who reads it, the token its forms carry, and what time it is, where its reader is.
///
/// @param alternate the id of the document beside it, for other servers
public record Page(
        String title,
        Optional<Reader> reader,
        String csrf,
        boolean mayJoin,
        Optional<String> notice,
        Optional<String> alternate,
        Instant now,
        ZoneId zone) {
    /// The same page under another title.
    public Page titled(String title) {
        return new Page(title, reader, csrf, mayJoin, notice, alternate, now, zone);
    }

    /// The name of who reads it, if somebody is signed in.
    public Optional<String> person() {
        return reader.map(Reader::name);
    }

    /// All that tells this page from another reader's, whatever the time. A stranger's pages with forms are not kept,
    /// so that their token does not count.
    public String look() {
        return reader.isPresent()
                ? new Page("", reader, csrf, mayJoin, notice, alternate, Instant.EPOCH, zone).toString()
                : mayJoin + " " + notice + " " + alternate + " " + zone;
    }

    /// How long what [#ago] says of a time and of all before it stays right enough.
    public long moment(Instant newest) {
        long seconds = Duration.between(newest, now).abs().toHours() < 1 ? 60 : 3600;
        return now.getEpochSecond() / seconds * seconds;
    }

    /// A time as people say it: `3 hours ago`, and the date once it is a month back.
    public String ago(Instant then) {
        var since = Duration.between(then, now);
        if (since.toMinutes() < 1)
            return since.isNegative() && since.toHours() < -1 ? date(then) : text("time.just-now");
        if (since.toHours() < 1) return text("time.minutes-ago", since.toMinutes());
        if (since.toDays() < 1) return text("time.hours-ago", since.toHours());
        if (since.toDays() < 30) return text("time.days-ago", since.toDays());
        return date(then);
    }

    private String date(Instant then) {
        return dates("time.day").format(then.atZone(zone));
    }

    /// A day of the calendar, to come or gone, as people say it: the same wherever they are.
    ///
    /// @param at its beginning in UTC
    public String day(Instant at) {
        return dates("time.day").format(at.atOffset(ZoneOffset.UTC));
    }

    /// A time to the minute.
    public String exactly(Instant then) {
        return dates("time.minute").format(then.atZone(zone));
    }
}
