package dev.hob.web.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ChipsTest {
    private static final Pattern RULE =
            Pattern.compile("\\.k-([0-9a-f]{6}) \\{ background: (#[0-9a-f]{6}); color: (#[0-9a-f]{6});");

    private static int[] rgb(String hex) {
        int all = Integer.parseInt(hex.substring(1), 16);
        return new int[] {all >> 16, all >> 8 & 0xff, all & 0xff};
    }

    @Test
    void words_on_any_colour_can_be_read_by_day_and_by_night() {
        long seed = 7;
        var random = new Random(seed);
        var colours = new java.util.ArrayList<>(List.of("000000", "ffffff", "ffff00", "0000ff", "808080", "00ff00"));
        for (int i = 0; i < 2_000; i++) colours.add("%06x".formatted(random.nextInt(0x1000000)));
        for (String colour : colours) {
            var rule = RULE.matcher(Chips.css(colour));
            int rules = 0;
            while (rule.find()) {
                rules++;
                assertThat(Chips.contrast(rgb(rule.group(2)), rgb(rule.group(3))))
                        .as(colour + ", seed " + seed)
                        .isGreaterThanOrEqualTo(4.5);
            }
            assertThat(rules).isEqualTo(2);
        }
    }

    @Test
    void a_page_asks_for_each_colour_once() {
        var chips = List.of(new Chip("a", "ff0000", ""), new Chip("b", "00ff00", ""), new Chip("c", "ff0000", ""));
        assertThat(Chips.url(chips)).isEqualTo("/-/chips/1/00ff00-ff0000.css");
        assertThat(Chips.url(List.of())).isEmpty();
    }
}
