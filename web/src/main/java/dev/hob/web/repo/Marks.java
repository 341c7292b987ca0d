package dev.hob.web.repo;

import dev.hob.node.code.Commit;
import dev.hob.node.code.Signatures;
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

    Optional<Mark> of(Repository repository, Commit commit) {
        return Mark.of(signatures.of(repository, commit));
    }
}
