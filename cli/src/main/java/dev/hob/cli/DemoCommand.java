package dev.hob.cli;

import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hob demo`: two nodes of this machine play what people of different servers do with each other.
@Command(
        name = "demo",
        description = {
            "Plays a pull request between two nodes, from the first look to the merge, with links to look at.",
            "Both live in a temporary folder, and are reached from this machine alone."
        })
final class DemoCommand implements Callable<Integer> {
    /// What fails while it ends is not waited for.
    private static final Duration CLOSING = Duration.ofSeconds(30);

    private final Terminal terminal;

    @Option(names = "--keep", description = "Leaves the folder of the two nodes where it is at the end.")
    boolean keep;

    @Option(names = "--no-wait", description = "Ends after the last step, and not when Enter is pressed.")
    boolean hurries;

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("hob-demo");
        var ended = new CountDownLatch(1);
        var hook = hook(ended);
        try {
            play(folder, ended);
        } finally {
            if (keep) terminal.err("The folders are left in " + folder + ".");
            else Storage.remove(folder);
            unhook(hook);
        }
        return 0;
    }

    private void play(Path folder, CountDownLatch ended) throws IOException, InterruptedException {
        terminal.err("Two nodes are started …");
        try (var stage = DemoStage.open(folder);
                var story = new DemoStory(stage, terminal, ended)) {
            story.tell();
            if (hurries || ended.getCount() == 0) return;
            terminal.err("");
            terminal.err("Look around: sign in at " + stage.hers().url() + " as alice, at "
                    + stage.his().url() + " as bob, both with the password " + stage.password() + " .");
            terminal.err("Enter ends both nodes" + (keep ? "." : ", and removes all that they have."));
            Thread.ofVirtual().start(() -> enter(ended));
            ended.await();
        }
    }

    /// Also the end of the input ends it: nobody is there.
    private void enter(CountDownLatch ended) {
        try {
            int typed = System.in.read();
            while (typed != '\n' && typed != -1) typed = System.in.read();
        } catch (IOException e) {
            terminal.err("hob: cannot read standard input: " + e.getMessage());
        }
        ended.countDown();
    }

    /// A signal ends it as Enter does: the machine waits until everything is closed and removed.
    private static Thread hook(CountDownLatch ended) {
        var main = Thread.currentThread();
        var hook = Thread.ofPlatform().name("stop").unstarted(() -> {
            ended.countDown();
            try {
                main.join(CLOSING);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
        return hook;
    }

    private static void unhook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The machine ends already, and the hook with it.
        }
    }
}
