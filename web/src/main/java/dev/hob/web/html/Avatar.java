package dev.hob.web.html;

import dev.hob.keys.DidKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The picture of a key: four quarter turns of one little pattern, in two inks that the key chooses. The same key has
/// the same picture everywhere, so it is drawn from the key alone and kept by browsers for good.
public final class Avatar {
    /// Part of the URL: another drawing is another number.
    private static final int EDITION = 1;

    private static final int CELL = 16;
    static final int CELLS = 3;
    private static final int SIDE = 2 * CELLS * CELL;

    private Avatar() {}

    /// Where the picture of a key is.
    public static String url(DidKey key) {
        return "/-/avatar/" + EDITION + "/" + key.nid() + ".svg";
    }

    /// The picture.
    public static String svg(DidKey key) {
        byte[] dice = hash(key);
        int hue = (dice[0] & 0xff) * 360 / 256;
        int other = (hue + 40 + (dice[1] & 0xff) * 120 / 256) % 360;
        var out = new StringBuilder(2_000);
        out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\">".formatted(SIDE, SIDE));
        out.append("<rect width=\"%d\" height=\"%d\" fill=\"hsl(%d 45%% 88%%)\"/>".formatted(SIDE, SIDE, hue));
        for (int turn = 0; turn < 4; turn++) {
            out.append("<g transform=\"rotate(%d %d %d)\">".formatted(90 * turn, SIDE / 2, SIDE / 2));
            for (int cell = 0; cell < CELLS * CELLS; cell++) {
                int die = dice[2 + cell] & 0xff;
                int x = cell % CELLS * CELL;
                int y = cell / CELLS * CELL;
                String ink = die % 3 == 0 ? "hsl(%d 55%% 34%%)".formatted(other) : "hsl(%d 50%% 42%%)".formatted(hue);
                out.append(shape(die / 3 % 6, x, y, ink));
            }
            out.append("</g>");
        }
        return out.append("</svg>\n").toString();
    }

    private static String shape(int kind, int x, int y, String ink) {
        int c = CELL;
        String path =
                switch (kind) {
                    case 0 -> "M%d %dh%dv%dh-%dz".formatted(x, y, c, c, c);
                    case 1 -> "M%d %dh%dL%d %dz".formatted(x, y, c, x, y + c);
                    case 2 -> "M%d %dv%dh-%dz".formatted(x + c, y, c, c);
                    case 3 -> "M%d %da%d %d 0 0 1-%d %dz".formatted(x + c, y, c, c, c, c);
                    case 4 ->
                        "M%d %da%d %d 0 1 0 %d 0a%d %d 0 1 0-%d 0"
                                .formatted(x, y + c / 2, c / 2, c / 2, c, c / 2, c / 2, c);
                    default -> "";
                };
        return path.isEmpty() ? "" : "<path fill=\"" + ink + "\" d=\"" + path + "\"/>";
    }

    static byte[] hash(DidKey key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.bytes());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java runtime has SHA-256", e);
        }
    }
}
