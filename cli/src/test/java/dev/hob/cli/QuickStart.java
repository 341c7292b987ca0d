package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/// Tests start a great many nodes: a third of each start is saved by what Java loaded and linked ahead of time (JEP
/// 483), as the launcher has it. Made once for all test processes, and only where each module is a jar already, as
/// in a whole build: Java wants no folders for it.
final class QuickStart {
    private static final Path CLASSES = Path.of("target", "classes").toAbsolutePath();
    private static final Path TESTS = Path.of("target", "test-classes").toAbsolutePath();
    private static final Path FOLDER = Path.of("target", "quick-start").toAbsolutePath();
    private static final long PATIENCE_MINUTES = 5;

    private static final QuickStart MADE = new QuickStart();

    private final List<String> words;

    private QuickStart() {
        var paths = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(it -> !it.isEmpty())
                .map(it -> Path.of(it).toAbsolutePath())
                .toList();
        var jars = paths.stream().filter(Files::isRegularFile).toList();
        boolean built = paths.stream().allMatch(it -> jars.contains(it) || it.equals(CLASSES) || it.equals(TESTS));
        this.words = built ? quick(jars) : List.of("-cp", System.getProperty("java.class.path"));
    }

    /// The options with which a Java process has the classes of a node.
    static List<String> words() {
        return MADE.words;
    }

    private static List<String> quick(List<Path> jars) {
        try {
            Files.createDirectories(FOLDER);
            var own = FOLDER.resolve("hob-cli.jar");
            var cache = FOLDER.resolve("hob.aot");
            var path = new ArrayList<Path>(List.of(own));
            path.addAll(jars);
            try (var lock = FileChannel.open(
                            FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = lock.lock()) {
                if (!isNewer(cache, jars)) {
                    pack(own);
                    train(path, cache);
                }
            }
            return List.of(
                    "-XX:AOTCache=" + cache,
                    "-Xlog:aot=off",
                    "-Xlog:cds=off",
                    "-cp",
                    joined(path) + File.pathSeparator + TESTS);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare a quicker start", e);
        }
    }

    private static boolean isNewer(Path cache, List<Path> jars) throws IOException {
        if (!Files.exists(cache)) return false;
        var made = Files.getLastModifiedTime(cache);
        try (var own = Files.walk(CLASSES)) {
            return Stream.concat(jars.stream(), own.filter(Files::isRegularFile))
                    .noneMatch(it -> time(it).compareTo(made) > 0);
        }
    }

    private static FileTime time(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + file, e);
        }
    }

    private static void pack(Path jar) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                var files = Files.walk(CLASSES)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(
                        new JarEntry(CLASSES.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
    }

    private static void train(List<Path> path, Path cache) throws IOException {
        var fresh = FOLDER.resolve("fresh.aot");
        var said = FOLDER.resolve("rehearsal.log");
        var command = Served.java(List.of("-XX:AOTCacheOutput=" + fresh, "-cp", joined(path)));
        command.add("rehearse");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES))
                process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (!Files.exists(fresh)) throw new IOException("the rehearsal left nothing: " + Files.readString(said, UTF_8));
        Files.move(fresh, cache, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String joined(List<Path> path) {
        return String.join(File.pathSeparator, path.stream().map(Path::toString).toList());
    }
}
