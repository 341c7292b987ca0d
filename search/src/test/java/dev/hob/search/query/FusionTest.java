package dev.hob.search.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.log.RepositoryId;
import dev.hob.search.chunk.ChunkKind;
import dev.hob.search.chunk.FileRole;
import dev.hob.search.index.Kind;
import dev.hob.search.index.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FusionTest {
    private final Fusion fusion = new Fusion(Ranking.USUAL);

    @Test
    void what_both_lists_have_goes_before_what_one_has() {
        fusion.add(List.of(piece("a", 1), piece("b", 1)), 1);
        fusion.add(List.of(piece("c", 1), piece("b", 1)), 1);
        assertThat(owners()).containsExactly("b", "a", "c");
    }

    @Test
    void a_file_with_several_places_goes_before_one_with_a_single_place_that_is_little_better() {
        fusion.add(List.of(piece("one", 1), piece("many", 1), piece("many", 2), piece("many", 3)), 1);
        assertThat(owners()).containsExactly("many", "one");
    }

    @Test
    void many_poor_places_do_not_make_a_good_one() {
        var list = new ArrayList<Unit>();
        list.add(piece("good", 1));
        for (int i = 0; i < 12; i++) list.add(piece("between" + i, 1));
        for (int i = 0; i < 50; i++) list.add(piece("poor", i));
        fusion.add(list, 1);
        assertThat(owners().getFirst()).isEqualTo("good");
    }

    @Test
    void a_test_goes_behind_source() {
        fusion.add(List.of(piece("test", 1, FileRole.TEST), piece("source", 1)), 1);
        assertThat(owners()).containsExactly("source", "test");
    }

    private List<String> owners() {
        return fusion.groups().stream().map(group -> group.best().owner()).toList();
    }

    private static Unit piece(String owner, int line) {
        return piece(owner, line, FileRole.SOURCE);
    }

    private static Unit piece(String owner, int line, FileRole role) {
        return new Unit(
                owner,
                Kind.CODE,
                new RepositoryId("a".repeat(20)),
                owner,
                "Java",
                role,
                Optional.of(ChunkKind.FUNCTION),
                "f",
                "",
                "",
                line,
                line,
                line,
                "",
                Optional.empty(),
                Optional.empty(),
                0);
    }
}
