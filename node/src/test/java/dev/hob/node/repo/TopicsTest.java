package dev.hob.node.repo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.MasterKey;
import dev.hob.node.db.Engine;
import dev.hob.node.log.Intents;
import dev.hob.node.log.Log;
import dev.hob.node.people.Custody;
import dev.hob.node.people.People;
import dev.hob.node.refs.Refs;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TopicsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void words_are_kept_once_and_go_with_their_repository(Engine engine) {
        var clock = InstantSource.system();
        try (var database = engine.open(folder);
                var storage = Storage.open(folder.resolve("storage"))) {
            var log = new Log(database, clock);
            var custody = new Custody(database, MasterKey.open(folder.resolve("master.key")), clock);
            var people = new People(database, log, custody, clock);
            var intents = new Intents(database);
            var repos = new Repos(database, log, intents, custody, storage, clock);
            var refs = new Refs(
                    database,
                    log,
                    intents,
                    custody,
                    storage,
                    repos,
                    new RowIdentity(database, clock),
                    (_, _, _, _) -> {},
                    clock);
            var topics = new Topics(database);
            var alice = ((People.Creation.Created) people.create("alice", "alice@example.org", Optional.empty(), false))
                    .person();
            var tea = ((Repos.Creation.Created) refs.create(alice, "tea", false, "", "main")).repo();
            var pot = ((Repos.Creation.Created) refs.create(alice, "pot", false, "", "main")).repo();

            assertThat(topics.replace(tea, List.of("Green", "green ", "herb"))).isEmpty();
            assertThat(topics.add(pot, "green")).isEmpty();
            assertThat(topics.of(tea)).containsExactly("green", "herb");
            assertThat(topics.of(List.of(tea, pot)))
                    .isEqualTo(Map.of(tea.id(), List.of("green", "herb"), pot.id(), List.of("green")));
            assertThat(topics.search("ree", 10)).containsExactly(new Topics.Topic("green", 2));
            assertThat(topics.search("%", 10)).hasSize(2);
            assertThat(topics.add(tea, "no word")).isPresent();
            assertThat(topics.add(tea, "x".repeat(36))).isPresent();
            assertThat(topics.remove(tea, "herb")).isTrue();
            assertThat(topics.remove(tea, "herb")).isFalse();
            repos.delete(tea, alice);
            assertThat(topics.search("green", 10)).containsExactly(new Topics.Topic("green", 1));
        }
    }
}
