package dev.hob.web.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// How times are said.
class PageTest {
    private static final Instant NOW = Instant.parse("2026-11-27T20:00:00Z");
    private static final Instant EVENING = Instant.parse("2026-08-31T22:30:00Z");

    private static Page page(String zone) {
        return new Page("", Optional.empty(), "", false, Optional.empty(), Optional.empty(), NOW, ZoneId.of(zone));
    }

    @Test
    void a_time_is_said_by_the_readers_clock() {
        assertThat(page("UTC").exactly(EVENING)).isEqualTo("31 Aug 2026 22:30 UTC");
        assertThat(page("Europe/Berlin").exactly(EVENING)).isEqualTo("1 Sep 2026 00:30 CEST");
        assertThat(page("UTC").ago(EVENING)).isEqualTo("31 Aug 2026");
        assertThat(page("Europe/Berlin").ago(EVENING)).isEqualTo("1 Sep 2026");
    }

    @Test
    void what_is_not_long_ago_needs_no_clock() {
        assertThat(page("Asia/Tokyo").ago(NOW.minus(Duration.ofHours(5)))).isEqualTo("5 hours ago");
        assertThat(page("UTC").ago(NOW.minusSeconds(5))).isEqualTo("just now");
    }

    @Test
    void a_day_of_the_calendar_is_the_same_everywhere() {
        var due = Instant.parse("2026-12-01T00:00:00Z");
        assertThat(page("America/Los_Angeles").day(due)).isEqualTo("1 Dec 2026");
        assertThat(page("Asia/Tokyo").day(due)).isEqualTo("1 Dec 2026");
    }

    @Test
    void who_reads_by_another_clock_has_another_page() {
        assertThat(page("UTC").look()).isNotEqualTo(page("Asia/Tokyo").look());
    }
}
