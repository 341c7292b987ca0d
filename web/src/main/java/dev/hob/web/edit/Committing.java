package dev.hob.web.edit;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.code.Commits;
import dev.hob.node.code.FileChange;
import dev.hob.node.code.Upstream;
import dev.hob.node.patch.Heads;
import dev.hob.node.people.Person;
import dev.hob.node.refs.Forking;
import dev.hob.node.refs.RefNames;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import dev.hob.web.html.Urls;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;

/// Makes the commit that somebody wrote, where they want it or where it can be: on the branch, on one beside it, or on
/// one of their fork. Shared between threads.
final class Committing {
    /// How many names for a branch or a fork are tried.
    private static final int NAMES_MAX = 200;

    private static final int FORK_NAMES_MAX = 5;

    private final Node node;
    private final Upstream upstream;

    Committing(Node node) {
        this.node = node;
        this.upstream = new Upstream(node.storage(), node.refs(), node.reading().distances());
    }

    /// What came of it.
    sealed interface Made {
        /// It is on the branch.
        record Here() implements Made {}

        /// It is on a branch of its own.
        ///
        /// @param url where it can be asked for
        record Aside(String url) implements Made {}

        /// Somebody changed the file in the meantime.
        record Changed() implements Made {}

        /// It cannot be so.
        ///
        /// @param field what is wrong in the form; `commit` when it is none of its fields
        record Not(String field, String told) implements Made {}
    }

    /// A name for a branch that is free where it would be made.
    String proposal(Writing at) {
        var where = at.door() instanceof Door.Fork
                ? node.refs().forking().mine(at.repo(), at.person())
                : Optional.of(at.repo());
        var taken = where.map(it -> node.refs().view(it).refs()).orElse(Collections.emptySortedMap());
        String stem = at.person().name() + "-patch-";
        for (int i = 1; i <= NAMES_MAX; i++) if (!taken.containsKey(Constants.R_HEADS + stem + i)) return stem + i;
        return "";
    }

    /// Makes it.
    Made commit(Writing at, Wish wish, List<FileChange> changes) {
        if (wish.aside()) {
            var objection = wish.branch().isEmpty()
                    ? Optional.of(text("edit.branch-needs-a-name"))
                    : RefNames.objection(Constants.R_HEADS + wish.branch()).map(told -> text("edit.not-so", told));
            if (objection.isPresent()) return new Made.Not("branch", objection.get());
        }
        if (at.door() instanceof Door.Fork) return fork(at, wish, changes);
        var aside = wish.aside() && at.tip().isPresent() ? Optional.of(wish.branch()) : Optional.<String>empty();
        return made(at, at.repo(), aside, write(at.repo(), at.person(), at.branch(), aside, wish, changes));
    }

    private Commits.Outcome write(
            Repo repo, Person by, String branch, Optional<String> newBranch, Wish wish, List<FileChange> changes) {
        var signer = Commits.Signer.of(by);
        return node.commits()
                .commit(repo, by, new Commits.Draft(branch, newBranch, wish.message(), signer, signer, changes));
    }

    private Made made(Writing at, Repo in, Optional<String> aside, Commits.Outcome outcome) {
        return switch (outcome) {
            case Commits.Outcome.Done _ ->
                aside.<Made>map(branch -> new Made.Aside(asking(at, in, branch)))
                        .orElseGet(Made.Here::new);
            case Commits.Outcome.Clash(var why, var _) ->
                switch (why) {
                    case BRANCH -> new Made.Not("branch", text("edit.there-is-a-branch"));
                    case FILE -> new Made.Not("path", text("edit.there-is-something"));
                    case PLACE -> new Made.Not("path", text("edit.file-or-folder-in-the-way"));
                    case KIND -> new Made.Not("path", text("edit.there-is-a-link"));
                    case CHANGED -> new Made.Changed();
                };
            case Commits.Outcome.Missing _ -> new Made.Changed();
            case Commits.Outcome.Refused(var told) -> new Made.Not("commit", text("edit.not-committed-since", told));
            case Commits.Outcome.Forbidden(var told) -> new Made.Not("commit", told);
            case Commits.Outcome.Stale _ -> new Made.Not("commit", text("edit.others-push-try-again"));
        };
    }

    /// On a branch of the writer's fork, which begins where the branch is now.
    private Made fork(Writing at, Wish wish, List<FileChange> changes) {
        var mine = node.refs().forking().mine(at.repo(), at.person());
        if (mine.isEmpty()) {
            switch (fork(at.repo(), at.person())) {
                case Repos.Creation.Created(var made) -> mine = Optional.of(made);
                case Repos.Creation.Refused(var _, String told) -> {
                    return new Made.Not("commit", text("edit.no-fork-could-be-made", told));
                }
            }
        }
        var fork = mine.get();
        String ref = Constants.R_HEADS + wish.branch();
        if (node.refs().view(fork).refs().containsKey(ref))
            return new Made.Not("branch", text("edit.there-is-a-branch-in", fork.path()));
        var begun = upstream.begin(fork, at.repo(), at.person(), wish.branch(), at.branch());
        if (!(begun instanceof Upstream.Synced.Moved(var from)))
            return new Made.Not(
                    "commit",
                    begun instanceof Upstream.Synced.Refused(var told)
                            ? told
                            : text("edit.there-is-a-branch-in", fork.path()));
        var outcome = write(fork, at.person(), wish.branch(), Optional.empty(), wish, changes);
        if (!(outcome instanceof Commits.Outcome.Done)) node.commits().remove(fork, at.person(), ref, from);
        return made(at, fork, Optional.of(wish.branch()), outcome);
    }

    /// Under the name of the other, or one like it when they have something else of that name.
    private Repos.Creation fork(Repo parent, Person by) {
        Repos.Creation made = new Repos.Creation.Refused(text("edit.no-name-is-free"));
        for (int i = 0; i < FORK_NAMES_MAX; i++) {
            String name = i == 0 ? parent.name() : parent.name() + "-" + i;
            made = node.refs().forking().fork(parent, by, new Forking.Wish(name, "", false, true));
            if (made instanceof Repos.Creation.Created) return made;
        }
        return made;
    }

    /// Where a branch can be asked for; the branch itself when there is nobody to ask.
    private String asking(Writing at, Repo in, String branch) {
        var project = at.repo().isProject()
                ? Optional.of(at.repo())
                : node.repos().project(at.repo().rid()).filter(it -> node.access()
                        .may(at.visit().viewer(), Right.READ, it));
        if (project.isEmpty()) return "/" + Urls.path(in.path()) + "/src/branch/" + Urls.path(branch);
        var there = node.refs().view(project.get());
        String base = there.refs().containsKey(Constants.R_HEADS + at.branch()) ? at.branch() : there.defaultBranch();
        return "/" + Urls.path(project.get().path()) + "/compare/" + Urls.path(base) + "..."
                + Urls.path(Heads.name(project.get(), in, branch));
    }
}
