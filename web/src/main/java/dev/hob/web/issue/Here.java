package dev.hob.web.issue;

import dev.hob.keys.DidKey;
import dev.hob.node.issue.Issue;
import dev.hob.node.log.RepoId;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import java.util.Optional;
import java.util.Set;

/// A visit to the issues of a repository, by somebody who may see it.
///
/// @param keys theirs: the account's and those of devices
/// @param member whether they may change what members may
public record Here(Visit visit, Repo repo, Optional<Person> person, Set<DidKey> keys, boolean member) {
    public Here {
        keys = Set.copyOf(keys);
    }

    public RepoId rid() {
        return repo.rid();
    }

    /// The first page of the repository.
    public String home() {
        return "/" + Urls.path(repo.path());
    }

    /// The list of issues.
    public String list() {
        return home() + "/issues";
    }

    /// The list of pull requests.
    public String pulls() {
        return home() + "/pulls";
    }

    /// An issue's page, or a pull request's.
    public String page(Issue issue) {
        return (issue.isPatch() ? pulls() : list()) + "/" + issue.path();
    }

    /// Whether who asks may change an issue's title and state.
    public boolean mayChange(Issue issue) {
        return member || isBy(issue);
    }

    private boolean isBy(Issue issue) {
        return keys.contains(issue.author());
    }
}
