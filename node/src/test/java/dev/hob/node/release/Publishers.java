package dev.hob.node.release;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.node.code.CodePath;
import dev.hob.node.code.Commits;
import dev.hob.node.code.FileChange;
import dev.hob.node.issue.Answer;
import dev.hob.node.refs.House;
import dev.hob.node.repo.Repo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.eclipse.jgit.lib.ObjectId;

/// A process of its own in which several people make releases, with files, as drafts or at once, add to them and take
/// them back, until it is killed. It prints what was acknowledged, when it was: `draft TAG`, `published TAG`,
/// `more TAG`, `deleted TAG`.
final class Publishers {
    private static final int PUBLISHERS = 4;

    private Publishers() {}

    /// What a release's file holds, so that it can be told from any other.
    static byte[] bytes(String tag, String name) {
        return (tag + " " + name + "\n").repeat(500).getBytes(UTF_8);
    }

    public static void main(String[] arguments) throws InterruptedException {
        var house = new House(Path.of(arguments[0]));
        var repo = house.repository("tea");
        if (house.node.refs().view(repo).isEmpty()) write(house, repo);
        house.node.lateSigning().start();
        System.out.println("ready");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < PUBLISHERS; i++)
                threads.submit(() -> {
                    for (int round = 0; ; round++) release(house, repo, round);
                });
        }
    }

    private static void release(House house, Repo asked, int round) throws IOException {
        var repo = house.node.repos().byId(asked.id()).orElseThrow();
        var releases = house.node.publishing().releases();
        String tag = "v" + UUID.randomUUID();
        var wish = new Wish(tag, "main", round % 3 == 0 ? "Signed off" : "", "Release " + tag, "Notes", false);
        ObjectId id;
        if (round % 2 == 0) {
            try (var files = files(releases, tag, "a.bin")) {
                id = done(releases.publish(repo, house.alice(), wish, files));
            }
        } else {
            try (var files = files(releases, tag, "a.bin")) {
                var draft = done(releases.draft(repo, house.alice(), wish, files));
                say("draft " + tag);
                id = done(releases.publishDraft(repo, house.alice(), draft, ""));
            }
        }
        say("published " + tag);
        if (round % 3 == 1) {
            try (var files = files(releases, tag, "b.bin")) {
                done(releases.attach(repo, house.alice(), id, files));
            }
            say("more " + tag);
        }
        if (round % 5 == 4) {
            done(releases.delete(repo, house.alice(), id));
            say("deleted " + tag);
        }
    }

    private static Incoming files(Releases releases, String tag, String name) throws IOException {
        var incoming = releases.incoming();
        var wrong = incoming.add(name, new ByteArrayInputStream(bytes(tag, name)));
        if (wrong.isPresent()) throw new IllegalStateException(wrong.get());
        return incoming;
    }

    private static ObjectId done(Answer answer) {
        if (answer instanceof Answer.Done(var id)) return id;
        throw new IllegalStateException(answer.toString());
    }

    private static void say(String line) {
        synchronized (Publishers.class) {
            System.out.println(line);
            System.out.flush();
        }
    }

    private static void write(House house, Repo repo) {
        var signer = Commits.Signer.of(house.alice());
        var change = new FileChange.Create(CodePath.parse("file").orElseThrow(), "1\n".getBytes(UTF_8));
        house.node
                .commits()
                .commit(
                        repo,
                        house.alice(),
                        new Commits.Draft("main", Optional.empty(), "Write", signer, signer, List.of(change)));
    }
}
