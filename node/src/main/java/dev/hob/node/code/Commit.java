package dev.hob.node.code;

import java.time.Instant;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;

/// A commit, as a page tells of it.
public record Commit(
        ObjectId id,
        ObjectId tree,
        List<ObjectId> parents,
        String subject,
        String body,
        Signature author,
        Signature committer) {
    private static final int SUBJECT_CHARACTERS_MAX = 500;

    /// Who, and when.
    public record Signature(String name, String email, Instant at) {
        static Signature of(PersonIdent ident) {
            return new Signature(ident.getName(), ident.getEmailAddress(), ident.getWhenAsInstant());
        }
    }

    public Commit {
        parents = List.copyOf(parents);
    }

    /// The first seven characters of its id.
    public String shortId() {
        return id.name().substring(0, 7);
    }

    /// A commit whose body was parsed.
    public static Commit of(RevCommit commit) {
        String message = commit.getFullMessage();
        String subject = commit.getShortMessage();
        int blank = message.indexOf("\n\n");
        String body = blank < 0 ? "" : message.substring(blank + 2).strip();
        return new Commit(
                commit.copy(),
                commit.getTree().copy(),
                java.util.Arrays.stream(commit.getParents()).map(ObjectId::copy).toList(),
                subject.length() > SUBJECT_CHARACTERS_MAX
                        ? subject.substring(0, SUBJECT_CHARACTERS_MAX) + "…"
                        : subject,
                body,
                Signature.of(commit.getAuthorIdent()),
                Signature.of(commit.getCommitterIdent()));
    }
}
