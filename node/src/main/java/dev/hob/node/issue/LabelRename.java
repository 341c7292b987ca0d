package dev.hob.node.issue;

import dev.hob.node.db.Database;
import dev.hob.node.language.Messages;
import dev.hob.node.log.RepoId;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jgit.lib.ObjectId;

/// Gives a label another name. A label is no more than a name that issues carry, so each issue that carries the old one
/// gets an operation of its own, and what the label looks like follows at the end. What a crash leaves half done is
/// finished by asking for the same again. Shared between threads.
public final class LabelRename {
    /// How many issues may carry a label that is renamed: whoever asks waits for all of them.
    public static final int ISSUES_MAX = 1_000;

    /// Issues that got the old name meanwhile are looked for again, but not for ever.
    private static final int LOOKS_MAX = 5;

    private final Database database;
    /// What may carry a label: issues, and whatever else stands among them.
    private final List<Acts<?>> carriers = new CopyOnWriteArrayList<>();
    private final Trackers trackers;
    private final TrackerReading tracked;

    LabelRename(Database database, Issues issues, Trackers trackers, TrackerReading tracked) {
        this.database = database;
        carriers.add(issues);
        this.trackers = trackers;
        this.tracked = tracked;
    }

    /// Names what else carries labels. Before anybody uses this.
    public void also(Acts<?> more) {
        carriers.add(more);
    }

    /// Renames one, and changes how it looks. Members.
    ///
    /// @param before its name until now
    /// @param after what it shall be called, and how it shall look
    public Answer rename(Repo repo, Person by, String before, Label after) {
        if (before.equals(after.name())) return trackers.describeLabel(repo, by, after);
        var objection = trackers.labelObjection(after);
        if (objection.isPresent()) return objection.get();
        var described = tracked.described(repo.rid());
        var carrying = carrying(repo.rid(), before);
        if (!has(described, before) && carrying.isEmpty()) return Answer.missing(Messages.text("issue.no-such-label"));
        // One that looks just so is what was left of asking before.
        if (has(described, after.name()) && !described.contains(after))
            return Answer.invalid(Answer.Field.NAME, Messages.text("issue.label-is-there"));
        if (carrying.size() > ISSUES_MAX)
            return Answer.invalid(Messages.text("issue.too-many-carry-that-label", ISSUES_MAX));
        // Before anything is changed, so that whoever may not is told so, and the new name has its looks at once.
        var made = trackers.describeLabel(repo, by, after);
        if (made instanceof Answer.Refused) return made;
        for (int look = 0; look < LOOKS_MAX && !carrying.isEmpty(); look++) {
            for (var id : carrying)
                for (var acts : carriers) {
                    var answer = acts.label(repo, by, id, List.of(after.name()), List.of(before));
                    if (answer instanceof Answer.Refused refused && refused.reason() != Answer.Reason.MISSING)
                        return answer;
                }
            carrying = carrying(repo.rid(), before);
        }
        var forgotten = trackers.forgetLabel(repo, by, before);
        return made instanceof Answer.Done ? made : forgotten;
    }

    private static boolean has(List<Label> labels, String name) {
        return labels.stream().anyMatch(label -> label.name().equals(name));
    }

    private List<ObjectId> carrying(RepoId rid, String label) {
        return database.read(handle -> handle.createQuery("""
                        select issue from issue_label where rid = :rid and name = :name order by issue limit :max""")
                .bind("rid", rid.value())
                .bind("name", label)
                .bind("max", ISSUES_MAX + 1)
                .mapTo(String.class)
                .map(ObjectId::fromString)
                .list());
    }
}
