package dev.hob.search.query;

import dev.hob.node.Node;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.people.Scope;
import dev.hob.node.people.Viewer;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.search.embed.Embedder;
import dev.hob.search.embed.EmbeddingException;
import dev.hob.search.index.Index;
import dev.hob.search.index.Kind;
import dev.hob.search.index.Look;
import dev.hob.search.index.Narrowing;
import dev.hob.search.index.Patience;
import dev.hob.search.index.Unit;
import dev.hob.search.index.Visible;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the issues and pull requests of a repository that may be about the same as one that somebody is about to
/// open. What fits badly is not offered: an empty list is better than a silly one. Shared between threads.
public final class SimilarIssues {
    /// The most that are offered.
    public static final int OFFERED_MAX = 20;

    private static final Logger LOG = LoggerFactory.getLogger(SimilarIssues.class);
    private static final int TITLE_CHARACTERS_MAX = 300;
    private static final int BODY_CHARACTERS_MAX = 1_200;
    private static final int CANDIDATES = 40;
    private static final int TEXT_CHARACTERS_MAX = 4_000;
    private static final int SHARED_MAX = 5;

    private final Node node;
    private final Index index;
    private final Optional<Embedder> embedder;
    private final Likeness likeness;

    public SimilarIssues(Node node, Index index, Optional<Embedder> embedder, Likeness likeness) {
        this.node = node;
        this.index = index;
        this.embedder = embedder;
        this.likeness = likeness;
    }

    /// The best first. Empty for who may not see the repository's issues.
    public List<Similar> find(Viewer viewer, Repo repo, String title, String body, int max, Patience patience) {
        if (!sees(viewer, repo)) return List.of();
        try (var look = index.look(patience)) {
            String text = cut(title, TITLE_CHARACTERS_MAX) + "\n" + cut(body, BODY_CHARACTERS_MAX);
            return find(look, repo, title, body, vector(text), "", max, patience);
        }
    }

    /// Those that may be about the same as one that is there. It was given its vector when it was indexed, so that no
    /// model is asked.
    public List<Similar> find(Viewer viewer, Repo repo, ObjectId issue, int max, Patience patience) {
        if (!sees(viewer, repo)) return List.of();
        try (var look = index.look(patience)) {
            var unit = look.issue(narrowing(repo), repo.rid(), issue.name());
            if (unit.isEmpty()) return List.of();
            String title = unit.get().name();
            String text = look.text(unit.get()).orElse(title);
            String body =
                    text.startsWith(title) ? text.substring(title.length()).strip() : text;
            var vector = embedder.flatMap(it -> look.vector(unit.get(), it.name()));
            return find(look, repo, title, body, vector, unit.get().owner(), max, patience);
        }
    }

    private boolean sees(Viewer viewer, Repo repo) {
        return node.access().may(viewer, Right.READ, repo, Scope.READ_ISSUE);
    }

    private static Narrowing narrowing(Repo repo) {
        var visible = new Visible(Set.of(), Set.<RepositoryId>of(repo.id()));
        return Narrowing.to(visible).of(Set.of(Kind.ISSUE, Kind.PULL));
    }

    /// @param self what is not offered
    private List<Similar> find(
            Look look,
            Repo repo,
            String title,
            String body,
            Optional<float[]> vector,
            String self,
            int max,
            Patience patience) {
        var narrowing = narrowing(repo);
        String asked = cut(title, TITLE_CHARACTERS_MAX);
        String more = cut(body, BODY_CHARACTERS_MAX);
        var words = weights(look, narrowing, asked, more);
        if (words.isEmpty()) return List.of();
        var candidates = new LinkedHashMap<String, Unit>();
        var near = new LinkedHashMap<String, Double>();
        for (var unit : meant(look, narrowing, vector)) {
            candidates.put(unit.owner(), unit);
            near.put(unit.owner(), 2.0 * unit.score() - 1); // As the index has it, it is never below 0.
        }
        for (var unit : look.byWords(narrowing, asked + "\n" + more, CANDIDATES))
            candidates.putIfAbsent(unit.owner(), unit);
        candidates.remove(self);
        double least = near.isEmpty() ? likeness.leastOfWords() : likeness.least();
        var found = new ArrayList<Similar>();
        for (var candidate : candidates.entrySet()) {
            if (patience.isOver()) break;
            double cosine = near.getOrDefault(candidate.getKey(), 0.0);
            judge(look, candidate.getValue(), words, cosine, least).ifPresent(found::add);
        }
        found.sort(Comparator.comparingDouble(Similar::score).reversed());
        return List.copyOf(found.subList(0, Math.min(Math.clamp(max, 0, OFFERED_MAX), found.size())));
    }

    private static String cut(String text, int max) {
        return text.length() > max ? text.substring(0, max) : text;
    }

    /// A word that was typed, and how much it says here: the rarer, the more.
    private record Weight(String word, double weight) {}

    /// By stem. Only what the viewer may see is counted.
    private Map<String, Weight> weights(Look look, Narrowing narrowing, String title, String body) {
        var weights = new LinkedHashMap<String, Weight>();
        int all = look.count(narrowing);
        for (String word : Look.tellingWords(title)) weigh(look, narrowing, word, all, 1, weights);
        if (!weights.isEmpty())
            for (String word : Look.tellingWords(body)) weigh(look, narrowing, word, all, likeness.body(), weights);
        return weights;
    }

    private static void weigh(
            Look look, Narrowing narrowing, String word, int all, double part, Map<String, Weight> into) {
        String stem = Look.stem(word);
        if (into.containsKey(stem)) return;
        double having = look.having(narrowing, stem);
        into.put(stem, new Weight(word, part * Math.log1p((all + 0.5) / (having + 0.5))));
    }

    private List<Unit> meant(Look look, Narrowing narrowing, Optional<float[]> vector) {
        if (embedder.isEmpty() || vector.isEmpty()) return List.of();
        return look.byMeaning(narrowing, embedder.get().name(), vector.get(), CANDIDATES);
    }

    private Optional<float[]> vector(String text) {
        try {
            return embedder.map(it -> it.query(text));
        } catch (EmbeddingException e) {
            // A model's server that is away: words alone have to do.
            LOG.warn("a new issue has no vector", e);
            return Optional.empty();
        }
    }

    private Optional<Similar> judge(Look look, Unit unit, Map<String, Weight> asked, double cosine, double least) {
        var has = Look.stems(cut(look.text(unit).orElse(unit.name()), TEXT_CHARACTERS_MAX));
        double sum = asked.values().stream().mapToDouble(Weight::weight).sum();
        var shared = asked.entrySet().stream()
                .filter(entry -> has.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .sorted(Comparator.comparingDouble(Weight::weight).reversed())
                .toList();
        double words = shared.stream().mapToDouble(Weight::weight).sum() / sum;
        double score = likeness.score(words, cosine);
        if (score < least) return Optional.empty();
        return Optional.of(new Similar(
                unit.kind(),
                unit.path(),
                unit.name(),
                unit.open().orElse(true),
                shared.stream().limit(SHARED_MAX).map(Weight::word).toList(),
                likeness.isLike(cosine),
                score));
    }
}
