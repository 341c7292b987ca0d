package dev.hob.node.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MessagesTest {
    private static String said(String pattern, Object... values) {
        return Message.parse("key", pattern, "en").text(values);
    }

    @Test
    void a_message_is_said_with_its_values_in_any_order() {
        assertThat(said("No values, and it's {0}", "fine")).isEqualTo("No values, and it's fine");
        assertThat(said("{1} of {0}", 3, "one")).isEqualTo("one of 3");
        assertThat(said("braces '{'0'}'")).isEqualTo("braces {0}");
    }

    @Test
    void a_number_chooses_as_its_language_does() {
        String files = "{0, plural, =0 {no file} one {# file of {1}} other {# files of {1}}}";
        assertThat(said(files, 0, "tea")).isEqualTo("no file");
        assertThat(said(files, 1, "tea")).isEqualTo("1 file of tea");
        assertThat(said(files, 21L, "tea")).isEqualTo("21 files of tea");
        String polish = "{0, plural, one {# plik} few {# pliki} many {# plików} other {# pliku}}";
        assertThat(List.of(1, 2, 5, 22, 112))
                .extracting(it -> Message.parse("key", polish, "pl").text(it))
                .containsExactly("1 plik", "2 pliki", "5 plików", "22 pliki", "112 plików");
        assertThat(said("{0, select, open {Open} other {Closed}}", "open")).isEqualTo("Open");
        assertThat(said("{0, select, open {Open} other {Closed}}", "merged")).isEqualTo("Closed");
    }

    @Test
    void what_is_wrong_with_a_message_is_said() {
        assertThatThrownBy(() -> said("{0} and {1}", "one")).hasMessageContaining("{1}");
        assertThatThrownBy(() -> said("{name}", "one")).hasMessageContaining("by their number");
        assertThatThrownBy(() -> said("{0, date}", "one")).hasMessageContaining("plural and select");
        assertThatThrownBy(() -> Messages.text("no.such.message")).hasMessageContaining("no.such.message");
        assertThatThrownBy(() -> Messages.text("no.such.html")).hasMessageContaining("is HTML");
    }

    @Test
    void a_reader_gets_what_they_chose_else_what_their_browser_asks_for() {
        assertThat(Messages.fitting(Optional.empty(), Optional.empty())).isEqualTo("en");
        assertThat(Messages.fitting(Optional.empty(), Optional.of("fr, de-AT;q=0.8, en;q=0.5")))
                .isEqualTo("de");
        assertThat(Messages.fitting(Optional.empty(), Optional.of("en-GB, de;q=0.9")))
                .isEqualTo("en");
        assertThat(Messages.fitting(Optional.of("en"), Optional.of("de"))).isEqualTo("en");
        assertThat(Messages.fitting(Optional.of("tlh"), Optional.of("de"))).isEqualTo("de");
        assertThat(Messages.fitting(Optional.empty(), Optional.of(";;q=two, \0")))
                .isEqualTo("en");
        String many = "fr;q=0.1, ".repeat(1_000) + "de";
        assertThat(Messages.fitting(Optional.empty(), Optional.of(many))).isEqualTo("en");
    }

    @Test
    void english_is_spoken_but_where_a_reader_is_answered() throws Exception {
        assertThat(Messages.text("issue.title-is-one-line")).isEqualTo("A title is one line.");
        String german = Messages.in("de", () -> Messages.text("issue.title-is-one-line"));
        assertThat(german).isEqualTo("Ein Titel besteht aus einer Zeile.");
        assertThat(Messages.language()).isEqualTo("en");
        // Work that a reader begins, and does not wait for, is nobody's.
        var elsewhere = new String[1];
        Messages.in("de", () -> {
            var thread = Thread.ofVirtual().start(() -> elsewhere[0] = Messages.language());
            thread.join();
            return thread;
        });
        assertThat(elsewhere[0]).isEqualTo("en");
    }

    @Test
    void what_is_kept_is_said_to_each_reader_in_their_language() {
        var kept = Messages.in("de", () -> Messages.later("code.compared-lines-max", 7));
        assertThat(kept.text()).isEqualTo("the changes have more than 7 lines");
        assertThat(Messages.in("de", () -> said("({0})", kept))).isEqualTo("(die Änderungen haben mehr als 7 Zeilen)");
    }
}
