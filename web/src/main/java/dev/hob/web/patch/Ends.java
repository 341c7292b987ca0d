package dev.hob.web.patch;

import dev.hob.node.Node;
import dev.hob.node.code.Revisions;
import dev.hob.node.people.Viewer;
import dev.hob.node.repo.Repo;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;

/// Finds what is compared: a branch, a tag or a commit's id, of a project or, as `bob:v2` or `bob/kettle:v2`, of a fork
/// of it. Shared between threads.
final class Ends {
    private final Node node;

    Ends(Node node) {
        this.node = node;
    }

    /// One of the two.
    record End(Repo repo, Revisions.Revision revision) {}

    /// Both.
    record Pair(End base, End head) {}

    /// Both ends, if there are such in what somebody may see.
    Optional<Pair> find(Viewer viewer, Repo project, Comparison asked) {
        return find(viewer, project, asked.base())
                .flatMap(base -> find(viewer, project, asked.head()).map(head -> new Pair(base, head)));
    }

    private Optional<End> find(Viewer viewer, Repo project, String named) {
        return node.pulls().heads().place(viewer, project, named).flatMap(it -> {
            try (var repository = node.storage().open(it.repo().rid())) {
                return node.reading()
                        .revisions()
                        .find(repository, it.repo(), node.refs().view(it.repo()), it.name())
                        .map(revision -> new End(it.repo(), revision));
            }
        });
    }

    /// What holds the commits of both.
    Repository open(Pair pair) {
        return node.storage()
                .joined(pair.base().repo().rid(), pair.head().repo().rid());
    }
}
