package dev.hob.web.html;

import dev.hob.keys.DidKey;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// The picture of a key in points, as [Avatar] draws it in shapes. Stateless.
public final class AvatarPng {
    /// Points of a side.
    static final int SIDE = 192;

    /// Looks at each point, to and fro, for smooth edges.
    private static final int LOOKS = 3;

    /// Looks in each direction, and twice as many, so that none falls on an edge between quarters.
    private static final int PLACES = 2 * LOOKS * SIDE;

    private static final int CELL = PLACES / (2 * Avatar.CELLS);

    private static final byte[] HEAD = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int BYTES_MAX = 256 * 1024;

    private AvatarPng() {}

    /// The picture.
    public static byte[] of(DidKey key) {
        byte[] dice = Avatar.hash(key);
        var points = new ByteArrayOutputStream(SIDE * (3 * SIDE + 1));
        for (int y = 0; y < SIDE; y++) {
            points.write(0); // No filter (PNG §9.2).
            for (int x = 0; x < SIDE; x++) point(dice, x, y, points);
        }
        return png(points.toByteArray());
    }

    private static void point(byte[] dice, int x, int y, ByteArrayOutputStream points) {
        double red = 0;
        double green = 0;
        double blue = 0;
        for (int look = 0; look < LOOKS * LOOKS; look++) {
            double[] ink = ink(dice, 2 * (x * LOOKS + look % LOOKS) + 1, 2 * (y * LOOKS + look / LOOKS) + 1);
            red += ink[0];
            green += ink[1];
            blue += ink[2];
        }
        double all = LOOKS * LOOKS;
        points.write((int) Math.round(255 * red / all));
        points.write((int) Math.round(255 * green / all));
        points.write((int) Math.round(255 * blue / all));
    }

    /// The ink at a place, of which there are [#PLACES] in each direction.
    private static double[] ink(byte[] dice, int x, int y) {
        int hue = (dice[0] & 0xff) * 360 / 256;
        // Turned back until it is in the first quarter.
        int right = x;
        int down = y;
        while (right >= PLACES / 2 || down >= PLACES / 2) {
            int before = right;
            right = down;
            down = PLACES - before;
        }
        int die = dice[2 + down / CELL * Avatar.CELLS + right / CELL] & 0xff;
        if (!covers(die / 3 % 6, right % CELL, down % CELL)) return colour(hue, 0.45, 0.88);
        int other = (hue + 40 + (dice[1] & 0xff) * 120 / 256) % 360;
        return die % 3 == 0 ? colour(other, 0.55, 0.34) : colour(hue, 0.50, 0.42);
    }

    /// Whether a shape covers a place in its cell.
    private static boolean covers(int kind, int x, int y) {
        return switch (kind) {
            case 0 -> true;
            case 1 -> x + y < CELL;
            case 2 -> x + y > CELL;
            case 3 -> x + y > CELL && x * x + y * y < CELL * CELL;
            case 4 -> (2 * x - CELL) * (2 * x - CELL) + (2 * y - CELL) * (2 * y - CELL) < CELL * CELL;
            default -> false;
        };
    }

    /// Hue, saturation and lightness as red, green and blue (CSS Color 4 §7.1).
    private static double[] colour(int hue, double saturation, double lightness) {
        return new double[] {
            part(0, hue, saturation, lightness),
            part(8, hue, saturation, lightness),
            part(4, hue, saturation, lightness)
        };
    }

    private static double part(int n, int hue, double saturation, double lightness) {
        double k = (n + hue / 30.0) % 12;
        double a = saturation * Math.min(lightness, 1 - lightness);
        return lightness - a * Math.max(-1, Math.min(Math.min(k - 3, 9 - k), 1));
    }

    private static byte[] png(byte[] points) {
        try {
            var bytes = new ByteArrayOutputStream();
            var out = new DataOutputStream(bytes);
            out.write(HEAD);
            var header = new ByteArrayOutputStream();
            var sizes = new DataOutputStream(header);
            sizes.writeInt(SIDE);
            sizes.writeInt(SIDE);
            sizes.write(new byte[] {8, 2, 0, 0, 0}); // Eight bits of each of red, green and blue.
            chunk(out, "IHDR", header.toByteArray());
            chunk(out, "IDAT", packed(points));
            chunk(out, "IEND", new byte[0]);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    private static void chunk(DataOutputStream out, String type, byte[] content) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        var sum = new CRC32();
        sum.update(name);
        sum.update(content);
        out.writeInt(content.length);
        out.write(name);
        out.write(content);
        out.writeInt((int) sum.getValue());
    }

    private static byte[] packed(byte[] points) {
        var deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            deflater.setInput(points);
            deflater.finish();
            byte[] packed = new byte[BYTES_MAX];
            int length = deflater.deflate(packed);
            if (!deflater.finished()) throw new AssertionError("a picture of few colours does not pack");
            return Arrays.copyOf(packed, length);
        } finally {
            deflater.end();
        }
    }
}
