package dev.hob.node.activity;

import dev.hob.node.log.Change;
import dev.hob.node.log.Entry;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.log.RepoId;
import dev.hob.node.repo.Storage;
import dev.hob.node.repo.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jgit.lib.Constants;
import org.jdbi.v3.core.Handle;

/// What is noted of each change. A new kind of change that people want to hear of is one more arm here.
final class Notes {
    /// A push of more branches and tags than these is told in one line.
    static final int PARTS_MAX = 8;

    private final Storage storage;

    Notes(Storage storage) {
        this.storage = storage;
    }

    /// A line of the table.
    record Note(long id, String kind, String repository, String person, Optional<Pushed> pushed) {
        private void write(Handle handle) {
            handle.execute(
                    """
                    insert into activity (id, kind, repository, person, pushed)
                    values (?, ?, ?, ?, ?)
                    on conflict (id) do nothing""", id, kind, repository, person, pushed.map(Pushed::json).orElse(null));
        }
    }

    /// What is to be written for some entries, in their order.
    Consumer<Handle> of(List<Entry> entries) {
        var writings = new ArrayList<Consumer<Handle>>();
        for (var entry : entries) writings.add(of(entry));
        return handle -> writings.forEach(writing -> writing.accept(handle));
    }

    private Consumer<Handle> of(Entry entry) {
        return switch (entry.change()) {
            case Change.RepositoryCreated made -> told(entry, made.repository());
            case Change.RepositoryForked forked -> told(entry, forked.repository());
            case Change.RefsMoved moved -> pushed(entry, moved);
            case Change.RepositoryRenamed renamed -> told(entry, renamed.repository());
            case Change.VisibilityChanged turned -> told(entry, turned.repository());
            case Change.RepositoryTransferred given -> told(entry, given.repository());
            case Change.RepositoryStarred starred -> told(entry, starred.repository());
            case Change.RepositoryUnstarred unstarred ->
                handle -> handle.execute(
                        "delete from activity where person = ? and repository = ? and kind = ?",
                        person(entry.origin()),
                        unstarred.repository(),
                        kind(Change.RepositoryStarred.class));
            case Change.IssueOpened opened -> told(entry, opened.repository());
            case Change.IssueCommented commented -> commented(entry, commented);
            case Change.IssueChanged changed ->
                Talk.deed(changed).map(_ -> told(entry, changed.repository())).orElse(_ -> {});
            case Change.ReleasePublished published -> told(entry, published.repository());
            case Change.RepositoryDeleted deleted ->
                handle -> handle.execute("delete from activity where repository = ?", deleted.repository());
            // Their stars go with them; what they did in repositories that stay was done.
            case Change.PersonDeleted deleted ->
                handle -> handle.execute(
                        "delete from activity where person = ? and kind = ?",
                        deleted.person(),
                        kind(Change.RepositoryStarred.class));
            // Nobody follows that.
            case Change.RepositoryDescribed _,
                    Change.RepositoryMoved _,
                    Change.RepositoryDetached _,
                    Change.NamespaceCleared _,
                    Change.StatusReported _,
                    Change.ReleaseChanged _,
                    Change.PersonCreated _,
                    Change.PersonDescribed _,
                    Change.PersonMoved _ -> _ -> {};
        };
    }

    private static Consumer<Handle> told(Entry entry, String repository) {
        return note(entry, 0, repository, Optional.empty())::write;
    }

    /// The remarks that a review consists of are told with it, answers to them by themselves.
    private static Consumer<Handle> commented(Entry entry, Change.IssueCommented said) {
        var note = note(entry, 0, said.repository(), Optional.empty());
        return handle -> {
            boolean told = handle.createQuery("""
                            select count(*)
                              from patch_comment
                             where rid = :rid and patch = :patch and entry = :entry
                               and review is not null and reply_to is null""")
                            .bind("rid", said.rid())
                            .bind("patch", said.issue())
                            .bind("entry", said.comment())
                            .mapTo(Integer.class)
                            .one()
                    > 0;
            if (!told) note.write(handle);
        };
    }

    private Consumer<Handle> pushed(Entry entry, Change.RefsMoved moved) {
        var shown = moved.moves().stream().filter(Notes::isShown).toList();
        if (shown.size() > PARTS_MAX) return told(entry, moved.repository());
        var rid = new RepoId(moved.rid());
        var notes = new ArrayList<Note>();
        if (!storage.has(rid)) {
            for (var move : shown) notes.add(note(entry, notes.size(), moved.repository(), Pushed.bare(move)));
        } else {
            try (var repository = storage.open(rid)) {
                for (var move : shown)
                    notes.add(note(entry, notes.size(), moved.repository(), Pushed.read(repository, move)));
            } catch (IOException e) {
                throw new StorageException("cannot read what was pushed to " + rid, e);
            }
        }
        return handle -> notes.forEach(note -> note.write(handle));
    }

    private static boolean isShown(RefMove move) {
        return move.ref().startsWith(Constants.R_HEADS) || move.ref().startsWith(Constants.R_TAGS);
    }

    private static Note note(Entry entry, int part, String repository, Pushed pushed) {
        return note(entry, part, repository, Optional.of(pushed));
    }

    private static Note note(Entry entry, int part, String repository, Optional<Pushed> pushed) {
        return new Note(
                entry.position() * PARTS_MAX + part,
                kind(entry.change().getClass()),
                repository,
                person(entry.origin()),
                pushed);
    }

    private static String kind(Class<? extends Change> change) {
        return change.getSimpleName();
    }

    private static String person(Origin origin) {
        return switch (origin) {
            case Origin.Here(String person) -> person;
            case Origin.Actor _, Origin.Peer _ -> "";
        };
    }
}
