package dev.hob.web.repo;

import dev.hob.node.code.Commit;
import dev.hob.node.code.Signatures;
import dev.hob.node.code.Signatures.Verdict;
import dev.hob.node.people.Person;
import dev.hob.node.people.SshKeys;
import dev.hob.web.html.Mark;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;

/// What is said of a commit's signature. Shared between threads.
public final class Marks {
    private final Signatures signatures;

    public Marks(SshKeys keys) {
        this.signatures = new Signatures(keys);
    }

    /// The account that wrote a commit, as its signature proves.
    Optional<Person> author(Repository repository, Commit commit) {
        return signatures.of(repository, commit) instanceof Verdict.Verified(var by, var _)
                ? Optional.of(by)
                : Optional.empty();
    }

    Optional<Mark> of(Repository repository, Commit commit) {
        return Mark.of(signatures.of(repository, commit));
    }
}
