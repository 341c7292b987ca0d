package dev.hob.web.edit;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.patch.Patch;
import dev.hob.node.people.Person;
import dev.hob.node.people.Viewer;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.html.ShellWord;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import java.util.Optional;

/// Where people decide what the two sides of a pull request contradict each other in: in a page, or at their computer.
/// Shared between threads.
public final class Deciding {
    private final Node node;

    public Deciding(Node node) {
        this.node = node;
    }

    /// Why somebody cannot decide in a page; empty when they can.
    public Optional<String> objection(Repo repo, Person by, Patch patch) {
        return node.pulls().resolving().objection(repo, by, patch).or(() -> patch.source()
                .flatMap(source -> node.repos()
                        .byId(source.repository())
                        .flatMap(from -> node.protection().rules().writing(from, by, source.branch()))
                        .map(told -> text("edit.is-protected", source.branch(), told))));
    }

    /// What to type to decide with git.
    public String commands(Visit visit, Repo repo, Patch patch, String target) {
        var from =
                patch.source().flatMap(it -> node.repos().byId(it.repository())).filter(it -> may(visit.viewer(), it));
        boolean fork = from.filter(it -> !it.id().equals(repo.id())).isPresent();
        String branch =
                from.isEmpty() ? "your-branch" : patch.source().orElseThrow().branch();
        String merge = fork
                ? "git pull --no-rebase " + ShellWord.of(visit.url("/" + Urls.path(repo.path()) + ".git")) + " "
                        + ShellWord.of(target)
                : "git merge " + ShellWord.of("origin/" + target);
        return """
                %sgit fetch origin
                git switch %s
                %s
                # decide in the files above, then
                git add --all
                git commit
                git push""".formatted(fork ? "# in a clone of " + from.get().path() + "\n" : "", ShellWord.of(branch), merge);
    }

    private boolean may(Viewer viewer, Repo repo) {
        return node.access().may(viewer, Right.READ, repo);
    }
}
