package dev.hob.search.index;

import dev.hob.node.log.RepositoryId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.WildcardQuery;
import org.apache.lucene.util.BytesRef;

/// What narrows, as Lucene's queries. Pure.
final class Filters {
    private static final int TRIGRAMS_MAX = 60;
    private static final int PATH_CHARACTERS_MAX = 300;
    /// A pattern with more is slow to make, and nobody's.
    private static final int STARS_MAX = 6;

    private static final Set<Kind> CODE = Set.of(Kind.CODE, Kind.COMMIT);

    private Filters() {}

    static Query term(String field, String value) {
        return new TermQuery(new Term(field, value));
    }

    static Query anyOf(String field, Collection<String> values) {
        return new TermInSetQuery(field, values.stream().map(BytesRef::new).toList());
    }

    /// What may be seen, of the documents of some types, as far as it was narrowed.
    static BooleanQuery.Builder of(Narrowing narrowing, String... types) {
        var all = new BooleanQuery.Builder();
        var usual = anyOf(Fields.TYPE, Arrays.asList(types));
        all.add(narrowing.at().map(overlay -> at(overlay, usual, types)).orElse(usual), Occur.FILTER);
        all.add(visible(narrowing.visible()), Occur.FILTER);
        narrowing.repositories().ifPresent(ids -> all.add(repositories(ids), Occur.FILTER));
        if (!narrowing.notRepositories().isEmpty()) all.add(repositories(narrowing.notRepositories()), Occur.MUST_NOT);
        if (!narrowing.kinds().isEmpty())
            all.add(
                    anyOf(
                            Fields.KIND,
                            narrowing.kinds().stream().map(Kind::name).toList()),
                    Occur.FILTER);
        if (!narrowing.languages().isEmpty()) all.add(languages(narrowing.languages()), Occur.FILTER);
        if (!narrowing.notLanguages().isEmpty()) all.add(languages(narrowing.notLanguages()), Occur.MUST_NOT);
        for (String path : narrowing.paths()) all.add(path(path), Occur.FILTER);
        for (String path : narrowing.notPaths()) all.add(path(path), Occur.MUST_NOT);
        narrowing.open().ifPresent(open -> all.add(term(Fields.OPEN, open.toString()), Occur.FILTER));
        return all;
    }

    /// Of the default branch's documents those that are the same there, and those that stand in place of the others.
    private static Query at(Overlay overlay, Query usual, String... types) {
        var same = new BooleanQuery.Builder().add(usual, Occur.FILTER).add(overlay.hidden(), Occur.MUST_NOT);
        var beside = Arrays.stream(types).flatMap(type -> Fields.beside(type).stream());
        return new BooleanQuery.Builder()
                .add(same.build(), Occur.SHOULD)
                .add(both(anyOf(Fields.TYPE, beside.toList()), overlay.beside()), Occur.SHOULD)
                .build();
    }

    private static Query visible(Visible visible) {
        var any = new BooleanQuery.Builder();
        any.add(
                both(anyOf(Fields.KIND, CODE.stream().map(Kind::name).toList()), repositories(visible.code())),
                Occur.SHOULD);
        any.add(
                both(
                        anyOf(
                                Fields.KIND,
                                Arrays.stream(Kind.values())
                                        .filter(Kind::isTalk)
                                        .map(Kind::name)
                                        .toList()),
                        repositories(visible.talk())),
                Occur.SHOULD);
        return new ConstantScoreQuery(any.build());
    }

    private static Query both(Query one, Query other) {
        return new BooleanQuery.Builder()
                .add(one, Occur.FILTER)
                .add(other, Occur.FILTER)
                .build();
    }

    private static Query repositories(Set<RepositoryId> ids) {
        return anyOf(Fields.REPOSITORY, ids.stream().map(RepositoryId::value).toList());
    }

    private static Query languages(List<String> languages) {
        return anyOf(
                Fields.LANGUAGE_SMALL,
                languages.stream().map(it -> it.toLowerCase(Locale.ROOT)).toList());
    }

    /// `src` is anywhere in a path; `src/*.java` is how a part of it looks.
    static Query path(String path) {
        if (path.length() > PATH_CHARACTERS_MAX
                || path.chars().filter(c -> c == '*').count() > STARS_MAX) return MatchNoDocsQuery.INSTANCE;
        var pattern = new StringBuilder("*");
        for (char c : path.toLowerCase(Locale.ROOT).toCharArray()) {
            if (c == '\\' || c == '?') pattern.append('\\');
            pattern.append(c);
        }
        boolean ends = path.contains("*") && !path.endsWith("*");
        if (!ends) pattern.append('*');
        return new WildcardQuery(new Term(Fields.PATH_SMALL, pattern.toString().replaceAll("\\*{2,}", "*")));
    }

    /// The documents that may contain what is wanted.
    static Query of(Need need) {
        return switch (need) {
            case Need.Anything _ -> MatchAllDocsQuery.INSTANCE;
            case Need.Text(var small) -> trigrams(small);
            case Need.All(var needs) -> joined(needs, Occur.FILTER);
            case Need.Any(var needs) -> joined(needs, Occur.SHOULD);
        };
    }

    private static Query joined(List<Need> needs, Occur occur) {
        var all = new BooleanQuery.Builder();
        for (var need : needs) all.add(new BooleanClause(of(need), occur));
        return all.build();
    }

    private static Query trigrams(String small) {
        var all = new BooleanQuery.Builder();
        long[] grams = Trigrams.of(small);
        if (grams.length == 0) return MatchNoDocsQuery.INSTANCE;
        for (int i = 0; i < Math.min(grams.length, TRIGRAMS_MAX); i++)
            all.add(term(Fields.TRIGRAMS, Trigrams.text(grams[i])), Occur.FILTER);
        return all.build();
    }
}
