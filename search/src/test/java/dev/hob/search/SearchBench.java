package dev.hob.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import dev.hob.node.people.Viewer;
import dev.hob.search.embed.Embedder;
import dev.hob.search.embed.LocalEmbedder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;

/// Measures a search over a folder of sources, and beside a zoekt that has the same: `bench/search.sh` runs it.
/// Arguments: an empty folder, a folder of sources, and perhaps the address of a zoekt. With `-Dhob.meaning=FOLDER` it
/// asks sentences instead; the folder is for the model.
final class SearchBench {
    private static final int QUESTIONS = 200;
    private static final int WARM = 100;
    private static final Pattern DEFINITION =
            Pattern.compile("(?:func|def|class|void|fn)\\s+(?:\\([^)]*\\)\\s*)?(\\w{4,40})");
    private static final Pattern SENTENCE = Pattern.compile("\\s*(?://|#) ((?:[A-Za-z]{2,12} ){4,9}[a-z]{2,12})\\.?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w{4,30}");

    private SearchBench() {}

    public static void main(String[] arguments) throws Exception {
        var sources = Path.of(arguments[1]);
        var model = Optional.ofNullable(System.getProperty("hob.meaning"))
                .map(folder -> (Embedder) new Drawn(new LocalEmbedder(Path.of(folder), LocalEmbedder.IDLE)));
        try (var ground = new Ground(Path.of(arguments[0]), model)) {
            var repo = ground.house.repository("bench");
            var storage = ground.house.node.storage().path(repo.rid());
            var texts = texts(sources);
            long bytes = texts.stream()
                    .mapToLong(text -> text.getBytes(UTF_8).length)
                    .sum();
            long lines = texts.stream()
                    .mapToLong(text -> text.chars().filter(c -> c == '\n').count())
                    .sum();
            System.out.printf(Locale.ROOT, "%d files, %.1f MiB, %d lines%n", texts.size(), mebi(bytes), lines);
            git(storage, sources, "add", "-A", "-f", ".");
            String tree = git(storage, sources, "write-tree");
            var commit = ObjectId.fromString(git(
                    storage, sources, "-c", "user.name=a", "-c", "user.email=a@b", "commit-tree", "-m", "all", tree));
            long cpu = cpu();
            long began = System.nanoTime();
            ground.move(repo, commit);
            while (!ground.search.indexer().await(Duration.ofMinutes(30))) System.out.println("not yet");
            double seconds = (System.nanoTime() - began) / 1e9;
            double used = (cpu() - cpu) / 1e9;
            long size = ground.search.index().bytes();
            System.out.printf(
                    Locale.ROOT,
                    "indexed in %.1f s, %.2f s CPU per MiB, index %.2f x text, heap %.0f MiB%n",
                    seconds,
                    used / mebi(bytes),
                    (double) size / bytes,
                    mebi(heap()));
            if (model.isPresent()) {
                System.out.printf(Locale.ROOT, "%d vectors%n", vectors(ground));
                measure("meaning", sentences(texts), it -> ground.search.find(Viewer.ANYONE, it.hob(), 0, 20));
                return;
            }
            pushOne(ground, storage, sources, commit);
            var questions = questions(texts, new SplittableRandom(Long.getLong("hob.seed", 1)));
            for (var kind : questions.entrySet()) {
                measure(
                        "hob    " + kind.getKey(),
                        kind.getValue(),
                        it -> ground.search.find(Viewer.ANYONE, it.hob(), 0, 20));
                if (arguments.length > 2)
                    measure("zoekt  " + kind.getKey(), kind.getValue(), it -> zoekt(arguments[2], it.zoekt()));
            }
        }
    }

    private record Asked(String hob, String zoekt) {}

    /// Asks with the node's own model among vectors that are drawn by lot: to find the nearest takes as long among
    /// those, and they need not be computed for an hour.
    private record Drawn(Embedder model) implements Embedder {
        @Override
        public String name() {
            return "drawn";
        }

        @Override
        public int dimensions() {
            return model.dimensions();
        }

        @Override
        public int atOnce() {
            return 8;
        }

        @Override
        public boolean worksHere() {
            return true;
        }

        @Override
        public List<float[]> documents(List<String> texts) {
            return texts.stream().map(this::drawn).toList();
        }

        private float[] drawn(String text) {
            var random = new SplittableRandom(text.hashCode());
            var vector = new float[dimensions()];
            double squares = 0;
            for (int i = 0; i < vector.length; i++) {
                vector[i] = (float) random.nextGaussian();
                squares += (double) vector[i] * vector[i];
            }
            for (int i = 0; i < vector.length; i++) vector[i] /= (float) Math.sqrt(squares);
            return vector;
        }

        @Override
        public float[] query(String text) {
            return model.query(text);
        }

        @Override
        public void close() {
            model.close();
        }
    }

    /// How many there are once no more come.
    private static long vectors(Ground ground) throws InterruptedException {
        long done = -1;
        for (int quiet = 0; quiet < 5; quiet++) {
            Thread.sleep(1_000);
            var progress = ground.search.vectors().orElseThrow();
            if (progress.done() != done || progress.waiting() > 0) quiet = 0;
            done = progress.done();
        }
        return done;
    }

