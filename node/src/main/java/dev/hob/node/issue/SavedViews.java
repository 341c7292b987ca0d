package dev.hob.node.issue;

import dev.hob.node.db.Database;
import dev.hob.node.language.Messages;
import dev.hob.node.log.RepoId;
import dev.hob.node.people.Person;
import java.util.List;
import java.util.Optional;

/// What people keep to look for again among a project's issues; only they see it. Shared between threads.
public final class SavedViews {
    public static final int EACH_MAX = 30;
    public static final int NAME_CHARACTERS_MAX = 50;
    private static final int QUERY_CHARACTERS_MAX = 500;

    /// A query under a name.
    public record View(String name, String query) {}

    private final Database database;

    SavedViews(Database database) {
        this.database = database;
    }

    /// Keeps a query, in the place of another one of that name; or says why not.
    public Optional<String> keep(Person person, RepoId rid, String name, String query) {
        String called = name.strip();
        String text = query.strip();
        if (called.isEmpty()) return Optional.of(Messages.text("issue.view-needs-a-name"));
        if (called.length() > NAME_CHARACTERS_MAX)
            return Optional.of(Messages.text("issue.view-name-characters-max", NAME_CHARACTERS_MAX));
        if (text.length() > QUERY_CHARACTERS_MAX)
            return Optional.of(Messages.text("issue.view-query-characters-max", QUERY_CHARACTERS_MAX));
        return database.write(handle -> {
            int others = handle.createQuery("""
                            select count(*)
                              from saved_view
                             where person = :person and rid = :rid and name != :name""")
                    .bind("person", person.id())
                    .bind("rid", rid.value())
                    .bind("name", called)
                    .mapTo(Integer.class)
                    .one();
            if (others >= EACH_MAX) return Optional.of(Messages.text("issue.views-max", EACH_MAX));
            handle.execute("""
                    insert into saved_view (person, rid, name, query) values (?, ?, ?, ?)
                    on conflict (person, rid, name) do update set query = excluded.query""", person.id(), rid.value(), called, text);
            return Optional.<String>empty();
        });
    }

    /// What a person keeps, by name.
    public List<View> of(Person person, RepoId rid) {
        return database.read(handle -> handle.createQuery("""
                        select name, query
                          from saved_view
                         where person = :person and rid = :rid
                         order by name
                         limit :max""")
                .bind("person", person.id())
                .bind("rid", rid.value())
                .bind("max", EACH_MAX)
                .map((row, _) -> new View(row.getString("name"), row.getString("query")))
                .list());
    }

    /// Lets one go.
    public void forget(Person person, RepoId rid, String name) {
        database.writing(handle -> handle.execute(
                "delete from saved_view where person = ? and rid = ? and name = ?", person.id(), rid.value(), name));
    }
}
