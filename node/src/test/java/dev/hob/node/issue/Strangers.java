package dev.hob.node.issue;

import dev.hob.node.cob.Evidence;
import dev.hob.node.people.RemoteAuthors;
import dev.hob.node.refs.House;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.eclipse.jgit.lib.ObjectId;

/// A process of its own in which many strangers' activities are done at once, each twice, until it is killed; after a
/// kill the last of each are done again, as a queue does that cannot know. It prints what was acknowledged.
final class Strangers {
    private static final int STRANGERS = 6;
    private static final int AGAIN = 4;

    private Strangers() {}

    public static void main(String[] arguments) throws InterruptedException {
        var house = new House(Path.of(arguments[0]));
        var repo = house.repository("tea");
        var issues = house.node.tracking().issues();
        var entries = house.node.tracking().guests().entries();
        house.node.lateSigning().start();
        System.out.println("ready");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < STRANGERS; i++) {
                String actor = "https://host" + i + ".example/users/mia";
                threads.submit(() -> {
                    var author = house.node
                            .people()
                            .remote()
                            .meet(new RemoteAuthors.Said(
                                    actor, "mia@host.example", "", Optional.empty(), Optional.empty()));
                    int first = 0;
                    while (entries.byActivity(actor + "/" + first).isPresent()) first++;
                    Optional<ObjectId> about = entries.byActivity(actor + "/0").map(found -> found.entry());
                    for (int n = Math.max(0, first - AGAIN); ; n++) {
                        for (int time = 0; time < 2; time++) {
                            var by = new Speaker.Guest(
                                    author,
                                    new Evidence(
                                            actor + "/" + n,
                                            actor,
                                            Optional.of(actor + "/notes/" + n),
                                            "sha-256=:AAAA:",
                                            actor + "#main-key",
                                            Instant.ofEpochSecond(1_772_532_000L + n)));
                            var answer = about.isEmpty()
                                    ? issues.open(repo, by, Issues.Opening.of("Leak", "At " + actor))
                                    : issues.comment(repo, by, about.get(), "Word " + n, Optional.empty(), List.of());
                            var entry = ((Answer.Done) answer).entry();
                            if (about.isEmpty()) about = Optional.of(entry);
                            tell(actor + "/" + n + " " + entry.name());
                        }
                    }
                });
            }
        }
    }

    private static void tell(String line) {
        synchronized (Strangers.class) {
            System.out.println(line);
            System.out.flush();
        }
    }
}
