package dev.hob.node.asciidoc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The process in which Asciidoctor runs. Owned by one thread.
final class Child implements AutoCloseable {
    /// What it may take: it reads nothing but one text at a time.
    private static final List<String> OPTIONS = List.of(
            "-Xmx256m",
            "-XX:MaxMetaspaceSize=128m",
            "-XX:ReservedCodeCacheSize=48m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+DisplayVMOutputToStderr",
            "-XX:-UsePerfData",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djava.awt.headless=true",
            "-Djruby.compile.mode=OFF",
            "-Djruby.native.enabled=false");

    /// In which letters the names of files are written. It hears nothing else of the node's.
    private static final Set<String> ENVIRONMENT = Set.of("LANG", "LC_ALL", "LC_CTYPE");

    private static final int LAST_WORDS_MAX = 1_000;

    private final Process process;
    private final DataOutputStream in;
    private final DataInputStream out;
    private volatile String lastWords = "";
    private volatile boolean ended;

    private Child(Process process) {
        this.process = process;
        this.in = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        this.out = new DataInputStream(new BufferedInputStream(process.getInputStream()));
        Thread.ofPlatform().name("asciidoc-words").daemon().start(this::hear);
    }

    /// Starts one and waits until it can answer.
    ///
    /// @param libraries the folder of Asciidoctor's jars
    /// @param own where the class is that it runs
    static Child start(Path libraries, Path own, Duration max) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(List.of("-cp", own + File.pathSeparator + libraries.resolve("*"), Converting.class.getName()));
        var builder = new ProcessBuilder(command).directory(libraries.toFile());
        builder.environment().keySet().retainAll(ENVIRONMENT);
        var child = new Child(builder.start());
        try {
            return child.within(max, () -> {
                if (child.out.readByte() != Converting.READY) throw new IOException("it began with something else");
                return child;
            });
        } catch (TimeoutException e) {
            throw new IOException("the process of Asciidoctor did not come up within " + max, e);
        }
    }

    /// A text as HTML; empty when it cannot be made into any.
    ///
    /// @throws TimeoutException when that takes longer; the process is at its end then, as after every failure
    Optional<String> convert(String text, Duration max) throws IOException, TimeoutException {
        return within(max, () -> {
            byte[] bytes = text.getBytes(UTF_8);
            in.writeInt(bytes.length);
            in.write(bytes);
            in.flush();
            byte said = out.readByte();
            if (said == Converting.FAILED) return Optional.empty();
            if (said != Converting.MADE) throw new IOException("it said something else");
            int length = out.readInt();
            if (length < 0 || length > Converting.HTML_BYTES_MAX) throw new IOException("it sent " + length + " bytes");
            byte[] html = out.readNBytes(length);
            if (html.length < length) throw new IOException("it ended within an answer");
            return Optional.of(new String(html, UTF_8));
        });
    }

    private <T> T within(Duration max, Callable<T> work) throws IOException, TimeoutException {
        var task = new FutureTask<>(work);
        Thread.ofPlatform().name("asciidoc-talk").daemon().start(task);
        boolean done = false;
        try {
            T result = task.get(max.toMillis(), TimeUnit.MILLISECONDS);
            done = true;
            return result;
        } catch (ExecutionException e) {
            throw new IOException("the process of Asciidoctor failed: " + lastWords, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the node stops", e);
        } finally {
            if (!done) close();
        }
    }

    /// What it complains of is only worth something when it fails, and then its end. Texts may bring it to
    /// complain.
    private void hear() {
        var read = new char[LAST_WORDS_MAX];
        try (Reader words = new InputStreamReader(process.getErrorStream(), UTF_8)) {
            for (int length = words.read(read); length >= 0; length = words.read(read)) {
                String all = lastWords + new String(read, 0, length);
                lastWords = all.substring(Math.max(0, all.length() - LAST_WORDS_MAX))
                        .replaceAll("\\p{Cntrl}+", " ");
            }
        } catch (IOException _) {
            // It was ended, and has nothing more to say.
        }
    }

    boolean isAlive() {
        return !ended && process.isAlive();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() {
        ended = true; // It lives on for a moment.
        process.destroyForcibly();
    }
}
