package dev.hob.search.embed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommentsTest {
    @Test
    void comments_and_their_lines_go_and_strings_stay() {
        assertThat(Comments.without("""
                /** Says hello. */
                void hello() {
                    // politely

                    say("http://example.org/*"); // at once
                    say('\\'' + "a \\" // b");
                }
                """, "Java")).isEqualTo("""
                void hello() {
                    say("http://example.org/*");
                    say('\\'' + "a \\" // b");
                }
                """);
    }

    @Test
    void doc_comments_of_python_go_and_its_long_strings_stay() {
        assertThat(Comments.without("""
                def hello(name):
                    \"""Says hello.

                    To one.
                    \"""
                    # politely
                    sql = \"""select '#'
                      from people\"""
                    return f"#{name}"
                """, "Python")).isEqualTo("""
                def hello(name):
                    sql = \"""select '#'
                      from people\"""
                    return f"#{name}"
                """);
    }

    @Test
    void a_lifetime_of_rust_is_no_string() {
        assertThat(Comments.without("fn a<'a>(x: &'a str) -> &'a str { x } // it's\nfn b() {}\n", "Rust"))
                .isEqualTo("fn a<'a>(x: &'a str) -> &'a str { x }\nfn b() {}\n");
    }

    @Test
    void an_open_comment_or_string_ends_with_the_text() {
        assertThat(Comments.without("a(); /* b", "Go")).isEqualTo("a();\n");
        assertThat(Comments.without("a(\"b", "Go")).isEqualTo("a(\"b\n");
        assertThat(Comments.without("a(`b", "Go")).isEqualTo("a(`b\n");
        assertThat(Comments.without("a(\"b\\", "Go")).isEqualTo("a(\"b\\\n");
    }

    @Test
    void an_unknown_language_stays_as_it_is() {
        assertThat(Comments.without("# title\n\n// x", "")).isEqualTo("# title\n\n// x");
    }
}
