package dev.hob.search.index;

import dev.hob.node.log.RepoId;
import dev.hob.node.log.RepositoryId;
import dev.hob.search.chunk.FileRole;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.WildcardQuery;

/// The index as it was at one moment, for one question. Everything it finds may be seen: that is part of each query.
/// Owned by one thread.
public final class Look implements AutoCloseable {
    /// The most texts that are looked at for one question.
    static final int CANDIDATES_MAX = 50_000;

    /// Who has a page of what they look for would rather see it than have the rest counted.
    private static final Duration A_WHILE = Duration.ofMillis(150);

    private static final int WORDS_MAX = 24;
    private static final float TIE = 0.2f;

    private final IndexSearcher searcher;
    private final Patience patience;
    private final Runnable closing;

    Look(IndexSearcher shared, Patience patience, Runnable closing) {
        // One of its own, since its patience is; the reader below is shared.
        this.searcher = new IndexSearcher(shared.getIndexReader());
        this.searcher.setQueryCache(shared.getQueryCache());
        this.searcher.setTimeout(patience::isOver);
        this.patience = patience;
        this.closing = closing;
    }

    /// Files, commits and what was said, that contain all that is wanted, each part of it in some line.
    ///
    /// @param words that must occur, too
    /// @param enough so many are looked for even when it takes a while
    /// @param foundMax no more than these are
    /// @param linesMax of each
    public Scan scan(
            Narrowing narrowing, List<Wanted> wanted, List<String> words, int enough, int foundMax, int linesMax) {
        var query = Filters.of(narrowing, Fields.FILE, Fields.SAID);
        for (var each : wanted) query.add(Filters.of(need(each)), Occur.FILTER);
        for (String word : words) query.add(new ConstantScoreQuery(anywhere(word)), Occur.FILTER);
        prefer(query, wanted);
        var lines = wanted.stream().map(each -> new Lines(each, patience)).toList();
        try {
            var sort = new Sort(SortField.FIELD_SCORE, new SortField(Fields.ORDER, SortField.Type.STRING));
            int candidatesMax = Math.clamp(searcher.getIndexReader().maxDoc(), 1, CANDIDATES_MAX);
            var top = searcher.search(
                    query.build(), new TopFieldCollectorManager(sort, candidatesMax, null, candidatesMax));
            boolean complete = top.totalHits.value() <= top.scoreDocs.length && !searcher.timedOut();
            var found = new ArrayList<Scan.Found>();
            for (var candidate : top.scoreDocs) {
                boolean isEnough = found.size() >= foundMax
                        || (found.size() >= enough && patience.waited().compareTo(A_WHILE) > 0);
                if (isEnough || patience.isOver()) return new Scan(found, false);
                var text = searcher.storedFields()
                        .document(candidate.doc, Set.of(Fields.TEXT))
                        .get(Fields.TEXT);
                if (text == null) continue;
                var fits = fits(lines, text, linesMax);
                if (fits.isEmpty()) continue;
                var unit = Stored.unit(searcher.storedFields().document(candidate.doc, Stored.UNIT), 0);
                boolean more = fits.size() > linesMax;
                found.add(new Scan.Found(unit, more ? fits.subList(0, linesMax) : fits, more));
            }
            return new Scan(found, complete);
        } catch (Impatience e) {
            return new Scan(List.of(), false);
        } catch (IOException e) {
            throw new IndexException("cannot look at texts", e);
        }
    }

    /// Where in the lines of a text what is wanted stands, by their numbers.
    public Map<Integer, List<Span>> spans(String text, List<Wanted> wanted, int linesMax) {
        var spans = new TreeMap<Integer, List<Span>>();
        try {
            for (var each : wanted)
                for (var fit : new Lines(each, patience).of(text, linesMax)) {
                    var all = new ArrayList<>(spans.getOrDefault(fit.number(), List.of()));
                    all.addAll(fit.spans());
                    all.sort(Comparator.comparingInt(Span::from));
                    spans.put(fit.number(), all);
                }
        } catch (Impatience e) {
            return spans; // What was found so far is shown.
        }
        return spans;
    }

