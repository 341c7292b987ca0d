package dev.hob.node.refs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.db.Database;
import dev.hob.node.db.DatabaseConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A process that works on a data folder until it is killed, at a named point or at some moment.
public final class Victim {
    /// No named point: after so many milliseconds.
    public static final String RANDOM = "random";

    private static final int KILLED = 137;

    private Victim() {}

    /// Runs a class's `main`, which prints `ready` and then what was acknowledged, a line each. Gives those lines.
    ///
    /// @param passes how often the point is passed before
    public static List<String> work(Class<?> main, Path data, String point, int passes, int millis, String story)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
        if (!point.equals(RANDOM)) command.add(1, "-Dhob.kill=" + point + ":" + passes);
        command.addAll(List.of(main.getName(), data.toString()));
        Files.createDirectories(data);
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var lines = new ArrayList<String>();
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            // A kill may come while it starts and finishes what the kill before has left.
            String first = out.readLine();
            if (point.equals(RANDOM)) {
                TimeUnit.MILLISECONDS.sleep(millis);
                process.toHandle().destroyForcibly(); // The process itself would close its stream as well.
            }
            if ("ready".equals(first)) out.lines().forEach(lines::add);
            assertThat(process.waitFor()).as(story).isEqualTo(KILLED);
        } finally {
            process.destroyForcibly();
        }
        return lines;
    }

    /// How many intents a kill has left open.
    public static int openIntents(Path data) {
        try (var database = Database.open(DatabaseConfig.sqlite(data.resolve("hob.db")))) {
            return database.read(handle -> handle.createQuery("select count(*) from intent")
                    .mapTo(Integer.class)
                    .one());
        }
    }
}
