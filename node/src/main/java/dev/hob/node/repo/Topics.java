package dev.hob.node.repo;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.db.Database;
import dev.hob.node.language.Messages;
import dev.hob.node.log.RepositoryId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// Words that a repository is found by. Shared between threads.
public final class Topics {
    /// How many words a repository can have.
    public static final int TOPICS_MAX = 25;

    private static final int CHARACTERS_MAX = 35;
    private static final int KNOWN_MAX = 10_000;
    private static final Pattern SHAPE = Pattern.compile("[a-z0-9][-.a-z0-9]*");

    /// A word, and how many public repositories it finds.
    public record Topic(String name, int repositories) {}

    private final Database database;
    /// Every look at a first page asks. A change takes the words out once it is done, and waits for who reads them.
    private final Cache<RepositoryId, Set<String>> known =
            Caffeine.newBuilder().maximumSize(KNOWN_MAX).build();

    public Topics(Database database) {
        this.database = database;
    }

    /// How a word is kept: small letters, nothing around it.
    public static String key(String topic) {
        return topic.strip().toLowerCase(Locale.ROOT);
    }

    /// Why these words cannot be the topics of a repository, in words for the one who asked.
    public static Optional<String> objection(Collection<String> topics) {
        if (topics.size() > TOPICS_MAX) return Optional.of(Messages.text("repo.topics-max", TOPICS_MAX));
        return topics.stream()
                .filter(topic ->
                        topic.length() > CHARACTERS_MAX || !SHAPE.matcher(topic).matches())
                .findFirst()
                .map(topic -> Messages.text("repo.topic-is-made-of", CHARACTERS_MAX, topic));
    }

    /// The words of a repository, in order.
    public Set<String> of(Repo repo) {
        return known.get(repo.id(), _ -> Collections.unmodifiableSet(database.read(handle -> of(handle, repo))));
    }

    private static Set<String> of(Handle handle, Repo repo) {
        return new LinkedHashSet<>(
                handle.createQuery("select name from topic where repository = :repository order by name")
                        .bind("repository", repo.id().value())
                        .mapTo(String.class)
                        .list());
    }

    /// The words of several repositories, in order; one without any is left out.
    public Map<RepositoryId, List<String>> of(Collection<Repo> repos) {
        if (repos.isEmpty()) return Map.of();
        var found = new HashMap<RepositoryId, List<String>>();
        database.read(handle -> handle.createQuery(
                                "select repository, name from topic where repository in (<ids>) order by name")
                        .bindList(
                                "ids",
                                repos.stream().map(repo -> repo.id().value()).toList())
                        .map((row, _) ->
                                Map.entry(new RepositoryId(row.getString("repository")), row.getString("name")))
                        .list())
                .forEach(entry -> found.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>())
                        .add(entry.getValue()));
        return found;
    }

    /// Gives a repository these words and no others. Says why not, if it cannot be.
    public Optional<String> replace(Repo repo, Collection<String> topics) {
        var keys = topics.stream().map(Topics::key).collect(Collectors.toCollection(TreeSet::new));
        return change(repo, _ -> keys);
    }

    /// Adds a word. Says why not, if it cannot be.
    public Optional<String> add(Repo repo, String topic) {
        return change(repo, before -> {
            var after = new TreeSet<>(before);
            after.add(key(topic));
            return after;
        });
    }

    /// Takes a word away; whether it was there.
    public boolean remove(Repo repo, String topic) {
        int rows = database.write(handle -> handle.execute(
                "delete from topic where repository = ? and name = ?", repo.id().value(), key(topic)));
        known.invalidate(repo.id());
        return rows > 0;
    }

    @FunctionalInterface
    private interface Change {
        Set<String> from(Set<String> before);
    }

    private Optional<String> change(Repo repo, Change change) {
        Optional<String> wrong = database.write(handle -> {
            var before = of(handle, repo);
            var after = change.from(before);
            var objection = objection(after);
            if (objection.isPresent()) return objection;
            for (String name : before)
                if (!after.contains(name))
                    handle.execute(
                            "delete from topic where repository = ? and name = ?",
                            repo.id().value(),
                            name);
            for (String name : after)
                handle.execute(
                        "insert into topic (repository, name) values (?, ?) on conflict (repository, name) do nothing",
                        repo.id().value(),
                        name);
            return Optional.<String>empty();
        });
        known.invalidate(repo.id());
        return wrong;
    }

    /// Words that contain some letters, and how many public repositories each finds; the most used first.
    public List<Topic> search(String letters, int max) {
        String pattern = "%" + key(letters).replaceAll("[^-.a-z0-9]", "") + "%";
        return database.read(handle -> handle.createQuery("""
                        select t.name, count(*) as repositories
                          from topic t
                          join repository r on r.id = t.repository
                         where not r.is_private and t.name like :pattern
                         group by t.name
                         order by count(*) desc, t.name
                         limit :max""")
                .bindMap(Map.of("pattern", pattern, "max", max))
                .map((row, _) -> new Topic(row.getString("name"), row.getInt("repositories")))
                .list());
    }
}
