package dev.hob.search.embed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.search.chunk.Chunk;
import dev.hob.search.chunk.ChunkKind;
import org.junit.jupiter.api.Test;

class PassagesTest {
    @Test
    void a_function_is_its_name_in_words_what_is_said_of_it_and_its_code() {
        var chunk = new Chunk(
                "src/Door.java",
                "Java",
                ChunkKind.FUNCTION,
                "openDoor",
                "Door",
                "void openDoor()",
                "Lets one in.",
                3,
                6,
                "/** Lets one in. */\nvoid openDoor() {\n    // slowly\n    door.open();\n}");
        assertThat(Passages.of(chunk)).isEqualTo("open Door\nLets one in.\nvoid openDoor() {\n    door.open();\n}");
    }

    @Test
    void a_section_stays_as_it_was_written() {
        var chunk = new Chunk(
                "README.md", "", ChunkKind.SECTION, "Doors", "", "", "", 1, 3, "# Doors\n\nThey open // and close.");
        assertThat(Passages.of(chunk)).isEqualTo("Doors\n# Doors\n\nThey open // and close.");
    }

    @Test
    void it_has_an_end_and_no_half_letters() {
        var chunk = new Chunk("a", "", ChunkKind.WINDOW, "", "", "", "", 1, 1, "x" + "🙂".repeat(5_000));
        assertThat(Passages.of(chunk)).hasSize(Passages.LETTERS_MAX - 1).endsWith("🙂");
    }
}
