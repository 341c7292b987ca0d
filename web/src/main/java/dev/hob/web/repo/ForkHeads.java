package dev.hob.web.repo;

import static dev.hob.web.text.Messages.text;

import dev.hob.federation.actor.ForkedFrom;
import dev.hob.node.Node;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.html.ElsewhereHead;
import dev.hob.web.html.ForkHead;
import dev.hob.web.html.Visit;
import java.util.List;
import java.util.Optional;

/// Finds what a reader may know about the forks of a repository. Shared between threads.
final class ForkHeads {
    private final Node node;
    private final ForkedFrom elsewhere;

    ForkHeads(Node node) {
        this.node = node;
        this.elsewhere = new ForkedFrom(node.database());
    }

    ForkHead of(Visit visit, Repo repo) {
        var forking = node.refs().forking();
        // Of what not everybody sees there are few, and each reader sees others of them.
        int count = repo.isPrivate()
                ? seen(visit, repo).size()
                : forking.counts(List.of(repo)).getOrDefault(repo.id(), 0);
        var project = repo.isProject() ? Optional.of(repo) : node.repos().project(repo.rid());
        var mine = visit.person().flatMap(person -> forking.mine(repo, person));
        return new ForkHead(
                count,
                parent(visit, repo).map(Repo::path),
                project.map(Repo::path),
                mine.map(Repo::path),
                elsewhere.of(repo.id()).map(ForkHeads::origin));
    }

    private static ElsewhereHead origin(ForkedFrom.Fork fork) {
        var state = fork.state();
        return new ElsewhereHead(
                fork.handle(),
                state == ForkedFrom.State.DONE || state == ForkedFrom.State.SYNCING,
                state == ForkedFrom.State.FETCHING || state == ForkedFrom.State.SYNCING,
                state == ForkedFrom.State.FAILED && fork.told().isEmpty()
                        ? text("repo.origin.could-not-be-had")
                        : fork.told());
    }

    /// What it is a fork of, if the reader may know.
    Optional<Repo> parent(Visit visit, Repo repo) {
        return repo.parent().flatMap(node.repos()::byId).filter(it -> mayRead(visit, it));
    }

    /// The forks that the reader may see.
    List<Repo> seen(Visit visit, Repo repo) {
        return node.refs().forking().of(repo, it -> mayRead(visit, it));
    }

    private boolean mayRead(Visit visit, Repo repo) {
        return node.access().may(visit.viewer(), Right.READ, repo);
    }
}
