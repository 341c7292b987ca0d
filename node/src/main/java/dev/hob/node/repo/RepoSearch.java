package dev.hob.node.repo;

import dev.hob.keys.DidKey;
import dev.hob.node.db.Database;
import dev.hob.node.db.Like;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.node.people.Viewer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Lists of repositories that somebody may see: narrowed by words, in some order, page by page behind a key.
/// Shared between threads.
public final class RepoSearch {
    private static final Pattern KEY = Pattern.compile("([A-Za-z0-9._-]{1,100})~([a-z2-7]{20})");
    private static final Pattern MILLIS = Pattern.compile("\\d{1,18}");

    private static final String TOPIC = "exists (select 1 from topic t where t.repository = r.id and t.name = :topic)";
    private static final String LET_IN =
            "exists (select 1 from collaborator c where c.repository = r.id and c.person = :reader)";

    /// Which repositories are looked among.
    public sealed interface Shelf {
        /// What everyone may see.
        record Public() implements Shelf {}

        /// What somebody owns, as far as the reader may see it.
        record OwnedBy(Person owner) implements Shelf {}

        /// What is kept for others that a peer's key began.
        record OfPeer(DidKey key) implements Shelf {}

        /// What somebody was let into.
        record SharedWith(Person person) implements Shelf {}

        /// What somebody gave a star, as far as the reader may see it.
        record StarredBy(Person person) implements Shelf {}
    }

    /// What comes first.
    public enum Order {
        UPDATED,
        CREATED,
        NAME;

        private String column() {
            return switch (this) {
                case UPDATED -> "r.updated";
                case CREATED -> "r.created";
                case NAME -> "r.name_key";
            };
        }

        private boolean falls() {
            return this != NAME;
        }

        private String key(Repo repo) {
            String first =
                    switch (this) {
                        case UPDATED -> String.valueOf(repo.updated().toEpochMilli());
                        case CREATED -> String.valueOf(repo.created().toEpochMilli());
                        case NAME -> RepositoryName.key(repo.name());
                    };
            return first + "~" + repo.id().value();
        }
    }

    /// Some of a list, and the key behind which the rest begins.
    public record Page(List<Repo> repos, Optional<String> next) {
        public Page {
            repos = List.copyOf(repos);
        }
    }

    /// Which repositories a client looks for, among those that it may see.
    ///
    /// @param words in the name; empty for any
    /// @param described whether words in the description do too
    /// @param topic a word that they are found by
    public record Which(
            String words,
            boolean described,
            Optional<String> topic,
            Optional<Boolean> isPrivate,
            Optional<Person> owner) {
        /// All that somebody owns.
        public static Which ownedBy(Person owner) {
            return new Which("", false, Optional.empty(), Optional.empty(), Optional.of(owner));
        }
    }

    /// A part of a list, and how long the list is.
    public record Part(List<Repo> repos, int total) {
        public Part {
            repos = List.copyOf(repos);
        }
    }

    private final Database database;
    private final Access access;

    public RepoSearch(Database database, Access access) {
        this.database = database;
        this.access = access;
    }

    /// Up to so many repositories behind a key. A key that is none begins at the beginning.
    public Page find(Viewer reader, Shelf shelf, String words, Order order, Optional<String> after, int max) {
        var conditions = new ArrayList<String>();
        var bindings = new HashMap<String, Object>();
        String join = shelf(shelf, reader, conditions, bindings);
        if (!words.isBlank()) {
            conditions.add("(r.name_key like :words escape '!' or lower(r.description) like :words escape '!'"
                    + " or p.name like :words escape '!' or " + TOPIC + ")");
            bindings.put("words", Like.within(words.strip()));
            bindings.put("topic", Topics.key(words));
        }
        after.flatMap(text -> behind(text, order, bindings)).ifPresent(conditions::add);
        String direction = order.falls() ? " desc" : "";
        String sql = Repos.SELECT + join + " where " + String.join(" and ", conditions) + " order by " + order.column()
                + direction + ", r.id" + direction + " limit :max";
        var found = database.read(handle -> handle.createQuery(sql)
                .bindMap(bindings)
                .bind("max", max + 1)
                .map(Repos::row)
                .list());
        var rows = found.subList(0, Math.min(max, found.size()));
        // The statement narrows; whether somebody may see is answered in one place only.
        var seen = rows.stream()
                .filter(repo -> access.may(reader, Right.READ, repo))
                .toList();
        return new Page(seen, found.size() > max ? Optional.of(order.key(rows.getLast())) : Optional.empty());
    }

