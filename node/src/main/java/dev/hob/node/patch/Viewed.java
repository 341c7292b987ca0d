package dev.hob.node.patch;

import dev.hob.node.db.Database;
import dev.hob.node.log.RepoId;
import dev.hob.node.people.Person;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;

/// Which files of a pull request somebody has looked through. A mark goes when the file changes: it knows the
/// content
/// before and after. Shared between threads.
public final class Viewed {
    private static final int FILES_MAX = 3_000;

    private final Database database;

    Viewed(Database database) {
        this.database = database;
    }

    /// What a mark is about.
    public static String content(ObjectId before, ObjectId after) {
        return before.name() + after.name();
    }

    /// The content that somebody has seen of each file, by its path.
    public Map<String, String> of(Person person, RepoId rid, ObjectId patch) {
        var seen = new HashMap<String, String>();
        database.read(handle -> handle.createQuery("""
                                select path, content
                                  from viewed_file
                                 where person = :person and rid = :rid and patch = :patch
                                 limit :max""")
                        .bind("person", person.id())
                        .bind("rid", rid.value())
                        .bind("patch", patch.name())
                        .bind("max", FILES_MAX)
                        .map((row, _) -> Map.entry(row.getString("path"), row.getString("content")))
                        .list())
                .forEach(entry -> seen.put(entry.getKey(), entry.getValue()));
        return seen;
    }

    /// Marks a file as seen, or as unseen.
    public void mark(Person person, RepoId rid, ObjectId patch, String path, String content, boolean on) {
        database.writing(handle -> {
            handle.execute(
                    "delete from viewed_file where person = ? and rid = ? and patch = ? and path = ?",
                    person.id(),
                    rid.value(),
                    patch.name(),
                    path);
            if (!on) return;
            handle.execute(
                    """
                    insert into viewed_file (person, rid, patch, path, content)
                    select ?, ?, ?, ?, ?
                     where (select count(*) from viewed_file where person = ? and rid = ? and patch = ?) < ?""",
                    person.id(),
                    rid.value(),
                    patch.name(),
                    path,
                    content,
                    person.id(),
                    rid.value(),
                    patch.name(),
                    FILES_MAX);
        });
    }
}
