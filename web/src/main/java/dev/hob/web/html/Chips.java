package dev.hob.web.html;

import io.javalin.http.Context;
import java.util.Collection;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The colours of labels, as a stylesheet made of the colours alone: a strict policy lets no page say them itself. The
/// ground is the label's colour, thinned for the eye; the words are that colour too, as dark or as light as it takes to
/// read them.
public final class Chips {
    /// Part of the URL: other rules are another number.
    private static final int EDITION = 1;

    private static final int COLOURS_MAX = 600;
    private static final double CONTRAST_MIN = 4.6;
    private static final Pattern COLOURS = Pattern.compile("[0-9a-f]{6}(-[0-9a-f]{6})*");
    private static final int[] CARD_BY_DAY = {0xff, 0xff, 0xff};
    private static final int[] CARD_BY_NIGHT = {0x20, 0x1d, 0x19};
    private static final int[] BLACK = {0, 0, 0};
    private static final int[] WHITE = {0xff, 0xff, 0xff};

    private Chips() {}

    /// Where the stylesheet is that a page with these chips needs; empty when it needs none.
    public static String url(Collection<Chip> chips) {
        var colours = chips.stream().map(Chip::color).collect(Collectors.toCollection(TreeSet::new));
        if (colours.isEmpty()) return "";
        return "/-/chips/" + EDITION + "/" + colours.stream().limit(COLOURS_MAX).collect(Collectors.joining("-"))
                + ".css";
    }

    /// Answers with the stylesheet of some colours.
    public static void style(Context context) {
        String colours = context.pathParam("colours");
        if (colours.length() > COLOURS_MAX * 7 || !COLOURS.matcher(colours).matches()) throw Stop.notFound();
        context.contentType("text/css; charset=utf-8")
                .header("Cache-Control", "public, max-age=31536000, immutable")
                .result(css(colours.split("-", -1)));
    }

    static String css(String... colours) {
        var day = new StringBuilder();
        var night = new StringBuilder("@media (prefers-color-scheme: dark) {\n");
        for (String colour : colours) {
            int[] rgb = rgb(colour);
            rule(day, colour, mixed(rgb, CARD_BY_DAY, 0.16), rgb, BLACK, mixed(rgb, CARD_BY_DAY, 0.5));
            rule(night, colour, mixed(rgb, CARD_BY_NIGHT, 0.24), rgb, WHITE, mixed(rgb, CARD_BY_NIGHT, 0.55));
        }
        return day.append(night).append("}\n").toString();
    }

    private static void rule(StringBuilder out, String colour, int[] ground, int[] ink, int[] towards, int[] edge) {
        out.append(".k-%s { background: %s; color: %s; border-color: %s; }\n"
                .formatted(colour, hex(ground), hex(readable(ink, ground, towards)), hex(edge)));
    }

    /// The colour itself, or as much of it as can be read on a ground.
    private static int[] readable(int[] ink, int[] ground, int[] towards) {
        for (int step = 0; step <= 20; step++) {
            var tried = mixed(towards, ink, step / 20.0);
            if (contrast(tried, ground) >= CONTRAST_MIN) return tried;
        }
        return towards;
    }

    private static int[] mixed(int[] some, int[] rest, double share) {
        int[] mixed = new int[3];
        for (int i = 0; i < 3; i++) mixed[i] = (int) Math.round(some[i] * share + rest[i] * (1 - share));
        return mixed;
    }

    private static int[] rgb(String colour) {
        int all = Integer.parseInt(colour, 16);
        return new int[] {all >> 16, all >> 8 & 0xff, all & 0xff};
    }

    private static String hex(int[] rgb) {
        return String.format(Locale.ROOT, "#%02x%02x%02x", rgb[0], rgb[1], rgb[2]);
    }

    /// WCAG 2.2, "contrast ratio".
    static double contrast(int[] one, int[] other) {
        double a = luminance(one) + 0.05;
        double b = luminance(other) + 0.05;
        return Math.max(a, b) / Math.min(a, b);
    }

    private static double luminance(int[] rgb) {
        double[] parts = new double[3];
        for (int i = 0; i < 3; i++) {
            double part = rgb[i] / 255.0;
            parts[i] = part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
    }
}
