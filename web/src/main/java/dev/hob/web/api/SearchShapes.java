package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.repo.Repo;
import dev.hob.search.index.Kind;
import dev.hob.search.index.Revision;
import dev.hob.search.index.Scan;
import dev.hob.search.query.Hit;
import dev.hob.search.query.Results;
import dev.hob.search.query.Similar;
import dev.hob.search.query.Snippet;
import dev.hob.web.api.json.SearchFound;
import dev.hob.web.api.json.SimilarIssue;
import dev.hob.web.search.Places;
import java.util.List;
import java.util.Optional;

/// What was found, as the API shows it. Shared between threads.
final class SearchShapes {
    private final Places places;

    SearchShapes(Node node) {
        this.places = new Places(node);
    }

    SearchFound found(Links links, Results results) {
        return new SearchFound(
                results.hits().stream().map(hit -> hit(links, hit)).toList(),
                results.total(),
                results.complete(),
                results.kinds(),
                results.languages(),
                results.repositories(),
                results.told(),
                results.waited().toMillis());
    }

    private SearchFound.Hit hit(Links links, Hit hit) {
        boolean isCode = hit.kind() == Kind.CODE;
        return new SearchFound.Hit(
                hit.kind().word(),
                hit.repositoryPath(),
                Optional.of(hit.path()).filter(_ -> isCode),
                hit.revision().map(Revision::name),
                Optional.of(hit.path()).filter(_ -> hit.kind() == Kind.COMMIT),
                Optional.of(hit.path()).filter(_ -> hit.kind().isTalk()).flatMap(SearchShapes::number),
                hit.title(),
                Optional.of(hit.language()).filter(it -> isCode && !it.isEmpty()),
                hit.open().map(open -> open ? "open" : "closed"),
                hit.at(),
                links.base() + places.of(hit) + (isCode ? line(hit.snippets()) : ""),
                hit.snippets().stream().map(SearchShapes::snippet).toList(),
                hit.also(),
                hit.more());
    }

    static SimilarIssue similar(Links links, Repo repo, Similar similar) {
        return new SimilarIssue(
                similar.kind().word(),
                number(similar.path()),
                similar.title(),
                similar.open() ? "open" : "closed",
                links.html(repo) + page(similar.kind(), similar.path()),
                similar.shared(),
                similar.like());
    }

    /// That of an issue, if its project's home gave it one.
    private static Optional<Long> number(String issue) {
        return Optional.of(issue).filter(it -> it.matches("\\d{1,18}")).map(Long::parseLong);
    }

    /// Of an issue or a pull request, below its repository; either address leads to the other.
    private static String page(Kind kind, String issue) {
        return (kind == Kind.PULL ? "/pulls/" : "/issues/") + issue;
    }

    private static String line(List<Snippet> snippets) {
        return snippets.stream()
                .flatMap(snippet -> snippet.lines().stream())
                .filter(line -> !line.spans().isEmpty())
                .findFirst()
                .map(line -> "#L" + line.number())
                .orElse("");
    }

    private static SearchFound.Snippet snippet(Snippet snippet) {
        return new SearchFound.Snippet(
                snippet.name(),
                snippet.scope(),
                snippet.lines().stream().map(SearchShapes::line).toList());
    }

    private static SearchFound.Line line(Scan.Line line) {
        return new SearchFound.Line(
                line.number(),
                line.text(),
                line.spans().stream()
                        .map(span -> new SearchFound.Span(span.from(), span.to()))
                        .toList());
    }
}
