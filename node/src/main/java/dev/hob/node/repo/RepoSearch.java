package dev.hob.node.repo;

import dev.hob.node.db.Database;
import dev.hob.node.db.Like;
import dev.hob.node.people.Person;
import dev.hob.node.people.Viewer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Lists of repositories that somebody may see: narrowed by words, in some order, page by page behind a key. Shared
/// between threads.
public final class RepoSearch {
    private static final Pattern KEY = Pattern.compile("([A-Za-z0-9._-]{1,100})~([a-z2-7]{20})");
    private static final Pattern MILLIS = Pattern.compile("\\d{1,18}");

    /// Which repositories are looked among.
    public sealed interface Shelf {
        /// What everyone may see.
        record Public() implements Shelf {}

        /// What somebody owns, as far as the reader may see it.
        record OwnedBy(Person owner) implements Shelf {}

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
                    + " or p.name like :words escape '!')");
            bindings.put("words", Like.within(words.strip()));
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
                seen(reader, conditions, bindings);
            }
            case Shelf.SharedWith(var person) -> {
                conditions.add("c.person = :person");
                bindings.put("person", person.id());
                return " join collaborator c on c.repository = r.id";
            }
            case Shelf.StarredBy(var person) -> {
                conditions.add("s.person = :person");
                bindings.put("person", person.id());
                seen(reader, conditions, bindings);
                return " join star s on s.repository = r.id";
            }
        }
        return "";
    }

    /// What the reader has nothing to do with only makes pages shorter than they could be.
    private static void seen(Viewer reader, List<String> conditions, Map<String, Object> bindings) {
        conditions.add("(not r.is_private or r.owner = :reader or exists (select 1 from collaborator c"
                + " where c.repository = r.id and c.person = :reader))");
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

    /// How many repositories there are on this node, seen or not.
    public int count() {
        return database.read(handle -> handle.createQuery("select count(*) from repository")
                .mapTo(Integer.class)
                .one());
    }
}
