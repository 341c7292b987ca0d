package dev.hob.web.edit;

import dev.hob.node.people.Person;
import dev.hob.node.refs.RefView;
import dev.hob.node.repo.Repo;
import dev.hob.web.html.RepoHead;
import dev.hob.web.html.Visit;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// Somebody writes at a path of a branch.
///
/// @param tip empty while there is nothing in the repository
/// @param path as the address has it; empty for the root
record Writing(
        Visit visit,
        Repo repo,
        RefView view,
        RepoHead head,
        String branch,
        Optional<ObjectId> tip,
        String path,
        Person person,
        Door door) {
    /// The address of one of these pages.
    String url(String page) {
        return head.write(page, path);
    }

    /// The same at another path.
    Writing in(String other) {
        return new Writing(visit, repo, view, head, branch, tip, other, person, door);
    }
}
