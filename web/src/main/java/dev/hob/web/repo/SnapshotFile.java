package dev.hob.web.repo;

import dev.hob.keys.SshPublicKey;
import dev.hob.node.Node;
import dev.hob.node.git.Snapshots;
import dev.hob.node.git.Snapshots.Answer;
import dev.hob.node.git.Snapshots.Answer.Snapshot;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import dev.hob.web.text.Messages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;

/// Everything of a public repository in one signed file, its signature, and whose it must be. Shared between threads.
public final class SnapshotFile {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration AGAIN = Duration.ofSeconds(30);
    private static final Duration NO_ROOM = Duration.ofHours(1);

    private final Node node;
    private final Found found;

    public SnapshotFile(Node node, Found found) {
        this.node = node;
        this.found = found;
    }

    /// Sends the bundle, or a part of it.
    public void bundle(Visit visit) {
        var repo = repo(visit);
        var snapshot = snapshot(repo);
        try (var bytes = Files.newInputStream(snapshot.file())) {
            RawFile.send(visit.context(), snapshot.sha512(), repo.name() + ".bundle", bytes, snapshot.bytes());
        } catch (NoSuchFileException _) {
            throw Stop.later(
                    503, Messages.text("repo.snapshot.being-made"), AGAIN); // A newer one has just come into its place.
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send a snapshot of " + repo.rid(), e);
        }
    }

    /// Sends the signature of what [#bundle] sends at this time.
    public void signature(Visit visit) {
        text(visit, snapshot(repo(visit)).signature());
    }

    /// Sends who signs, as `ssh-keygen -Y verify -f` reads it.
    public void signers(Visit visit) {
        var key = SshPublicKey.of(node.custody().nodeKey().publicKey(), "").bare();
        text(visit, "node namespaces=\"" + Snapshots.NAMESPACE + "\" " + key.line() + "\n");
    }

    private static void text(Visit visit, String text) {
        visit.context()
                .contentType("text/plain; charset=utf-8")
                .header("Cache-Control", "no-cache")
                .result(text);
    }

    private Repo repo(Visit visit) {
        var repo = found.repo(visit, Right.READ);
        if (repo.isPrivate()) throw Stop.notFound();
        return repo;
    }

    private Snapshot snapshot(Repo repo) {
        return switch (answer(repo)) {
            case Snapshot it -> it;
            case Answer.Empty _ -> throw Stop.notFound();
            case Answer.Later _ -> throw Stop.later(503, Messages.text("repo.snapshot.being-made"), AGAIN);
            case Answer.TooLarge _ -> throw new Stop(404, Messages.text("repo.snapshot.too-much"));
            case Answer.NoRoom _ -> throw Stop.later(503, Messages.text("repo.snapshot.no-room"), NO_ROOM);
        };
    }

    private Answer answer(Repo repo) {
        try {
            return node.snapshots().of(repo, PATIENCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Later();
        }
    }
}
