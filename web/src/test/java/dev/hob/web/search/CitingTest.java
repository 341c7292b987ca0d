package dev.hob.web.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CitingTest {
    private static String written(String... pieces) {
        var citing = new Citing(List.of("/one", "/two"));
        var out = new StringBuilder();
        for (String piece : pieces) out.append(citing.more(piece));
        return out.append(citing.rest()).toString();
    }

    @Test
    void a_number_leads_to_its_passage_however_it_comes() {
        String whole = "It boils <a class=\"cited\" href=\"/two\">[2]</a><a class=\"cited\" href=\"/one\">[1]</a>.";
        assertThat(written("It boils [2][1].")).isEqualTo(whole);
        assertThat(written("It boils [", "2", "][1", "]", ".")).isEqualTo(whole);
    }

    @Test
    void what_is_no_number_of_a_passage_stays_text() {
        assertThat(written("a[0] [3] [99] [x] [12345] [")).isEqualTo("a[0] [3] [99] [x] [12345] [");
        assertThat(written("<script>", "[<b>]")).isEqualTo("&lt;script&gt;[&lt;b&gt;]");
    }
}
