package dev.hob.search.quality;

import dev.hob.node.people.Viewer;
import dev.hob.search.Ground;
import dev.hob.search.embed.CachedEmbedder;
import dev.hob.search.embed.LocalEmbedder;
import dev.hob.search.embed.Passages;
import dev.hob.search.embed.VectorCache;
import dev.hob.search.index.Patience;
import dev.hob.search.query.Finder;
import dev.hob.search.query.Hit;
import dev.hob.search.query.Ranking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Measures how good the answers of a search are: `bench/search-quality/run` runs it. Arguments: a folder of sources,
/// one with `questions.tsv` or `pairs.tsv`, an empty one, one that keeps vectors, and `tuning` or `closing`.
public final class SearchQuality {
    private static final long FILE_BYTES_MAX = 1_000_000;
    private static final int HITS = 50;
    private static final int QUIET_SECONDS = 15;

    private SearchQuality() {}

    public static void main(String[] arguments) throws Exception {
        var sources = Path.of(arguments[0]);
        var asked = Path.of(arguments[1]);
        var questions = asked.toString().endsWith("pairs.tsv") ? Question.documented(asked) : Question.written(asked);
        var half = questions.stream()
                .filter(q -> q.closing() == arguments[4].equals("closing"))
                .toList();
        var local = new LocalEmbedder(Path.of(arguments[3]), LocalEmbedder.IDLE);
        String made = local.name() + " " + Passages.VERSION;
        var cache = new VectorCache(Path.of(arguments[3]), made, local.dimensions(), VectorCache.VECTORS_MAX);
        try (var embedder = new CachedEmbedder(local, cache);
                var ground = new Ground(Path.of(arguments[2]), Optional.of(embedder))) {
            push(ground, sources);
            vectors(ground);
            for (var ranking : rankings().entrySet()) {
                var finder = new Finder(
                        ground.house.node,
                        ground.search.index(),
                        ground.search.indexer().revisions(),
                        Optional.of(embedder),
                        ranking.getValue());
                report(ranking.getKey(), half, finder);
            }
        }
    }

    /// From words alone to all that is known.
    private static Map<String, Ranking> rankings() {
        var rankings = new LinkedHashMap<String, Ranking>();
        var usual = Ranking.USUAL;
        rankings.put("words only", plain(1, usual.files(), 0));
        rankings.put("meaning only", plain(0, 0, 1));
        rankings.put("fusion", plain(1, usual.files(), usual.meaning()));
        rankings.put("fusion, code-aware", usual);
        return rankings;
    }

    private static Ranking plain(double words, double files, double meaning) {
        return new Ranking(Ranking.USUAL.k(), words, files, meaning, 0, 0, 1, 1, 1, 1, 1, 1);
    }

    private static void push(Ground ground, Path sources) throws IOException {
        try (var folders = Files.list(sources)) {
            for (Path folder : folders.sorted().toList()) {
                var files = new TreeMap<String, byte[]>();
                try (var all = Files.walk(folder)) {
                    for (Path file : all.filter(Files::isRegularFile).toList())
                        if (Files.size(file) <= FILE_BYTES_MAX)
                            files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
                }
                ground.pushBytes(ground.house.repository(folder.getFileName().toString()), files, "all");
            }
        }
        while (!ground.search.indexer().await(Duration.ofMinutes(10))) System.err.println("not yet indexed");
    }

    /// Returns when nothing was given a vector for a while.
    private static void vectors(Ground ground) throws InterruptedException {
        long done = -1;
        for (int quiet = 0; quiet < QUIET_SECONDS; quiet++) {
            Thread.sleep(1_000);
            var progress = ground.search.vectors().orElseThrow();
            if (progress.done() != done || progress.waiting() > 0) quiet = 0;
            if (progress.done() / 2_000 != done / 2_000) System.err.println(progress.done() + " vectors");
            done = progress.done();
        }
    }

    private static void report(String name, List<Question> questions, Finder finder) {
        var table = new TreeMap<String, Measures>();
        for (var question : questions) {
            var hits = finder.find(
                            Viewer.ANYONE,
                            "is:code repo:%s %s".formatted(question.repository(), question.text()),
                            0,
                            HITS,
                            new Patience(Duration.ofMinutes(1)))
                    .hits();
            var paths = List.copyOf(question.files().keySet());
            var grades = paths.stream().map(question.files()::get).toList();
            var found = Measures.answers(hits, (Hit hit) -> paths.indexOf(hit.path()));
            for (String kind : List.of("all", question.kind()))
                table.computeIfAbsent(kind, _ -> new Measures()).add(found, grades);
            if (Boolean.getBoolean("hob.show")) show(question, found, grades, hits);
        }
        table.forEach((kind, measures) ->
                System.out.printf(Locale.ROOT, "%-20s %-7s %4d  %s%n", name, kind, measures.questions(), measures));
    }

    private static void show(Question question, List<Integer> found, List<Integer> grades, List<Hit> hits) {
        var one = new Measures();
        one.add(found, grades);
        if (one.ndcg() > 0.7) return;
        System.out.println("  " + question.id() + " " + one + " " + question.text());
        for (var hit : hits.subList(0, Math.min(5, hits.size())))
            System.out.println("      " + hit.path() + " " + hit.title());
    }
}
