package dev.hob.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The stylesheet keeps what the design language promises.
class StylesheetTest {
    private static final Pattern ROOT = Pattern.compile(":root \\{(.*?)\\n\\s*\\}", Pattern.DOTALL);
    private static final Pattern COLOUR = Pattern.compile("--([a-z-]+): (#[0-9a-f]{6});");
    private static final List<String> GROUNDS = List.of("paper", "card", "sunk");

    private static String css() throws IOException {
        try (var in = StylesheetTest.class.getResourceAsStream("static/hob.css")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    /// The colours by day and by night.
    private static List<Map<String, String>> colours() throws IOException {
        var all = new ArrayList<Map<String, String>>();
        var roots = ROOT.matcher(css());
        while (roots.find()) {
            var colours = new HashMap<String, String>();
            var each = COLOUR.matcher(roots.group(1));
            while (each.find()) colours.put(each.group(1), each.group(2));
            all.add(colours);
        }
        return all;
    }

    @Test
    void text_can_be_read_and_edges_can_be_seen_by_day_and_by_night() throws IOException {
        assertThat(colours()).hasSize(2);
        for (var colours : colours()) {
            for (String ground : GROUNDS) {
                for (String text : List.of("ink", "soft", "ember", "bad", "good")) readable(colours, text, ground, 4.5);
                readable(colours, "edge", ground, 3);
            }
            for (String text : List.of("keyword", "string", "number", "type", "name"))
                readable(colours, text, "card", 4.5);
            for (String pair : List.of("bad", "good", "ember")) readable(colours, pair, pair + "-sunk", 4.5);
            readable(colours, "button-ink", "button", 4.5);
            for (String ground : List.of("added", "removed")) {
                for (String text : List.of("ink", "soft", "keyword", "string", "number", "type", "name"))
                    readable(colours, text, ground, 4.5);
                for (String text : List.of("ink", "keyword", "string", "number", "type", "name"))
                    readable(colours, text, ground + "-more", 4.5);
            }
        }
    }

    private static void readable(Map<String, String> colours, String text, String ground, double min) {
        double contrast = contrast(colours.get(text), colours.get(ground));
        assertThat(contrast).as(text + " on " + ground + " in " + colours).isGreaterThanOrEqualTo(min);
    }

    /// WCAG 2.2, "contrast ratio".
    private static double contrast(String one, String other) {
        double a = luminance(one) + 0.05;
        double b = luminance(other) + 0.05;
        return Math.max(a, b) / Math.min(a, b);
    }

    private static double luminance(String colour) {
        double[] parts = new double[3];
        for (int i = 0; i < 3; i++) {
            double part = Integer.parseInt(colour.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            parts[i] = part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
    }

    @Test
    void it_asks_no_other_host_for_anything() throws IOException {
        assertThat(css()).doesNotContain("url(", "@import", "http:", "https:");
    }
}
