package dev.hob.web.edit;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.code.CodePath;
import dev.hob.node.code.FileChange;
import dev.hob.web.html.Notice;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;

/// Keeps what somebody wrote for a commit that is to have more in it. Shared between threads.
final class Adding {
    private final Node node;

    Adding(Node node) {
        this.node = node;
    }

    /// Whether a form asks for that.
    static boolean isAsked(Writing at) {
        return !at.visit().field("add").isEmpty() && at.tip().isPresent();
    }

    /// Keeps changes, and shows all that there are by now; or says why not.
    ///
    /// @param replaced the path of the change that was written on, if one was
    Optional<Committing.Made.Not> add(Writing at, Repository git, List<FileChange> changes, String replaced) {
        for (var change : changes)
            if (comes(change) && isTaken(at, git, change.path()))
                return Optional.of(new Committing.Made.Not("path", text("edit.there-is-something")));
        var told = node.pending()
                .keep(
                        at.repo(),
                        at.branch(),
                        at.person(),
                        changes,
                        CodePath.parse(replaced).filter(it -> !it.isRoot()));
        if (told.isEmpty()) at.visit().go(at.head().write("pending", ""), Notice.PENDING);
        return told.map(it -> new Committing.Made.Not("commit", it));
    }

    private static boolean comes(FileChange change) {
        return switch (change) {
            case FileChange.Create _ -> true;
            case FileChange.Update update -> !update.from().equals(update.path());
            case FileChange.Delete _ -> false;
        };
    }

    private boolean isTaken(Writing at, Repository git, CodePath path) {
        return Base.entry(git, at.tip().orElseThrow(), path).isPresent()
                && node.pending().of(at.repo(), at.branch(), at.person()).stream()
                        .noneMatch(it -> it.origin().filter(path::equals).isPresent());
    }

    /// Takes out what is committed without the others.
    void done(Writing at, String path) {
        if (path.isEmpty()) return;
        var gone = node.pending().of(at.repo(), at.branch(), at.person()).stream()
                .filter(it -> it.change().path().value().equals(path))
                .toList();
        node.pending().takeOut(at.repo(), at.branch(), at.person(), gone);
    }
}
