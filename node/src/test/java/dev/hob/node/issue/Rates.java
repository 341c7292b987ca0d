package dev.hob.node.issue;

import dev.hob.node.refs.House;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.eclipse.jgit.lib.ObjectId;

/// Prints how many operations a second are stored, and how long lists take, as a project grows: `Rates FOLDER ISSUES`.
final class Rates {
    private Rates() {}

    public static void main(String[] arguments) throws Exception {
        var house = new House(Path.of(arguments[0]));
        var repo = house.repository("tea");
        house.node.lateSigning().start();
        var people = List.of(house.alice(), house.person("bob"), house.person("carol"));
        var tracking = house.node.tracking();
        int issues = Integer.parseInt(arguments[1]);
        for (int writers : List.of(1, 16)) {
            int each = issues / 2 / writers;
            long began = System.nanoTime();
            try (var threads = Executors.newFixedThreadPool(writers)) {
                for (int w = 0; w < writers; w++) {
                    int writer = w;
                    threads.submit(() -> {
                        for (int n = 0; n < each; n++)
                            tracking.issues()
                                    .open(
                                            repo,
                                            people.get(writer % 3),
                                            Issues.Opening.of(
                                                    "Leak " + writer + "." + n, "It leaks since Monday.\n".repeat(5)));
                    });
                }
            }
            say("opened by " + writers, each * writers, began);
        }
        var some = tracking.reading()
                .list(repo.rid(), IssueQuery.OPEN, 0, 1)
                .getFirst()
                .id();
        long began = System.nanoTime();
        for (int n = 0; n < 500; n++) comment(tracking, repo, people.getFirst(), some, n);
        say("commented on one", 500, began);
        var list = tracking.reading().list(repo.rid(), IssueQuery.OPEN, 0, 200);
        began = System.nanoTime();
        for (int n = 0; n < 500; n++)
            comment(tracking, repo, people.get(1), list.get(n % 200).id(), n);
        say("commented on many", 500, began);
        for (String query : List.of(
                "is:open", "is:open sort:updated", "is:open author:alice", "is:open monday", "is:open nothing")) {
            long[] times = new long[50];
            for (int n = 0; n < times.length; n++) {
                long start = System.nanoTime();
                tracking.reading().list(repo.rid(), IssueQuery.parse(query), 0, 20);
                tracking.reading().counts(repo.rid(), IssueQuery.parse(query));
                times[n] = System.nanoTime() - start;
            }
            Arrays.sort(times);
            System.out.printf("%-28s %6.2f ms%n", query, times[times.length / 2] / 1e6);
        }
        began = System.nanoTime();
        for (int n = 0; n < 100; n++) tracking.reading().history(repo.rid(), some, -1, 200);
        System.out.printf("%-28s %6.2f ms%n", "history of 200", (System.nanoTime() - began) / 1e6 / 100);
        began = System.nanoTime();
        house.node.lateSigning().flush();
        System.out.printf("%-28s %6.0f ms%n", "sign", (System.nanoTime() - began) / 1e6);
        began = System.nanoTime();
        tracking.cache().rebuild(repo, _ -> {});
        say("rebuilt", issues, began);
        house.close();
    }

    private static void comment(
            IssueTracking tracking, dev.hob.node.repo.Repo repo, dev.hob.node.people.Person by, ObjectId issue, int n) {
        tracking.issues()
                .comment(repo, by, issue, "Comment " + n + " with some words in it.", Optional.empty(), List.of());
    }

    private static void say(String what, int count, long began) {
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf("%-28s %6d in %6.2f s: %7.0f a second%n", what, count, seconds, count / seconds);
    }
}
