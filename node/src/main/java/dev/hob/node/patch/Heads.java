package dev.hob.node.patch;

import dev.hob.node.people.People;
import dev.hob.node.people.Viewer;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Access;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// Finds the branch that somebody wants to be taken: `topic` of the project itself, `bob:topic` of bob's fork of
/// it, or `bob/kettle:topic`. Shared between threads.
public final class Heads {
    private final Repos repos;
    private final Refs refs;
    private final People people;
    private final Access access;

    public Heads(Repos repos, Refs refs, People people, Access access) {
        this.repos = repos;
        this.refs = refs;
        this.people = people;
        this.access = access;
    }

    /// A branch, as it is now.
    ///
    /// @param repo the project, or a fork of it
    public record Head(Repo repo, String branch, ObjectId tip) {
        /// The branch as a pull request's source.
        public Source source() {
            return new Source(repo.id(), branch);
        }
    }

    /// Where a name is to be looked for, and what it is called there.
    ///
    /// @param repo the project, or a fork of it
    public record Place(Repo repo, String name) {}

    /// The branch that a name leads to, if there is one in the project or a fork of it that somebody may see.
    public Optional<Head> find(Viewer viewer, Repo project, String named) {
        return place(viewer, project, named).flatMap(it -> find(it.repo(), it.name()));
    }

    /// The same for what need not be a branch: `v2` of the project, `bob:v2` of a fork that somebody may see.
    public Optional<Place> place(Viewer viewer, Repo project, String named) {
        int colon = named.indexOf(':');
        var repo = colon < 0 ? Optional.of(project) : repo(viewer, project, named.substring(0, colon));
        return repo.map(it -> new Place(it, named.substring(colon + 1)));
    }

    private Optional<Head> find(Repo repo, String branch) {
        return Optional.ofNullable(refs.view(repo).refs().get(Constants.R_HEADS + branch))
                .map(tip -> new Head(repo, branch, tip));
    }

    private Optional<Repo> repo(Viewer viewer, Repo project, String where) {
        int slash = where.indexOf('/');
        var repo = slash < 0
                ? people.find(where).flatMap(person -> refs.forking().mine(project, person))
                : repos.find(where.substring(0, slash), where.substring(slash + 1))
                        .map(Repos.Found::repo)
                        .filter(it -> isOf(project, it));
        return repo.filter(it -> access.may(viewer, Right.READ, it));
    }

    /// Whether a repository is the project, a namespace of it, or a copy of either.
    private boolean isOf(Repo project, Repo repo) {
        return repo.rid().equals(project.rid())
                || repo.forkedFrom()
                        .flatMap(repos::byId)
                        .filter(it -> it.rid().equals(project.rid()))
                        .isPresent();
    }

    /// How a branch is called in a project: with its repository, when that is another.
    public static String name(Repo project, Repo repo, String branch) {
        if (repo.id().equals(project.id())) return branch;
        return (repo.name().equals(project.name()) ? repo.owner() : repo.path()) + ":" + branch;
    }

    /// How a pull request's source is called for somebody: with its repository, when that is another that they
    /// may see.
    public String name(Viewer viewer, Repo project, Source source) {
        return repos.byId(source.repository())
                .filter(it -> access.may(viewer, Right.READ, it))
                .map(it -> name(project, it, source.branch()))
                .orElse(source.branch());
    }

    /// The branch of a pull request's source as it is now, if there still is one.
    public Optional<Head> of(Source source) {
        return repos.byId(source.repository()).flatMap(it -> find(it, source.branch()));
    }
}