    /// What the comments say, each line by itself.
    private static List<Asked> sentences(List<String> texts) {
        var lines = texts.stream()
                .flatMap(String::lines)
                .map(SENTENCE::matcher)
                .filter(Matcher::matches)
                .map(match -> new Asked(match.group(1), ""))
                .toList();
        var random = new SplittableRandom(Long.getLong("hob.seed", 1));
        return random.ints(QUESTIONS, 0, lines.size()).mapToObj(lines::get).toList();
    }

    private static void pushOne(Ground ground, Path storage, Path sources, ObjectId parent) throws Exception {
        var repo = ground.house.repository("bench");
        String blob = run(storage, sources, "needle in a haystack\n", "hash-object", "-w", "--stdin");
        git(storage, sources, "update-index", "--add", "--cacheinfo", "100644," + blob + ",one-more.txt");
        String tree = git(storage, sources, "write-tree");
        var commit = ObjectId.fromString(git(
                storage,
                sources,
                "-c",
                "user.name=a",
                "-c",
                "user.email=a@b",
                "commit-tree",
                "-m",
                "one",
                "-p",
                parent.name(),
                tree));
        long began = System.nanoTime();
        ground.move(repo, commit);
        while (ground.paths("\"needle in a haystack\"").isEmpty()) Thread.sleep(5);
        System.out.printf(
                Locale.ROOT, "a push of one file is found after %.0f ms%n", (System.nanoTime() - began) / 1e6);
    }

    private static List<String> texts(Path sources) throws IOException {
        var texts = new ArrayList<String>();
        try (var all = Files.walk(sources)) {
            for (var file : all.filter(Files::isRegularFile).toList()) {
                if (Files.size(file) > 1024 * 1024) continue;
                String text = new String(Files.readAllBytes(file), UTF_8);
                if (text.indexOf('\0') < 0) texts.add(text);
            }
        }
        return texts;
    }

    private static TreeMap<String, List<Asked>> questions(List<String> texts, SplittableRandom random) {
        var questions = new TreeMap<String, List<Asked>>();
        for (String kind : List.of("words", "substring", "regex", "symbol")) questions.put(kind, new ArrayList<>());
        while (questions.values().stream().anyMatch(list -> list.size() < QUESTIONS)) {
            String text = texts.get(random.nextInt(texts.size()));
            String[] lines = text.split("\n");
            String line = lines[random.nextInt(lines.length)].strip();
            var names = NAME.matcher(line)
                    .results()
                    .map(match -> match.group())
                    .distinct()
                    .toList();
            if (names.size() >= 2) {
                String one = names.getFirst();
                String other = names.getLast();
                questions.get("words").add(new Asked(one + " " + other, one + " " + other));
                questions.get("regex").add(new Asked("/" + one + ".*" + other + "/", one + ".*" + other));
            }
            if (line.length() > 10 && line.indexOf('"') < 0 && line.indexOf('\\') < 0) {
                int from = random.nextInt(line.length() - 8);
                String piece = line.substring(from, Math.min(line.length(), from + random.nextInt(6, 24)))
                        .strip();
                if (piece.length() >= 4)
                    questions
                            .get("substring")
                            .add(new Asked(
                                    "\"" + piece + "\"", "\"" + piece.replaceAll("([^\\w ])", "\\\\\\\\$1") + "\""));
            }
            var definition = DEFINITION.matcher(text);
            if (definition.find(random.nextInt(text.length() + 1)))
                questions.get("symbol").add(new Asked("symbol:" + definition.group(1), "sym:" + definition.group(1)));
        }
        questions.replaceAll((_, list) -> List.copyOf(list.subList(0, QUESTIONS)));
        return questions;
    }

    private static void measure(String what, List<Asked> questions, Consumer<Asked> ask) {
        for (int i = 0; i < WARM; i++) ask.accept(questions.get(i % questions.size()));
        double[] millis = new double[questions.size()];
        for (int i = 0; i < millis.length; i++) {
            long began = System.nanoTime();
            ask.accept(questions.get(i));
            millis[i] = (System.nanoTime() - began) / 1e6;
        }
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%-18s p50 %8.1f ms  p95 %8.1f ms  max %8.1f ms%n",
                what,
                millis[millis.length / 2],
                millis[millis.length * 95 / 100],
                millis[millis.length - 1]);
    }

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static void zoekt(String address, String question) {
        String json = "{\"Q\":\"" + question.replace("\\", "\\\\").replace("\"", "\\\"")
                + "\",\"Opts\":{\"MaxDocDisplayCount\":20,\"NumContextLines\":1}}";
        try {
            var request = HttpRequest.newBuilder(URI.create(address + "/api/search"))
                    .POST(HttpRequest.BodyPublishers.ofString(json))
                    .build();
            var answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) throw new IllegalStateException(question + ": " + answer.body());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("zoekt does not answer", e);
        }
    }

    private static String git(Path storage, Path sources, String... arguments) throws Exception {
        return run(storage, sources, "", arguments);
    }

    private static String run(Path storage, Path sources, String input, String... arguments) throws Exception {
        var command = new ArrayList<>(
                List.of("git", "--git-dir=" + storage, "--work-tree=" + sources, "-c", "core.bare=false"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        if (process.waitFor() != 0) throw new IllegalStateException(String.join(" ", command));
        return output;
    }

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static double mebi(long bytes) {
        return bytes / 1024.0 / 1024.0;
    }
}
