package dev.hob.search.query;

import dev.hob.node.Node;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.people.Viewer;
import dev.hob.node.repo.Repo;
import dev.hob.search.embed.Embedder;
import dev.hob.search.embed.EmbeddingException;
import dev.hob.search.index.Index;
import dev.hob.search.index.Kind;
import dev.hob.search.index.Look;
import dev.hob.search.index.Narrowing;
import dev.hob.search.index.Patience;
import dev.hob.search.index.Revision;
import dev.hob.search.index.Revisions;
import dev.hob.search.index.Scan;
import dev.hob.search.index.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers questions. Shared between threads.
public final class Finder {
    /// So many are found at most; who wants to see more of them narrows.
    public static final int FOUND_MAX = 1_000;

    public static final int PAGE_MAX = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Finder.class);
    /// So many are looked for even when that takes a while, so that counts say something.
    private static final int ENOUGH = 100;

    private static final int LIST_MAX = 100;
    /// Of a file that was found as a whole.
    private static final int PASSAGE_LINES = 40;
    private static final int LINES_OF_HIT_MAX = 5;
    /// What else of a file is shown beside its best place: nothing that is worth less than this part of it.
    private static final double SHOWN_BESIDE = 0.5;
    private static final Pattern IDENTIFIER = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]{1,100}");

    private final Optional<Embedder> embedder;
    private final Seeing seeing;
    private final Places places;
    private final Ranking ranking;

    /// @param revisions branches and tags beside the default branch
    public Finder(Node node, Index index, Revisions revisions, Optional<Embedder> embedder, Ranking ranking) {
        this.embedder = embedder;
        this.seeing = new Seeing(node);
        this.places = new Places(node, index, revisions);
        this.ranking = ranking;
    }

    /// A page of what somebody finds.
    ///
    /// @param from how many come before
    public Results find(Viewer viewer, String text, int from, int max, Patience patience) {
        return find(viewer, Box.read(text), from, max, patience);
    }

    /// The same for what was read from the box before.
    public Results find(Viewer viewer, Question question, int from, int max, Patience patience) {
        return find(viewer, question, Optional.empty(), from, max, patience);
    }

    /// The same, in these repositories only.
    public Results find(
            Viewer viewer,
            Question question,
            Optional<Set<RepositoryId>> within,
            int from,
            int max,
            Patience patience) {
        var seen = seeing.of(viewer);
        var narrowing = narrowing(seen, question, within);
        try (var place = places.find(question, seen, narrowing, patience)) {
            var answer = question.isEmpty()
                    ? Answer.NOTHING
                    : answer(place, seen, question, Math.max(ENOUGH, from + max), patience);
            int first = Math.clamp(from, 0, answer.found().size());
            int last = Math.clamp(
                    first + (long) Math.clamp(max, 0, PAGE_MAX),
                    first,
                    answer.found().size());
            var hits = new ArrayList<Hit>();
            for (var found : answer.found().subList(first, last))
                hit(place, seen, question, found).ifPresent(hits::add);
            return results(seen, question, place, answer, hits, patience);
        }
    }

    /// The best pieces that somebody finds, whole: at most one for each file or issue.
    public List<Passage> passages(Viewer viewer, String text, int max, Patience patience) {
        var seen = seeing.of(viewer);
        var question = Box.read(text);
        if (question.isEmpty()) return List.of();
        var narrowing = narrowing(seen, question, Optional.empty());
        try (var place = places.find(question, seen, narrowing, patience)) {
            var look = place.look();
            var passages = new ArrayList<Passage>();
            for (var found : answer(place, seen, question, max, patience).found()) {
                if (passages.size() == max || patience.isOver()) break;
                var unit = found.best();
                var repo = Seeing.repo(seen, unit.repository());
                var all = look.text(unit).filter(it -> !it.isBlank());
                if (repo.isPresent() && all.isPresent())
                    passages.add(passage(unit, repo.get().path(), place.revision(), all.get(), found.lines()));
            }
            return List.copyOf(passages);
        }
    }

    private static Passage passage(
            Unit unit, String repository, Optional<Revision> revision, String text, List<Scan.Line> fits) {
        boolean isFile = unit.kind() == Kind.CODE;
        var lines = text.lines().toList();
        int fit = fits.isEmpty() ? 1 : fits.getFirst().number();
        boolean whole = unit.lastLine() == 0;
        int first = Math.clamp(whole ? fit - PASSAGE_LINES / 4 : unit.firstLine(), 1, Math.max(1, lines.size()));
        int last = Math.clamp(whole ? first + PASSAGE_LINES : unit.lastLine(), first, Math.max(first, lines.size()));
        return new Passage(
                unit.kind(),
                unit.repository(),
                repository,
                revision,
                unit.path(),
                unit.name(),
                unit.entry(),
                isFile ? first : 0,
                isFile ? last : 0,
                isFile ? String.join("\n", lines.subList(first - 1, last)) : text);
    }

    private record Answer(List<Found> found, boolean complete) {
        static final Answer NOTHING = new Answer(List.of(), true);
    }

    private static Narrowing narrowing(Seeing.Seen seen, Question question, Optional<Set<RepositoryId>> within) {
        var named =
                question.repositories().isEmpty() ? within : Optional.of(Seeing.named(seen, question.repositories()));
        return new Narrowing(
                seen.visible(),
                named.map(ids -> ids.stream()
                        .filter(id -> within.isEmpty() || within.get().contains(id))
                        .collect(Collectors.toSet())),
                Seeing.named(seen, question.notRepositories()),
                question.kinds(),
                question.languages(),
                question.notLanguages(),
                question.paths(),
                question.notPaths(),
                question.open(),
                Optional.empty());
    }

    private Answer answer(Place place, Seeing.Seen seen, Question question, int enough, Patience patience) {
        var answer = place.narrowing()
                .map(narrowing -> answer(place.look(), narrowing, question, enough, patience))
                .orElse(Answer.NOTHING);
        boolean pieces = !question.symbols().isEmpty();
        return new Answer(
                Copies.joined(place.look(), seen, answer.found(), pieces, patience),
                answer.complete() && place.complete());
    }

    private Answer answer(Look look, Narrowing narrowing, Question question, int enough, Patience patience) {
        if (!question.symbols().isEmpty()) return defined(look, narrowing, question, enough);
        if (!question.wanted().isEmpty()) return scanned(look, narrowing, question, enough);
        if (!question.words().isEmpty()) return fused(look, narrowing, question, patience);
        var units = look.all(narrowing, FOUND_MAX);
        return new Answer(units.stream().map(Finder::whole).toList(), units.size() < FOUND_MAX);
    }

    private static Found whole(Unit unit) {
        return new Found(List.of(unit), List.of(), false, unit.score());
    }

    private static Answer scanned(Look look, Narrowing narrowing, Question question, int enough) {
        var scan = look.scan(
                narrowing, question.wanted(), Look.words(question.words()), enough, FOUND_MAX, LINES_OF_HIT_MAX);
        return new Answer(
                scan.found().stream()
                        .map(it -> new Found(List.of(it.unit()), it.lines(), it.more(), 0))
                        .toList(),
                scan.complete());
    }

    /// What is defined under a name; where more is wanted, in the files that have it.
    private static Answer defined(Look look, Narrowing narrowing, Question question, int enough) {
        boolean sifted = !question.wanted().isEmpty() || !question.words().isEmpty();
        boolean complete = true;
        var units = new ArrayList<Unit>();
        for (String name : question.symbols()) {
            // `Outer.inner` is `inner` within `Outer`.
            int dot = Math.max(name.lastIndexOf('.'), name.lastIndexOf(':'));
            String scope = dot < 0 ? "" : name.substring(0, dot).replaceAll(":+", ".");
            int max = sifted || !scope.isEmpty() ? FOUND_MAX : Math.min(enough, FOUND_MAX);
            var named = look.named(narrowing, name.substring(dot + 1), max);
            complete &= named.size() < max;
            for (var unit : named) if (scope.isEmpty() || ("." + unit.scope()).endsWith("." + scope)) units.add(unit);
        }
        if (sifted) {
            var scan = look.scan(narrowing, question.wanted(), Look.words(question.words()), FOUND_MAX, FOUND_MAX, 1);
            var owners = new HashSet<String>();
            for (var found : scan.found()) owners.add(found.unit().owner());
            units.removeIf(unit -> !owners.contains(unit.owner()));
        }
        return new Answer(units.stream().map(Finder::whole).toList(), complete);
    }

    private Answer fused(Look look, Narrowing narrowing, Question question, Patience patience) {
        var fusion = new Fusion(ranking);
        fusion.add(look.byWords(narrowing, question.words(), LIST_MAX), ranking.words());
        fusion.addFiles(look.filesByWords(narrowing, question.words(), LIST_MAX), ranking.files());
        boolean isNamed = false;
        for (String name : names(question.words())) {
            var exactly = exactly(look.named(narrowing, name, LIST_MAX), name);
            fusion.add(exactly, ranking.named());
            isNamed |= !exactly.isEmpty();
        }
        // Whoever types the name of something wants that, and nothing that is merely like it.
        if (!isNamed && !patience.isOver()) meant(look, narrowing, question, fusion);
        var found = new ArrayList<Found>();
        for (var group : fusion.groups()) {
            double least = group.units().getFirst().score() * SHOWN_BESIDE;
            var units = group.units().stream()
                    .filter(scored -> scored.score() >= least)
                    .map(Fusion.Scored::unit)
                    .toList();
            found.add(new Found(units, List.of(), false, group.score()));
        }
        return new Answer(found, found.size() < LIST_MAX);
    }

    private void meant(Look look, Narrowing narrowing, Question question, Fusion fusion) {
        if (embedder.isEmpty()) return;
        try {
            var vector = embedder.get().query(question.words());
            fusion.add(look.byMeaning(narrowing, embedder.get().name(), vector, LIST_MAX), ranking.meaning());
        } catch (EmbeddingException e) {
            // A model's server that is away: words alone have to do.
            LOG.warn("a question has no vector", e);
        }
    }

    /// The one name that was typed, or the few that look like no word of a sentence.
    private static List<String> names(String words) {
        String[] each = words.strip().split("\\s+");
        if (each.length > 2) return List.of();
        var names = new ArrayList<String>();
        for (String word : each) {
            if (!IDENTIFIER.matcher(word).matches()) continue;
            boolean isCode = word.contains("_") || word.substring(1).chars().anyMatch(Character::isUpperCase);
            if (each.length == 1 || isCode) names.add(word);
        }
        return List.copyOf(names);
    }

    private static List<Unit> exactly(List<Unit> units, String name) {
        return units.stream()
                .filter(unit -> unit.name().equalsIgnoreCase(name))
                .sorted(Comparator.comparing((Unit unit) -> !unit.name().equals(name)))
                .toList();
    }

    private static Optional<Hit> hit(Place place, Seeing.Seen seen, Question question, Found found) {
        var look = place.look();
        var best = found.best();
        var repo = Seeing.repo(seen, best.repository());
        if (repo.isEmpty()) return Optional.empty();
        var text = look.text(best).orElse("");
        var snippets = new ArrayList<Snippet>();
        if (!text.isEmpty()) {
            if (!found.lines().isEmpty()) {
                var fits = look.spans(text, question.wanted(), LINES_OF_HIT_MAX);
                snippets.addAll(Snippets.around(text, "", "", fits));
            } else {
                var words = Look.asked(question.words() + " " + String.join(" ", question.symbols()));
                var shown = new HashSet<Integer>();
                for (var unit : found.units()) {
                    boolean isOther = !unit.entry().equals(best.entry());
                    String its = isOther ? look.text(unit).orElse("") : text;
                    for (var snippet : Snippets.of(its, unit, words))
                        if (shown.add(snippet.lines().getFirst().number())) snippets.add(snippet);
                }
            }
        }
        return Optional.of(new Hit(
                best.kind(),
                best.repository(),
                repo.get().path(),
                place.revision(),
                best.path(),
                best.language(),
                best.name(),
                best.entry(),
                best.open(),
                best.at(),
                snippets,
                found.also().stream()
                        .flatMap(id -> Seeing.repo(seen, id).stream())
                        .map(Repo::path)
                        .sorted()
                        .toList(),
                found.more(),
                found.score()));
    }

    private static Results results(
            Seeing.Seen seen, Question question, Place place, Answer answer, List<Hit> hits, Patience patience) {
        var kinds = new HashMap<String, Integer>();
        var languages = new HashMap<String, Integer>();
        var repositories = new HashMap<String, Integer>();
        for (var found : answer.found()) {
            var unit = found.best();
            kinds.merge(unit.kind().word(), 1, Integer::sum);
            if (!unit.language().isEmpty()) languages.merge(unit.language(), 1, Integer::sum);
            for (var id : all(found))
                Seeing.repo(seen, id).ifPresent(repo -> repositories.merge(repo.path(), 1, Integer::sum));
        }
        return new Results(
                hits,
                answer.found().size(),
                answer.complete() && !patience.isOver(),
                mostFirst(kinds),
                mostFirst(languages),
                mostFirst(repositories),
                question.strange(),
                place.notices(),
                place.only(),
                place.revision(),
                patience.waited());
    }

    private static List<RepositoryId> all(Found found) {
        var all = new ArrayList<RepositoryId>(found.also());
        all.add(found.best().repository());
        return all;
    }

    private static Map<String, Integer> mostFirst(Map<String, Integer> counts) {
        var sorted = new LinkedHashMap<String, Integer>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }
}
