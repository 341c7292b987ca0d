package dev.hob.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Base58Test {
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    /// The definition, digit by digit.
    private static String slowly(byte[] bytes) {
        var text = new StringBuilder();
        for (var rest = new BigInteger(1, bytes); rest.signum() > 0; rest = rest.divide(BigInteger.valueOf(58)))
            text.append(ALPHABET.charAt(rest.mod(BigInteger.valueOf(58)).intValue()));
        for (int i = 0; i < bytes.length && bytes[i] == 0; i++) text.append('1');
        return text.reverse().toString();
    }

    @Test
    void any_bytes_are_written_by_the_definition_and_read_back() {
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(70)];
            random.nextBytes(bytes);
            for (int zeros = random.nextInt(4), at = 0; at < Math.min(zeros, bytes.length); at++) bytes[at] = 0;
            if (i % 50 == 0) bytes = new byte[bytes.length];
            String text = Base58.encode(bytes);
            assertThat(text).isEqualTo(slowly(bytes));
            assertThat(Base58.decode(text)).isEqualTo(bytes);
            assertThat(Base58.decode(text, bytes.length)).isEqualTo(bytes);
        }
    }

    @Test
    void what_is_not_base58_or_has_another_length_is_refused() {
        assertThatThrownBy(() -> Base58.decode("0OIl")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Base58.decode("é")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Base58.decode("2".repeat(28), 19)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Base58.decode("2".repeat(100), 20)).isInstanceOf(IllegalArgumentException.class);
    }
}
