package dev.hob.search.quality;

import dev.hob.node.issue.Issues;
import dev.hob.node.people.Viewer;
import dev.hob.node.repo.Repo;
import dev.hob.search.Ground;
import dev.hob.search.embed.CachedEmbedder;
import dev.hob.search.embed.Embedder;
import dev.hob.search.embed.LocalEmbedder;
import dev.hob.search.embed.Passages;
import dev.hob.search.embed.VectorCache;
import dev.hob.search.index.Patience;
import dev.hob.search.query.Likeness;
import dev.hob.search.query.Similar;
import dev.hob.search.query.SimilarIssues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Measures whether the earlier of two duplicates is offered to who opens the later one: `bench/similar-issues/run`
/// runs it. Arguments: the folder with `pairs.tsv` and `others.tsv`, an empty one, one that keeps vectors, `titles` or
/// `texts`, and `tuning` or `closing`.
public final class SimilarQuality {
    private static final int TOP = 5;
    /// Of the others so many are asked for what they resemble: as far as anybody knows, nothing.
    private static final int EVERY = 5;

    private static final Duration LONG = Duration.ofMinutes(1);

    private SimilarQuality() {}

    private record Report(String id, String title, String body) {}

    private record Pair(Report later, Report earlier) {}

    public static void main(String[] arguments) throws Exception {
        boolean texts = arguments[3].equals("texts");
        var pairs = pairs(Path.of(arguments[0], "pairs.tsv"), texts);
        var others = new ArrayList<Report>();
        for (var columns : rows(Path.of(arguments[0], "others.tsv")))
            others.add(new Report(columns[0], columns[1], ""));
        int half = arguments[4].equals("closing") ? 1 : 0;
        var asked = new ArrayList<Pair>();
        for (int i = half; i < pairs.size(); i += 2) asked.add(pairs.get(i));
        var local = new LocalEmbedder(Path.of(arguments[2]), LocalEmbedder.IDLE);
        String made = local.name() + " " + Passages.VERSION;
        var cache = new VectorCache(Path.of(arguments[2]), made, local.dimensions(), VectorCache.VECTORS_MAX);
        try (var embedder = new CachedEmbedder(local, cache);
                var ground = new Ground(Path.of(arguments[1]), Optional.of(embedder))) {
            var repo = ground.repository(ground.house.alice(), "tracker", false);
            for (var other : others) open(ground, repo, other);
            for (var pair : pairs) open(ground, repo, pair.earlier());
            while (!ground.search.indexer().await(Duration.ofMinutes(10))) System.err.println("not yet indexed");
            while (ground.search.vectors().orElseThrow().done() < others.size() + pairs.size()) Thread.sleep(500);
            for (Optional<Embedder> used : List.of(Optional.<Embedder>empty(), Optional.<Embedder>of(embedder)))
                report(arguments[3] + (used.isEmpty() ? ", words" : ", meaning"), ground, repo, used, asked, others);
        }
    }

    private static List<String[]> rows(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t"))
                .toList();
    }

    private static List<Pair> pairs(Path file, boolean texts) throws IOException {
        var pairs = new ArrayList<Pair>();
        for (var columns : rows(file))
            pairs.add(new Pair(
                    new Report(columns[0], columns[1], texts ? columns[2] : ""),
                    new Report(columns[3], columns[4], texts ? columns[5] : "")));
        return pairs;
    }

    private static void open(Ground ground, Repo repo, Report report) {
        ground.house
                .node
                .tracking()
                .issues()
                .open(repo, ground.house.alice(), Issues.Opening.of(report.title(), report.body()));
    }

    private static void report(
            String name, Ground ground, Repo repo, Optional<Embedder> used, List<Pair> asked, List<Report> others) {
        var similar = new SimilarIssues(ground.house.node, ground.search.index(), used, Likeness.USUAL);
        int first = 0;
        int found = 0;
        int offered = 0;
        for (var pair : asked) {
            var list = titles(similar, repo, pair.later());
            int rank = list.indexOf(pair.earlier().title());
            if (rank == 0) first++;
            if (rank >= 0) found++;
            offered += list.size();
            if (Boolean.getBoolean("hob.show")) show(similar, repo, pair, rank);
        }
        int silent = 0;
        int needless = 0;
        int strangers = 0;
        for (int i = 0; i < others.size(); i += EVERY) {
            var other = others.get(i);
            // It is there itself.
            var list = titles(similar, repo, other).stream()
                    .filter(title -> !title.equals(other.title()))
                    .toList();
            strangers++;
            needless += list.size();
            if (list.isEmpty()) silent++;
        }
        System.out.printf(
                Locale.ROOT,
                "%-16s %3d pairs  R@1 %.3f  R@5 %.3f  offered %.1f | %d others  none offered %.3f  offered %.1f%n",
                name,
                asked.size(),
                (double) first / asked.size(),
                (double) found / asked.size(),
                (double) offered / asked.size(),
                strangers,
                (double) silent / strangers,
                (double) needless / strangers);
    }

    private static List<String> titles(SimilarIssues similar, Repo repo, Report report) {
        return similar.find(Viewer.ANYONE, repo, report.title(), report.body(), TOP, new Patience(LONG)).stream()
                .map(Similar::title)
                .toList();
    }

    private static void show(SimilarIssues similar, Repo repo, Pair pair, int rank) {
        System.out.println("  " + rank + " " + pair.later().title() + " -> "
                + pair.earlier().title());
        for (var it : similar.find(
                Viewer.ANYONE, repo, pair.later().title(), pair.later().body(), TOP, new Patience(LONG)))
            System.out.printf(Locale.ROOT, "      %.2f %s %s%n", it.score(), it.title(), it.shared());
    }
}
