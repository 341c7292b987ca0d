package dev.hob.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.people.Viewer;
import dev.hob.node.repo.Repo;
import dev.hob.search.index.Narrowing;
import dev.hob.search.index.Patience;
import dev.hob.search.index.Visible;
import dev.hob.search.index.Wanted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is found by its text is what the real `git grep` finds in the same tree: Hob's own sources.
/// `-Dhob.greps=500` makes more than a sample, `-Dhob.seed=…` repeats one.
class GitGrepTest {
    private static final int GREPS = Integer.getInteger("hob.greps", 50);
    private static final List<String> FOLDERS =
            List.of("keys", "node", "federation", "p2p-sync", "search", "web", "cli", "docs");

    @TempDir
    Path folder;

    private final TreeMap<String, byte[]> files = new TreeMap<>();

    @Test
    void texts_and_expressions_are_found_wherever_git_finds_them() throws Exception {
        read();
        try (var ground = new Ground(folder)) {
            var repo = ground.house.repository("hob");
            var commit = ground.pushBytes(repo, files, "Everything");
            ground.await();
            long seed = Long.getLong("hob.seed", System.nanoTime());
            var random = new SplittableRandom(seed);
            var texts = files.values().stream()
                    .map(bytes -> new String(bytes, UTF_8))
                    .filter(text -> text.indexOf('\0') < 0 && text.contains("\n"))
                    .toList();
            int lines = 0;
            for (int i = 0; i < GREPS; i++) {
                String exact = piece(random, texts);
                boolean anyCase = random.nextInt(4) == 0;
                lines += same(
                        ground,
                        repo,
                        commit.name(),
                        "-F",
                        exact,
                        new Wanted.Exact(exact, anyCase),
                        anyCase,
                        "seed " + seed);
            }
            for (int i = 0; i < GREPS * 2 / 5; i++) {
                String regex = regex(random, texts);
                boolean anyCase = random.nextInt(4) == 0;
                var read = Wanted.fitting(regex, anyCase);
                assertThat(read).as(regex + ", seed " + seed).isInstanceOf(Wanted.Read.Good.class);
                lines += same(
                        ground,
                        repo,
                        commit.name(),
                        "-P",
                        regex,
                        ((Wanted.Read.Good) read).wanted(),
                        anyCase,
                        "seed " + seed);
            }
            System.out.println("seed %d: %d texts, %d expressions, %d lines, %d files"
                    .formatted(seed, GREPS, GREPS * 2 / 5, lines, files.size()));
        }
    }

    private void read() throws IOException {
        var root = Path.of("").toAbsolutePath().getParent();
        for (String name : FOLDERS) {
            if (!Files.isDirectory(root.resolve(name))) continue;
            try (var all = Files.walk(root.resolve(name))) {
                for (var file : all.filter(Files::isRegularFile).toList()) {
                    String path = root.relativize(file).toString();
                    if (path.contains("/target/") || path.contains("/.") || Files.size(file) > 1024 * 1024) continue;
                    files.put(path, Files.readAllBytes(file));
                }
            }
        }
        assertThat(files.size()).isGreaterThan(500);
    }

    /// A part of some line.
    private static String piece(SplittableRandom random, List<String> texts) {
        while (true) {
            String text = texts.get(random.nextInt(texts.size()));
            int from = random.nextInt(text.length());
            // Short ones are in thousands of lines.
            int length = random.nextInt(10) == 0 ? random.nextInt(1, 4) : random.nextInt(3, 25);
            String piece = text.substring(from, Math.min(text.length(), from + length));
            boolean halved = Character.isLowSurrogate(piece.charAt(0))
                    || Character.isHighSurrogate(piece.charAt(piece.length() - 1));
            // Another alphabet's capitals are another matter: git asks the machine's settings.
            boolean isPlain = piece.chars().allMatch(c -> c < 0x80);
            if (!halved && isPlain && !piece.isBlank() && piece.indexOf('\n') < 0 && piece.indexOf('\r') < 0)
                return piece;
        }
    }

