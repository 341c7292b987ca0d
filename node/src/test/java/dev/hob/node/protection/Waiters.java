package dev.hob.node.protection;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.node.code.CodePath;
import dev.hob.node.code.Commits;
import dev.hob.node.code.FileChange;
import dev.hob.node.issue.Answer;
import dev.hob.node.patch.Merges;
import dev.hob.node.patch.Patches;
import dev.hob.node.refs.House;
import dev.hob.node.repo.Repo;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.eclipse.jgit.lib.Constants;

/// A process of its own in which people ask for merges that wait for a check, and the check then says how it went,
/// until it is killed. It prints `asked` and `good` or `bad` with the pull request's id, each when it was acknowledged.
final class Waiters {
    static final String CHECK = "ci";

    private static final int WAITERS = 6;

    private Waiters() {}

    public static void main(String[] arguments) throws InterruptedException {
        var house = new House(Path.of(arguments[0]));
        var repo = house.repository("tea");
        if (house.node.refs().view(repo).isEmpty()) write(house, repo, "main", Optional.empty());
        if (house.node.protection().rules().branches(repo).isEmpty()) protect(house, repo);
        house.node.lateSigning().start();
        house.node.protection().automatic().start();
        System.out.println("ready");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < WAITERS; i++)
                threads.submit(() -> {
                    for (int round = 0; ; round++) ask(house, repo, round % 4 != 3);
                });
        }
    }

    private static void protect(House house, Repo repo) {
        var usual = BranchRule.usual(Glob.of("main"));
        var rule = new BranchRule(
                usual.pattern(),
                usual.push(),
                usual.merge(),
                usual.reviewers(),
                false,
                false,
                0,
                false,
                false,
                false,
                new Checks.Named(List.of(CHECK)),
                false,
                false,
                false,
                List.of(),
                false);
        if (house.node.protection().rules().set(repo, house.alice(), rule, Optional.empty())
                instanceof Answer.Refused refused) throw new IllegalStateException(refused.told());
    }

    private static void ask(House house, Repo asked, boolean good) {
        var repo = house.node.repos().byId(asked.id()).orElseThrow();
        String branch = "b" + UUID.randomUUID();
        write(house, repo, "main", Optional.of(branch));
        var head = house.node.refs().view(repo).refs().get(Constants.R_HEADS + branch);
        var opening = Patches.Opening.of("Take " + branch, "", "main", head, Optional.empty());
        var answer = house.node.pulls().patches().open(repo, house.alice(), opening);
        if (!(answer instanceof Answer.Done(var id))) throw new IllegalStateException(answer.toString());
        var wish = new Merges.Wish(Merges.Way.MERGE, "", Optional.of(head));
        var outcome = house.node.protection().automatic().ask(repo, house.alice(), id, wish, false);
        if (!(outcome instanceof AutomaticMerges.Outcome.Waits)) throw new IllegalStateException(outcome.toString());
        say("asked " + id.name());
        var state = good ? StatusState.SUCCESS : StatusState.FAILURE;
        var report = new Statuses.Report(CHECK, state, "", "");
        var kept = house.node.protection().statuses().report(repo, house.alice(), head, report);
        if (!(kept instanceof Statuses.Outcome.Kept)) throw new IllegalStateException(kept.toString());
        say((good ? "good " : "bad ") + id.name());
    }

    private static void say(String line) {
        synchronized (Waiters.class) {
            System.out.println(line);
            System.out.flush();
        }
    }

    private static void write(House house, Repo repo, String branch, Optional<String> newBranch) {
        var by = house.alice();
        var path = CodePath.parse("file-" + UUID.randomUUID()).orElseThrow();
        var signer = Commits.Signer.of(by);
        var change = new FileChange.Create(path, "1\n".getBytes(UTF_8));
        house.node
                .commits()
                .commit(repo, by, new Commits.Draft(branch, newBranch, "Write", signer, signer, List.of(change)));
    }
}
