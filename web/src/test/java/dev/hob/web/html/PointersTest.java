package dev.hob.web.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.text.Markdown;
import dev.hob.node.text.Markdown.Base;
import dev.hob.node.text.Markdown.Target;
import dev.hob.node.text.Markdown.Targets;
import dev.hob.node.text.Pointers;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PointersTest {
    private static final Base BASE = new Base("/alice/tea/src/branch/main/", "");

    private static String html(String text) {
        var words = Map.of(
                "#12", new Target("/alice/tea/issues/12", "It \"leaks\""),
                "bob/cup_s#3", new Target("/bob/cup_s/issues/3", ""),
                "@bob_smith", new Target("/bob_smith", ""),
                "c0ffee1", new Target("/alice/tea/commit/c0ffee1", ""));
        return new Markdown(new Highlighter()::block)
                .render(text, text, BASE, BASE, new Targets(words, Map.of("f".repeat(40), "/file")));
    }

    @Test
    void words_that_may_lead_somewhere_are_found() {
        assertThat(
                        Pointers.in(
                                "#12 (#13) bob/cups#3, @carol. c0ffee1! a@b.c x#4 ##5 #abc /#6 a/b/c#7 1234567x &#39; c0ffee1.x"))
                .containsExactly("#12", "#13", "bob/cups#3", "@carol", "c0ffee1");
        assertThat(Pointers.in("#" + "1".repeat(10))).isEmpty();
        assertThat(Pointers.in("#1 ".repeat(5) + "#2 #3")).containsExactly("#1", "#2", "#3");
    }

    @Test
    void those_that_lead_somewhere_become_links_outside_of_code_and_links() {
        assertThat(html("See #12, *bob/cup_s#3* and @bob_smith in c0ffee1; not #13."))
                .contains("<a href=\"/alice/tea/issues/12\" title=\"It &#34;leaks&#34;\" rel=\"nofollow\">#12</a>,")
                .contains("<a href=\"/bob/cup_s/issues/3\" rel=\"nofollow\">bob/cup_s#3</a>")
                .contains("rel=\"nofollow\">&#64;bob_smith</a> in <a href=\"/alice/tea/commit/c0ffee1\"")
                .contains("; not #13.");
        assertThat(html("`#12`")).doesNotContain("<a ");
        assertThat(html("    #12")).doesNotContain("<a ");
        assertThat(html("[say #12](https://example.org)")).containsOnlyOnce("<a ");
        assertThat(html("https://example.org/#12")).containsOnlyOnce("<a ");
        assertThat(html("a_b_c #12 d_e_f #12 g")).contains("g</p>").contains(">#12</a> d_e_f <a ");
    }

    @Test
    void files_are_found_by_the_ids_of_their_bytes() {
        assertThat(html("![a](" + "f".repeat(40) + ") [b](" + "f".repeat(40) + ")"))
                .contains("<img src=\"/file\" alt=\"a\" />", "<a href=\"/file\" rel=\"nofollow\">b</a>");
    }

    @Test
    void tasks_are_counted_where_they_are_tasks() {
        assertThat(Tasks.in("- [ ] a\n* [x] b\n1. [X] c\n  - [ ] d\n> - [x] e")).contains(new Tasks(3, 5));
        assertThat(Tasks.in("[x] a\n- [x]b\n- [y] c\n```\n- [x] d\n```\n")).isEmpty();
        assertThat(Tasks.in("nothing")).isEmpty();
    }
}