    private static String shelf(Shelf shelf, Viewer reader, List<String> conditions, Map<String, Object> bindings) {
        switch (shelf) {
            case Shelf.Public() -> conditions.add("not r.is_private");
            case Shelf.OwnedBy(var owner) -> {
                conditions.add("r.owner = :owner");
                bindings.put("owner", owner.id());
                visible(reader, conditions, bindings);
            }
            case Shelf.OfPeer(var key) -> {
                conditions.add("p.peer and p.name = :owner");
                bindings.put("owner", key.nid());
                visible(reader, conditions, bindings);
            }
            case Shelf.SharedWith(var person) -> {
                conditions.add("c.person = :person");
                bindings.put("person", person.id());
                return " join collaborator c on c.repository = r.id";
            }
            case Shelf.StarredBy(var person) -> {
                conditions.add("s.person = :person");
                bindings.put("person", person.id());
                visible(reader, conditions, bindings);
                return " join star s on s.repository = r.id";
            }
        }
        return "";
    }

    /// What the reader has nothing to do with only makes pages shorter than they could be.
    private static void visible(Viewer reader, List<String> conditions, Map<String, Object> bindings) {
        conditions.add("(not r.is_private or r.owner = :reader or " + LET_IN + ")");
        bindings.put("reader", reader.person().map(Person::id).orElse(""));
    }

    private static Optional<String> behind(String text, Order order, Map<String, Object> bindings) {
        var parts = KEY.matcher(text);
        if (!parts.matches()) return Optional.empty();
        if (order.falls() && !MILLIS.matcher(parts.group(1)).matches()) return Optional.empty();
        bindings.put("key", order.falls() ? (Object) Long.parseLong(parts.group(1)) : parts.group(1));
        bindings.put("id", parts.group(2));
        String sign = order.falls() ? "<" : ">";
        String column = order.column();
        return Optional.of("(%s %s :key or (%s = :key and r.id %s :id))".formatted(column, sign, column, sign));
    }

    /// A part of the repositories that a client may see, for one that asks for page 7 of 12.
    public Part part(Viewer reader, Which which, Order order, boolean falls, long from, int max) {
        var conditions = new ArrayList<String>();
        var bindings = new HashMap<String, Object>();
        var limits = seen(reader, conditions, bindings);
        if (!which.words().isBlank()) {
            String described = which.described() ? " or lower(r.description) like :words escape '!'" : "";
            conditions.add("(r.name_key like :words escape '!'" + described + ")");
            bindings.put("words", Like.within(which.words().strip()));
        }
        which.topic().ifPresent(topic -> {
            conditions.add(TOPIC);
            bindings.put("topic", Topics.key(topic));
        });
        which.isPrivate().ifPresent(it -> conditions.add(it ? "r.is_private" : "not r.is_private"));
        which.owner().ifPresent(owner -> {
            conditions.add("r.owner = :owner");
            bindings.put("owner", owner.id());
        });
        String where = " where " + String.join(" and ", conditions);
        String direction = falls ? " desc" : "";
        String first = order == Order.NAME ? "p.name" + direction + ", r.name_key" : order.column();
        return database.read(handle -> {
            var count = handle.createQuery("select count(*) from repository r join person p on p.id = r.owner" + where)
                    .bindMap(bindings);
            var rows = handle.createQuery(Repos.SELECT + where + " order by " + first + direction + ", r.id" + direction
                            + " limit :max offset :from")
                    .bindMap(bindings)
                    .bind("max", max)
                    .bind("from", from);
            limits.ifPresent(ids -> {
                count.bindList("limits", ids);
                rows.bindList("limits", ids);
            });
            int total = count.mapTo(Integer.class).one();
            return new Part(rows.map(Repos::row).list(), total);
        });
    }

    /// The condition that is [Access]'s answer for reading; the ids that a token is limited to, if they count.
    private static Optional<List<String>> seen(Viewer reader, List<String> conditions, Map<String, Object> bindings) {
        var person = reader.person().filter(_ -> reader.grant().allows(Scope.READ_REPOSITORY));
        if (person.isEmpty()) {
            conditions.add("not r.is_private");
            return Optional.empty();
        }
        var limits = reader.grant()
                .limitedTo()
                .map(ids -> ids.stream().map(RepositoryId::value).toList());
        if (limits.filter(List::isEmpty).isPresent()) {
            conditions.add("not r.is_private");
            return Optional.empty();
        }
        bindings.put("reader", person.get().id());
        conditions.add("(not r.is_private or ((r.owner = :reader or " + LET_IN + ")"
                + (limits.isPresent() ? " and r.id in (<limits>)" : "") + "))");
        return limits;
    }

    /// How many repositories there are on this node, seen or not.
    public int count() {
        return database.read(handle -> handle.createQuery("select count(*) from repository")
                .mapTo(Integer.class)
                .one());
    }
}
