package dev.hob.p2p.wire;

import static dev.hob.p2p.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class FilterTest {
    private static final RepoId HEARTWOOD = new RepoId("rad:z3gqcJUoA1n9HaHKufZs5FCSGazv5");

    @Test
    void bits_are_those_of_a_real_node() {
        var vector = Vectors.read("bloom.json");
        for (var item : vector.get("items")) {
            var repository = new RepoId(item.get("rid").asText());
            byte[] input = Filter.hashed(repository);
            assertThat(hex(input)).isEqualTo(item.get("hash_input_hex").asText());
            assertThat(SipHash13.of(hex(vector.get("key1_hex")), input))
                    .isEqualTo(Long.parseUnsignedLong(item.get("h1_hex").asText(), 16));
            assertThat(SipHash13.of(hex(vector.get("key2_hex")), input))
                    .isEqualTo(Long.parseUnsignedLong(item.get("h2_hex").asText(), 16));
            for (int bytes : new int[] {Filter.SMALL_BYTES, Filter.MEDIUM_BYTES, Filter.LARGE_BYTES})
                assertThat(Filter.bits(repository, bytes)).isEqualTo(numbers(item.get("bits_" + bytes + "_bytes")));
        }
    }

    @Test
    void what_was_put_in_is_in_and_little_else() {
        var random = new Random(1);
        var inside = Stream.generate(() -> some(random)).limit(800).toList();
        var filter = Filter.of(inside);
        assertThat(inside).allMatch(filter::contains);

        long mistakes = Stream.generate(() -> some(random))
                .limit(10_000)
                .filter(filter::contains)
                .count();
        assertThat(mistakes).isBetween(1L, 200L);
    }

    @Test
    void a_filter_grows_with_what_is_in_it() {
        assertThat(Filter.bytesFor(0)).isEqualTo(Filter.SMALL_BYTES);
        assertThat(Filter.bytesFor(100)).isEqualTo(Filter.SMALL_BYTES);
        assertThat(Filter.bytesFor(1_000)).isEqualTo(Filter.MEDIUM_BYTES);
        assertThat(Filter.bytesFor(3_420)).isEqualTo(Filter.LARGE_BYTES);
    }

    @Test
    void more_can_be_added_without_changing_the_one_we_have() {
        var filter = Filter.NOTHING.with(List.of(HEARTWOOD));
        assertThat(filter.contains(HEARTWOOD)).isTrue();
        assertThat(Filter.NOTHING.contains(HEARTWOOD)).isFalse();
        assertThat(Filter.EVERYTHING.contains(HEARTWOOD)).isTrue();
        assertThat(filter).isEqualTo(Filter.of(List.of(HEARTWOOD)));
    }

    private static RepoId some(Random random) {
        byte[] id = new byte[20];
        random.nextBytes(id);
        return RepoId.of(id);
    }

    private static int[] numbers(JsonNode array) {
        var numbers = new ArrayList<Integer>();
        StreamSupport.stream(array.spliterator(), false).map(JsonNode::asInt).forEach(numbers::add);
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }
}
