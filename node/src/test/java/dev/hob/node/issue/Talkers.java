package dev.hob.node.issue;

import dev.hob.node.refs.House;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.eclipse.jgit.lib.ObjectId;

/// A process of its own in which many people talk at once, until it is killed. It prints what was acknowledged, a line
/// each, when it was.
final class Talkers {
    private static final int TALKERS = 16;

    private Talkers() {}

    public static void main(String[] arguments) throws InterruptedException {
        var house = new House(Path.of(arguments[0]));
        var repo = house.repository("tea");
        house.node.lateSigning().start();
        System.out.println("ready");
        var people = List.of(house.alice(), house.person("bob"), house.person("carol"));
        var issues = house.node.tracking().issues();
        var opened = new CopyOnWriteArrayList<ObjectId>();
        house.node
                .tracking()
                .reading()
                .list(repo.rid(), IssueQuery.parse("sort:oldest"), 0, 1)
                .forEach(issue -> opened.add(issue.id()));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < TALKERS; i++) {
                int talker = i;
                threads.submit(() -> {
                    var by = people.get(talker % people.size());
                    for (int n = 0; ; n++) {
                        if (opened.isEmpty() || n % 4 == 3) {
                            var answer = issues.open(repo, by, Issues.Opening.of("Leak " + talker, "Number " + n));
                            var id = ((Answer.Done) answer).entry();
                            opened.add(id);
                            tell("issue " + id.name());
                        } else {
                            // All of one half talk about one thing, the others each about their own.
                            var issue = talker % 2 == 0 ? opened.getFirst() : opened.get(talker % opened.size());
                            var answer = issues.comment(
                                    repo, by, issue, "Word " + talker + "." + n, Optional.empty(), List.of());
                            tell("comment " + ((Answer.Done) answer).entry().name());
                        }
                    }
                });
            }
        }
    }

    private static void tell(String line) {
        synchronized (Talkers.class) {
            System.out.println(line);
            System.out.flush();
        }
    }
}
