package dev.hob.node.patch;

import dev.hob.node.code.CodePath;
import dev.hob.node.code.Commits;
import dev.hob.node.code.FileChange;
import dev.hob.node.issue.Answer;
import dev.hob.node.refs.House;
import dev.hob.node.repo.Repo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.eclipse.jgit.lib.Constants;

/// A process of its own in which several people open and merge pull requests, until it is killed. It prints each merge
/// that was acknowledged, when it was.
final class Mergers {
    private static final int MERGERS = 6;

    private Mergers() {}

    public static void main(String[] arguments) throws InterruptedException {
        var house = new House(Path.of(arguments[0]));
        var repo = house.repository("tea");
        if (house.node.refs().view(repo).isEmpty()) write(house, repo, "main", Optional.empty());
        house.node.lateSigning().start();
        System.out.println("ready");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < MERGERS; i++)
                threads.submit(() -> {
                    while (true) merge(house, repo);
                });
        }
    }

    private static void merge(House house, Repo asked) {
        var repo = house.node.repos().byId(asked.id()).orElseThrow();
        String branch = "b" + UUID.randomUUID();
        write(house, repo, "main", Optional.of(branch));
        var head = house.node.refs().view(repo).refs().get(Constants.R_HEADS + branch);
        var opening = Patches.Opening.of("Take " + branch, "", "main", head, Optional.empty());
        var answer = house.node.pulls().patches().open(repo, house.alice(), opening);
        if (!(answer instanceof Answer.Done(var id))) throw new IllegalStateException(answer.toString());
        var wish = new Merges.Wish(Merges.Way.MERGE, "", Optional.of(head));
        var outcome = house.node.pulls().merges().merge(repo, house.alice(), id, wish);
        if (!(outcome instanceof Merges.Outcome.Merged(var commit)))
            throw new IllegalStateException(outcome.toString());
        synchronized (Mergers.class) {
            System.out.println(id.name() + " " + commit.name());
            System.out.flush();
        }
    }

    private static void write(House house, Repo repo, String branch, Optional<String> newBranch) {
        var by = house.alice();
        var path = CodePath.parse("file-" + UUID.randomUUID()).orElseThrow();
        var change = new FileChange.Create(path, "1\n".getBytes(StandardCharsets.UTF_8));
        var signer = Commits.Signer.of(by);
        house.node
                .commits()
                .commit(repo, by, new Commits.Draft(branch, newBranch, "Write", signer, signer, List.of(change)));
    }
}
