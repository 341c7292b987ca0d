package dev.hob.node.patch;

import dev.hob.node.db.Database;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Means;
import dev.hob.node.language.Messages;
import dev.hob.node.log.RepoId;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.people.Viewer;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;

/// Branches of forks that whoever offers them lends to the members of the project, so that these can finish what is
/// offered there. It holds while the pull request is open, while whoever lends it may write to the fork themselves, and
/// while the fork is no secret; the rules of the fork bind as ever. Shared between threads.
public final class LentBranches {
    private static final int LENT_MAX = 1_000;

    private final Database database;
    private final Means means;
    private final Repos repos;
    private final People people;
    private final PatchReading reading;

    LentBranches(Database database, Means means, Repos repos, People people, PatchReading reading) {
        this.database = database;
        this.means = means;
        this.repos = repos;
        this.people = people;
        this.reading = reading;
    }

    /// A branch that is lent.
    ///
    /// @param rid the project whose members may push to it
    /// @param lender the account's id
    private record Lent(RepoId rid, String branch, String lender) {}

    /// Lends the branch of a pull request, or takes it back. Who opened it, and may write to the branch.
    public Answer lend(Repo project, Person by, ObjectId id, boolean lent) {
        var patch = reading.find(project.rid(), id);
        var issue = means.reading().byId(project.rid(), id);
        if (patch.isEmpty() || issue.isEmpty()) return Answer.missing(Messages.text("patch.no-such-pull-request"));
        if (!means.devices().isOf(by, issue.get().author()))
            return Answer.forbidden(Messages.text("patch.only-who-opened-it-lends"));
        if (!lent) return takeBack(project.rid(), id) ? new Answer.Done(id) : new Answer.Same();
        var objection = objection(project, by, patch.get());
        if (objection.isPresent()) return Answer.invalid(objection.get());
        boolean fresh = database.write(handle -> handle.execute(
                        """
                                insert into lent_branch (rid, patch, person, at)
                                values (?, ?, ?, ?)
                                on conflict (rid, patch) do nothing""",
                        project.rid().value(),
                        id.name(),
                        by.id(),
                        means.clock().millis())
                > 0);
        return fresh ? new Answer.Done(id) : new Answer.Same();
    }

    private boolean takeBack(RepoId rid, ObjectId id) {
        return database.write(handle ->
                handle.execute("delete from lent_branch where rid = ? and patch = ?", rid.value(), id.name()) > 0);
    }

    private Optional<String> objection(Repo project, Person by, Patch patch) {
        if (!patch.state().issue().isOpen()) return Optional.of(Messages.text("patch.is-closed"));
        var from = patch.source().flatMap(it -> repos.byId(it.repository()));
        if (from.isEmpty()) return Optional.of(Messages.text("patch.comes-from-no-fork"));
        return objection(project, by, from.get());
    }

    /// Why somebody cannot lend a branch of a repository to the members of a project; empty when they can.
    public Optional<String> objection(Repo project, Person by, Repo from) {
        if (from.id().equals(project.id())) return Optional.of(Messages.text("patch.branch-is-the-projects-own"));
        if (!means.isMember(from, by)) return Optional.of(Messages.text("patch.only-who-may-push-lends"));
        if (from.isPrivate()) return Optional.of(Messages.text("patch.fork-is-private"));
        return Optional.empty();
    }

    /// Those of some pull requests whose branches are lent.
    public Set<ObjectId> of(RepoId rid, Collection<ObjectId> ids) {
        if (ids.isEmpty()) return Set.of();
        return new HashSet<>(database.read(handle -> handle.createQuery("""
                        select l.patch
                          from lent_branch l
                          join patch p on p.rid = l.rid and p.id = l.patch
                         where l.rid = :rid and l.patch in (<ids>) and p.state in ('OPEN', 'DRAFT')""")
                .bind("rid", rid.value())
                .bindList("ids", ids.stream().map(ObjectId::name).toList())
                .map((row, _) -> ObjectId.fromString(row.getString("patch")))
                .list()));
    }

    /// The branches of a repository that somebody may push to as a member of a project that they are offered to.
    public Set<String> to(Viewer viewer, Repo fork) {
        if (viewer.person().isEmpty() || fork.isPrivate()) return Set.of();
        if (!viewer.grant().reaches(fork.id())) return Set.of();
        return lent(fork).stream()
                .filter(it -> repos.project(it.rid())
                        .filter(project -> means.access().may(viewer, Right.WRITE, project))
                        .isPresent())
                .map(Lent::branch)
                .collect(Collectors.toSet());
    }

    /// Whether somebody may move a branch because it is lent to them.
    boolean has(Person person, Repo fork, String branch) {
        return !fork.isPrivate()
                && lent(fork).stream()
                        .anyMatch(it -> it.branch().equals(branch)
                                && repos.project(it.rid())
                                        .filter(project -> means.isMember(project, person))
                                        .isPresent());
    }

    /// What is lent of a repository by those who still may.
    private List<Lent> lent(Repo fork) {
        return database
                .read(handle -> handle.createQuery("""
                                select l.rid, p.source_branch, l.person
                                  from patch p
                                  join lent_branch l on l.rid = p.rid and l.patch = p.id
                                 where p.source_repository = :fork and p.state in ('OPEN', 'DRAFT')
                                 order by l.at, l.patch
                                 limit :max""")
                        .bind("fork", fork.id().value())
                        .bind("max", LENT_MAX)
                        .map((row, _) -> new Lent(
                                new RepoId(row.getString("rid")),
                                row.getString("source_branch"),
                                row.getString("person")))
                        .list())
                .stream()
                .filter(it -> people.byId(it.lender())
                        .filter(person -> means.isMember(fork, person))
                        .isPresent())
                .toList();
    }
}