    private static Need need(Wanted wanted) {
        return switch (wanted) {
            case Wanted.Exact(var text, var _) -> Need.of(text);
            case Wanted.Fitting fitting -> fitting.need();
        };
    }

    private static List<Scan.Line> fits(List<Lines> wanted, String text, int max) {
        var all = new TreeMap<Integer, Scan.Line>();
        for (var each : wanted) {
            var fits = each.of(text, max + 1);
            if (fits.isEmpty()) return List.of();
            for (var fit : fits) {
                var known = all.get(fit.number());
                var spans = new ArrayList<>(fit.spans());
                if (known != null) spans.addAll(known.spans());
                spans.sort(Comparator.comparingInt(Span::from));
                all.put(fit.number(), Scan.Line.of(fit.number(), text.substring(fit.from(), fit.to()), spans));
            }
        }
        return List.copyOf(all.values());
    }

    /// What defines it goes before what uses it, its path's before its text's, source before the rest.
    private static void prefer(BooleanQuery.Builder query, List<Wanted> wanted) {
        for (var each : wanted) {
            var name =
                    switch (each) {
                        case Wanted.Exact(var text, var _) -> Optional.of(text.toLowerCase(Locale.ROOT));
                        case Wanted.Fitting fitting -> fitting.need().longest();
                    };
            if (name.isEmpty()) continue;
            prefer(query, Filters.term(Fields.DEFINES, name.get()), 8);
            prefer(query, Filters.path(name.get().replace("*", "")), 3);
        }
        prefer(query, Filters.term(Fields.ROLE, FileRole.SOURCE.name()), 2);
        prefer(query, Filters.term(Fields.ROLE, FileRole.TEST.name()), 1);
        prefer(query, Filters.term(Fields.ROLE, FileRole.DOCS.name()), 1);
    }

    private static void prefer(BooleanQuery.Builder query, Query what, float boost) {
        query.add(new BoostQuery(new ConstantScoreQuery(what), boost), Occur.SHOULD);
    }

    private static Query anywhere(String word) {
        return new DisjunctionMaxQuery(
                List.of(
                        Filters.term(Fields.WORDS, word),
                        Filters.term(Fields.PIECE_WORDS, word),
                        Filters.term(Fields.PATH_WORDS, word)),
                0);
    }

    /// Pieces, commits and what was said, by the words that occur in them.
    public List<Unit> byWords(Narrowing narrowing, String question, int max) {
        var words = CodeWords.asked(question, WORDS_MAX);
        if (words.isEmpty()) return List.of();
        var query = Filters.of(narrowing, Fields.PIECE, Fields.SAID);
        for (String word : words) {
            query.add(
                    new DisjunctionMaxQuery(
                            List.of(
                                    Filters.term(Fields.PIECE_WORDS, word),
                                    boosted(Fields.NAME_WORDS, word, 2),
                                    boosted(Fields.PATH_WORDS, word, 0.6f),
                                    boosted(Fields.STEMS, Fields.stem(word), 0.8f)),
                            TIE),
                    Occur.SHOULD);
        }
        query.setMinimumNumberShouldMatch(1);
        return units(query.build(), max);
    }

    private static Query boosted(String field, String value, float boost) {
        return new BoostQuery(Filters.term(field, value), boost);
    }

    /// Whole files, by the words that occur in them.
    public List<Unit> filesByWords(Narrowing narrowing, String question, int max) {
        var words = CodeWords.asked(question, WORDS_MAX);
        if (words.isEmpty()) return List.of();
        var query = Filters.of(narrowing, Fields.FILE);
        for (String word : words) {
            query.add(
                    new DisjunctionMaxQuery(
                            List.of(Filters.term(Fields.WORDS, word), boosted(Fields.PATH_WORDS, word, 1)), TIE),
                    Occur.SHOULD);
        }
        query.setMinimumNumberShouldMatch(1);
        return units(query.build(), max);
    }