    private static String quoted(String text) {
        return text.replaceAll("([^A-Za-z0-9 ])", "\\\\$1");
    }

    private static String regex(SplittableRandom random, List<String> texts) {
        String one = piece(random, texts);
        String other = piece(random, texts);
        int cut = random.nextInt(one.length());
        String before = quoted(one.substring(0, cut));
        String after = quoted(one.substring(Math.min(one.length(), cut + 1)));
        return switch (random.nextInt(12)) {
            case 0 -> before + "." + after;
            case 1 -> before + ".?" + after;
            case 2 -> quoted(one) + "|" + quoted(other);
            case 3 -> "^\\s*" + quoted(one.strip());
            case 4 -> quoted(one.strip()) + "\\s*$";
            case 5 -> before + "[a-zA-Z]+" + after;
            case 6 -> "\\b" + quoted(one.strip()) + "\\b";
            case 7 -> before + ".*" + after;
            case 8 -> "(?:" + quoted(one) + "|" + before + "\\w{1,3}" + after + ")";
            case 9 -> "[A-Z]\\w+" + quoted(other) + "\\d*";
            case 10 -> "(" + quoted(one) + "){1,2}" + "[^x]";
            default -> before + "(?:\\w|[^\\w])?" + after + "x{0,2}";
        };
    }

    private int same(
            Ground ground,
            Repo repo,
            String commit,
            String how,
            String text,
            Wanted wanted,
            boolean anyCase,
            String story)
            throws Exception {
        var found = new TreeSet<String>();
        var visible = new Visible(Set.of(repo.id()), Set.of());
        try (var look = ground.search.index().look(new Patience(Duration.ofMinutes(2)))) {
            var scan = look.scan(
                    Narrowing.to(visible).of(Set.of(dev.hob.search.index.Kind.CODE)),
                    List.of(wanted),
                    List.of(),
                    1_000_000,
                    1_000_000,
                    1_000_000);
            assertThat(scan.complete()).as(text).isTrue();
            for (var each : scan.found())
                for (var line : each.lines()) found.add(each.unit().path() + ":" + line.number());
        }
        var expected = grep(ground, repo, commit, how, text, anyCase);
        assertThat(found)
                .as(how + " " + text + (anyCase ? " in any case, " : ", ") + story)
                .isEqualTo(expected);
        return found.size();
    }

    private static TreeSet<String> grep(
            Ground ground, Repo repo, String commit, String how, String text, boolean anyCase) throws Exception {
        var command = new ArrayList<>(List.of(
                "git", "-C", ground.house.node.storage().path(repo.rid()).toString()));
        command.addAll(List.of("grep", "-n", "-I", "--no-color", "--full-name", how));
        if (anyCase) command.add("-i");
        command.addAll(List.of("-e", text, commit));
        var builder = new ProcessBuilder(command);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        var process = builder.start();
        var lines = new TreeSet<String>();
        for (String line : new String(process.getInputStream().readAllBytes(), UTF_8).split("\n")) {
            if (line.isEmpty()) continue;
            String[] parts = line.split(":", 4);
            lines.add(parts[1] + ":" + parts[2]);
        }
        assertThat(process.waitFor()).as(String.join(" ", command)).isLessThanOrEqualTo(1);
        return lines;
    }

    @Test
    void somebody_who_may_see_nothing_finds_nothing() throws Exception {
        read();
        try (var ground = new Ground(folder)) {
            var alice = ground.house.alice();
            var repo = ground.repository(alice, "hob", true);
            ground.pushBytes(repo, files, "Everything");
            ground.await();
            assertThat(ground.find(Viewer.ANYONE, "\"public\"").total()).isZero();
            assertThat(ground.find(Viewer.of(alice), "\"public\"").total()).isPositive();
        }
    }
}
