package dev.hob.node.repo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.refs.House;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicsTest {
    @TempDir
    Path folder;

    @Test
    void words_are_kept_once_and_go_with_their_repository() {
        try (var house = new House(folder)) {
            var topics = house.node.topics();
            var tea = house.repository("tea");
            var pot = house.repository("pot");
            assertThat(topics.replace(tea, List.of("Green", "green ", "herb"))).isEmpty();
            assertThat(topics.add(pot, "green")).isEmpty();
            assertThat(topics.of(tea)).containsExactly("green", "herb");
            assertThat(topics.search("ree", 10)).containsExactly(new Topics.Topic("green", 2));
            assertThat(topics.search("%", 10)).hasSize(2);
            assertThat(topics.having("GREEN"))
                    .containsExactlyInAnyOrder(tea.id().value(), pot.id().value());
            assertThat(topics.add(tea, "no word")).isPresent();
            assertThat(topics.add(tea, "x".repeat(36))).isPresent();
            assertThat(topics.remove(tea, "herb")).isTrue();
            assertThat(topics.remove(tea, "herb")).isFalse();
            house.node.repos().delete(tea, house.node.people().find("alice").orElseThrow());
            assertThat(topics.search("green", 10)).containsExactly(new Topics.Topic("green", 1));
        }
    }
}
