package dev.hob.keys;

import java.math.BigInteger;
import java.util.Arrays;

/// Base58 in the Bitcoin alphabet, as multibase `z` uses it. Immutable rules, no state.
public final class Base58 {
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(58);

    private Base58() {}

    /// The text of some bytes; each leading zero byte becomes one leading `1`.
    public static String encode(byte[] bytes) {
        var text = new StringBuilder();
        for (var rest = new BigInteger(1, bytes); rest.signum() > 0; ) {
            var parts = rest.divideAndRemainder(BASE);
            text.append(ALPHABET.charAt(parts[1].intValue()));
            rest = parts[0];
        }
        for (int i = 0; i < bytes.length && bytes[i] == 0; i++) text.append('1');
        return text.reverse().toString();
    }

    /// The bytes of a text.
    ///
    /// @throws IllegalArgumentException on a character outside the alphabet
    public static byte[] decode(String text) {
        var number = BigInteger.ZERO;
        int zeros = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = ALPHABET.indexOf(text.charAt(i));
            if (digit < 0) throw new IllegalArgumentException("not base58: " + text);
            if (digit == 0 && zeros == i) zeros++;
            number = number.multiply(BASE).add(BigInteger.valueOf(digit));
        }
        byte[] magnitude = number.signum() == 0 ? new byte[0] : number.toByteArray();
        int sign = magnitude.length > 0 && magnitude[0] == 0 ? 1 : 0;
        byte[] bytes = new byte[zeros + magnitude.length - sign];
        System.arraycopy(magnitude, sign, bytes, zeros, magnitude.length - sign);
        return bytes;
    }

    /// Decodes a text whose result must have one exact length, so that a stranger's long text costs nothing.
    ///
    /// @throws IllegalArgumentException when it has another length or is not base58
    public static byte[] decode(String text, int length) {
        if (text.length() > length * 2)
            throw new IllegalArgumentException("too long for " + length + " bytes of base58");
        byte[] bytes = decode(text);
        if (bytes.length != length)
            throw new IllegalArgumentException("expected " + length + " bytes of base58, got " + bytes.length);
        return Arrays.copyOf(bytes, length);
    }
}