    /// What lies close in meaning.
    ///
    /// @param made the name of what made the vector
    public List<Unit> byMeaning(Narrowing narrowing, String made, float[] vector, int max) {
        var filter = Filters.of(narrowing, Fields.PIECE, Fields.SAID).build();
        return units(new KnnFloatVectorQuery(Fields.VECTOR + made, vector, max, filter), max);
    }

    /// An issue or a pull request, as it was opened; empty while it is not in the index.
    ///
    /// @param issue its id, in hexadecimal digits
    public Optional<Unit> issue(Narrowing narrowing, RepoId rid, String issue) {
        var query = Filters.of(narrowing, Fields.SAID)
                .add(Filters.term(Fields.OWNER, Said.ownerOfIssue(rid, issue)), Occur.FILTER)
                .build();
        return units(query, Talk.COMMENTS_MAX + 1).stream()
                .filter(unit -> unit.kind() != Kind.COMMENT)
                .findFirst();
    }

    /// The vector that something said was given; empty while it has none.
    ///
    /// @param made the name of what made it
    public Optional<float[]> vector(Unit said, String made) {
        var query = new BooleanQuery.Builder()
                .add(Filters.term(Fields.OWNER, said.owner()), Occur.FILTER)
                .add(Filters.term(Fields.KIND, said.kind().name()), Occur.FILTER)
                .add(Filters.term(Fields.VECTORS, made), Occur.FILTER);
        try {
            for (var hit : searcher.search(query.build(), 1).scoreDocs) {
                var leaves = searcher.getIndexReader().leaves();
                var leaf = leaves.get(ReaderUtil.subIndex(hit.doc, leaves));
                var vectors = leaf.reader().getFloatVectorValues(Fields.VECTOR + made);
                if (vectors == null) return Optional.empty();
                var at = vectors.iterator();
                int document = hit.doc - leaf.docBase;
                if (at.advance(document) == document)
                    return Optional.of(vectors.vectorValue(at.index()).clone());
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new IndexException("cannot read the vector of " + said.owner(), e);
        }
    }

    /// What has a name: exactly this one first, then those that begin with it, then those that contain it.
    public List<Unit> named(Narrowing narrowing, String name, int max) {
        String small = name.toLowerCase(Locale.ROOT);
        if (small.isEmpty() || small.length() > Wanted.CHARACTERS_MAX) return List.of();
        var query = Filters.of(narrowing, Fields.PIECE);
        var like = new BooleanQuery.Builder();
        prefer(like, Filters.term(Fields.NAME_SMALL, small), 4);
        prefer(like, new PrefixQuery(new Term(Fields.NAME_SMALL, small)), 2);
        String pattern = "*" + small.replaceAll("([*?\\\\])", "\\\\$1") + "*";
        prefer(like, new WildcardQuery(new Term(Fields.NAME_SMALL, pattern)), 1);
        query.add(like.build(), Occur.MUST);
        prefer(query, Filters.term(Fields.ROLE, FileRole.SOURCE.name()), 0.5f);
        return units(query.build(), max);
    }

    /// Everything that it was narrowed to.
    public List<Unit> all(Narrowing narrowing, int max) {
        return units(Filters.of(narrowing, Fields.FILE, Fields.SAID).build(), max);
    }

    private List<Unit> units(Query query, int max) {
        try {
            var units = new ArrayList<Unit>();
            for (var hit : searcher.search(query, max).scoreDocs)
                units.add(Stored.unit(searcher.storedFields().document(hit.doc, Stored.UNIT), hit.score));
            return List.copyOf(units);
        } catch (IOException e) {
            throw new IndexException("cannot search", e);
        }
    }

    /// How many there are of what it was narrowed to.
    public int count(Narrowing narrowing) {
        return count(Filters.of(narrowing, Fields.FILE, Fields.SAID));
    }

    /// How many of them have a word, by its stem.
    public int having(Narrowing narrowing, String stem) {
        return count(
                Filters.of(narrowing, Fields.FILE, Fields.SAID).add(Filters.term(Fields.STEMS, stem), Occur.FILTER));
    }

    private int count(BooleanQuery.Builder query) {
        try {
            return searcher.count(query.build());
        } catch (IOException e) {
            throw new IndexException("cannot count", e);
        }
    }

    /// How many of the files that stand beside those of the default branch can be found.
    int beside(RepositoryId repository, Overlay overlay) {
        return count(new BooleanQuery.Builder()
                .add(Filters.term(Fields.TYPE, Fields.FILE_BESIDE), Occur.FILTER)
                .add(Filters.term(Fields.REPOSITORY, repository.value()), Occur.FILTER)
                .add(overlay.beside(), Occur.FILTER));
    }

    /// What is known of a repository, as everything else that this finds is of that moment.
    Index.State state(RepositoryId repository) {
        try {
            return Index.state(searcher, repository);
        } catch (IOException e) {
            throw new IndexException("cannot read what is known of " + repository, e);
        }
    }

    /// The id of the content of a file that was found.
    public String blob(Unit file) {
        var query = new BooleanQuery.Builder()
                .add(Filters.term(Fields.OWNER, file.owner()), Occur.FILTER)
                .add(Filters.anyOf(Fields.TYPE, List.of(Fields.FILE, Fields.FILE_BESIDE)), Occur.FILTER);
        try {
            for (var hit : searcher.search(query.build(), 1).scoreDocs) {
                String blob = searcher.storedFields()
                        .document(hit.doc, Set.of(Fields.BLOB))
                        .get(Fields.BLOB);
                if (blob != null) return blob;
            }
            return file.owner();
        } catch (IOException e) {
            throw new IndexException("cannot read " + file.owner(), e);
        }
    }

    /// The text of something that was found.
    public Optional<String> text(Unit unit) {
        try {
            boolean isFile = unit.kind() == Kind.CODE;
            var query = new BooleanQuery.Builder()
                    .add(Filters.term(Fields.OWNER, unit.owner()), Occur.FILTER)
                    .add(
                            isFile
                                    ? Filters.anyOf(Fields.TYPE, List.of(Fields.FILE, Fields.FILE_BESIDE))
                                    : Filters.term(Fields.TYPE, Fields.SAID),
                            Occur.FILTER);
            for (var hit : searcher.search(query.build(), isFile ? 1 : Talk.COMMENTS_MAX + 1).scoreDocs) {
                var document = searcher.storedFields().document(hit.doc, Set.of(Fields.TEXT, Fields.ENTRY));
                String entry = document.get(Fields.ENTRY);
                if (isFile || unit.entry().equals(entry == null ? "" : entry))
                    return Optional.ofNullable(document.get(Fields.TEXT));
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new IndexException("cannot read " + unit.owner(), e);
        }
    }

    /// The words of a question, in small letters.
    public static List<String> words(String question) {
        return CodeWords.of(question, WORDS_MAX);
    }

    /// Those of them that say what a question is about; all when none does.
    public static List<String> asked(String question) {
        return CodeWords.asked(question, WORDS_MAX);
    }

    /// The same without those that hold sentences together.
    public static List<String> tellingWords(String text) {
        return CodeWords.telling(text, WORDS_MAX);
    }

    /// The stems of all words of a text.
    public static Set<String> stems(String text) {
        return Fields.stems(text);
    }

    /// A word as all its forms are: *checks*, *checked* and *checking*.
    public static String stem(String word) {
        return Fields.stem(word);
    }

    @Override
    public void close() {
        closing.run();
    }
}
