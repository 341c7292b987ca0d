package dev.hob.search.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Prose is cut where its headings are, in whichever markup.
class HeadingsTest {
    /// `first-last scope › name`, each on a line.
    private static String cut(String path, String text) {
        return String.join(
                "\n",
                Chunker.chunks(path, text).stream()
                        .map(it -> it.firstLine() + "-" + it.lastLine() + " "
                                + (it.scope().isEmpty() ? "" : it.scope() + " › ") + it.name())
                        .toList());
    }

    @Test
    void a_fence_of_markdown_ends_at_one_as_long_and_of_its_own_signs() {
        String text = """
                # Tea
                ````markdown
                ```
                # No heading
                ```
                ~~~~
                # Nor this
                ```` not the end
                # Nor this
                `````
                ```brew``` is code within a line
                ## Pouring
                ~~~ `a` b
                # No heading
                ~~~
                ## Cups
                """;
        assertThat(cut("tea.md", text)).isEqualTo("""
                1-11 Tea
                12-15 Tea › Pouring
                16-16 Tea › Cups""");
    }

    @Test
    void an_org_file_is_cut_by_its_headlines() {
        String text = """
                #+STARTUP: overview
                #+TITLE: All about tea
                #+TODO: TODO BREWING(b) | DONE COLD(c)

                Tea is good.
                * TODO [#A] Pouring [1/2]            :kitchen:hot:
                Slowly.
                ** BREWING The [[https://tea.example/cup][cup]]
                Warm it.
                *bold* is no headline
                 * nor is an item
                ******* nor is what is deeper than anybody reads
                *** COLD Handles
                Hold it.
                * Steeping
                """;
        assertThat(cut("tea.org", text)).isEqualTo("""
                1-5 All about tea
                6-7 All about tea › Pouring
                8-12 All about tea › Pouring › The cup
                13-14 All about tea › Pouring › The cup › Handles
                15-15 All about tea › Steeping""");
    }

    @Test
    void what_looks_like_a_headline_in_an_org_block_is_none_if_the_block_ends() {
        String text = """
                * Lists
                  #+BEGIN_SRC org
                * No headline
                #+begin_example
                ** Nor this
                #+end_src
                * Blocks
                #+begin_quote
                * Never ended
                """;
        assertThat(cut("tea.org", text)).isEqualTo("""
                1-6 Lists
                7-8 Blocks
                9-9 Never ended""");
    }

    @Test
    void an_asciidoc_file_is_cut_by_its_section_titles() {
        String text = """
                = All about tea
                Alice <alice@example.org>
                :toc:

                Tea is good.

                [[pouring]]
                == Pouring ==
                Slowly.

                === The cup [[cup]]
                Warm it.

                == Steeping
                #not a title#
                 == nor this
                ## As elsewhere
                """;
        assertThat(cut("tea.adoc", text)).isEqualTo("""
                1-7 All about tea
                8-9 All about tea › Pouring
                11-12 All about tea › Pouring › The cup
                14-16 All about tea › Steeping
                17-17 All about tea › As elsewhere""");
    }

    @Test
    void titles_of_asciidoc_may_be_underlined() {
        String text = """
                Tea
                ===

                Pouring
                -------
                Slowly.

                The cup
                ~~~~~~~~
                Warm it.
                Pour it
                -------
                not a title, since a paragraph goes on
                -------

                .Listing
                --------
                = code
                --------
                """;
        assertThat(cut("tea.asciidoc", text)).isEqualTo("""
                1-2 Tea
                4-6 Tea › Pouring
                8-19 Tea › Pouring › The cup""");
    }

    @Test
    void what_looks_like_a_title_in_a_block_of_asciidoc_is_none_if_the_block_ends() {
        String text = """
                = Tea

                [source,asciidoc]
                ----
                == No title
                ....
                === Nor this
                ----

                ====
                == In an example
                ====

                ```ruby
                # comment
                ```

                ////
                == Left out
                ////

                |===
                |a
                == b
                |===

                == Blocks
                ....
                == Never ended
                """;
        assertThat(cut("tea.adoc", text)).isEqualTo("""
                1-25 Tea
                27-28 Tea › Blocks
                29-29 Tea › Never ended""");
    }

    @Test
    void without_headings_a_text_is_one_piece() {
        assertThat(cut("tea.org", "Tea is good.\n")).isEqualTo("1-1 ");
        assertThat(cut("tea.adoc", "\nTea is good.\n")).isEqualTo("1-2 ");
        assertThat(Chunker.chunks("tea.adoc", "\n\n")).isEmpty();
    }

    @Test
    void strange_files_cost_little() {
        var texts = List.of(
                "#+begin_src\n".repeat(60_000) + "#+end_src\n",
                "#+begin_a\n#+end_b\n".repeat(30_000),
                "* a " + " ".repeat(900_000) + ":b",
                "* " + "[[".repeat(400) + "\n",
                ("* " + " :a".repeat(300) + "\n").repeat(1_000),
                "----\n....\n".repeat(60_000),
                "-".repeat(1_000_000),
                ("= " + "[[".repeat(400) + "\n").repeat(1_000),
                "a\n-\n".repeat(100_000));
        org.junit.jupiter.api.Assertions.assertTimeout(Duration.ofSeconds(20), () -> {
            for (String text : texts) {
                assertThat(Chunker.chunks("a.org", text)).isNotNull();
                assertThat(Chunker.chunks("a.adoc", text)).isNotNull();
            }
        });
    }
}
