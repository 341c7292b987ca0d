package dev.hob.web.calm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RobotsTest {
    @Test
    void each_group_ends_before_the_next_begins() {
        assertThat(Robots.NONE.text()).isEqualTo("User-agent: *\nDisallow: /\n");
        assertThat(Robots.ALL.text())
                .startsWith("User-agent: *\nDisallow: /search\n")
                .doesNotContain("GPTBot");
        String[] groups = Robots.SEARCH.text().split("\n\n");
        assertThat(groups).hasSize(2);
        assertThat(groups[0]).startsWith("User-agent: ").endsWith("\nDisallow: /");
        assertThat(groups[1]).isEqualTo(Robots.ALL.text());
    }

    @Test
    void first_pages_of_repositories_and_people_may_be_read() {
        assertThat(Robots.SEARCH.text().lines().filter(line -> line.startsWith("Disallow: /*")))
                .allMatch(line -> line.startsWith("Disallow: /*/*/"));
    }
}
