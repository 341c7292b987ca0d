package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FileTextTest {
    private static FileText of(String file) {
        return FileText.of(file.getBytes(UTF_8)).orElseThrow();
    }

    /// What is written when somebody sees the file, changes it so, and their browser sends it.
    private static String edited(String file, String from, String to) {
        String shown = of(file).text();
        return new String(of(file).bytes(shown.replace(from, to).replace("\n", "\r\n")), UTF_8);
    }

    @Test
    void lines_go_on_ending_as_they_did() {
        assertThat(edited("a\nb\n", "b", "c\nd")).isEqualTo("a\nc\nd\n");
        assertThat(edited("a\r\nb\r\n", "b", "c\nd")).isEqualTo("a\r\nc\r\nd\r\n");
        assertThat(edited("a\rb\r", "b", "c\nd")).isEqualTo("a\rc\rd\r");
        assertThat(edited("a\r\nb\nc\r\nd\r\n", "b", "b\nx")).isEqualTo("a\r\nb\nx\r\nc\r\nd\r\n");
        assertThat(edited("a\r\nb\nc\nd\r\n", "c\n", "")).isEqualTo("a\r\nb\nd\r\n");
    }

    @Test
    void the_last_line_goes_on_ending_or_not() {
        assertThat(edited("a\nb\n", "b\n", "c")).isEqualTo("a\nc\n");
        assertThat(edited("a\nb", "b", "c")).isEqualTo("a\nc");
        assertThat(edited("a\r\nb", "b", "c\nd")).isEqualTo("a\r\nc\r\nd");
        assertThat(edited("a\n", "a\n", "")).isEmpty();
        assertThat(new String(FileText.NEW.bytes("a\r\nb"), UTF_8)).isEqualTo("a\nb\n");
        assertThat(FileText.NEW.bytes("")).isEmpty();
    }

    @Test
    void a_byte_order_mark_stays_where_nobody_sees_it() {
        assertThat(of("\ufeffa\n").text()).isEqualTo("a\n");
        assertThat(edited("\ufeffa\n", "a", "b")).isEqualTo("\ufeffb\n");
    }

    @Test
    void whatever_was_not_changed_is_the_same_to_the_byte() {
        var random = new Random(7);
        String[] pieces = {"a", "é", "☕", "\n", "\r\n", "\r", "\t", "\f", "\u001b", " ", "\u2028"};
        for (int round = 0; round < 500; round++) {
            var file = new StringBuilder(random.nextInt(5) == 0 ? "\ufeff" : "");
            for (int i = random.nextInt(40); i > 0; i--) file.append(pieces[random.nextInt(pieces.length)]);
            assertThat(edited(file.toString(), "nothing", "nothing"))
                    .as("round " + round + " of seed 7")
                    .isEqualTo(file.toString());
        }
    }

    @Test
    void what_is_no_utf_8_or_no_text_or_too_large_is_not_edited() {
        assertThat(FileText.of("ä".getBytes(ISO_8859_1))).isEmpty();
        assertThat(FileText.of(new byte[] {'a', 0, 'b'})).isEmpty();
        assertThat(FileText.of(new byte[FileText.BYTES_MAX + 1])).isEmpty();
        assertThat(FileText.of("x".repeat(FileText.BYTES_MAX).getBytes(UTF_8))).isPresent();
        assertThat(FileText.of(new byte[0])).isPresent();
    }

    @Test
    void two_who_changed_different_lines_are_both_heard() {
        byte[] before = "1\n2\n3\n4\n5\n".getBytes(UTF_8);
        var both = FileText.merged(before, "one\n2\n3\n4\n5\n".getBytes(UTF_8), "1\n2\n3\n4\nfive\n".getBytes(UTF_8));
        assertThat(both)
                .hasValueSatisfying(it -> assertThat(new String(it, UTF_8)).isEqualTo("one\n2\n3\n4\nfive\n"));
        assertThat(FileText.merged(before, "one\n2\n".getBytes(UTF_8), "ONE\n2\n".getBytes(UTF_8)))
                .isEmpty();
    }
}
