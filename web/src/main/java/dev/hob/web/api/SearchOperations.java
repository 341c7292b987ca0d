package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Right;
import dev.hob.search.Search;
import dev.hob.search.embed.Backlog;
import dev.hob.search.query.Finder;
import dev.hob.search.query.SimilarIssues;
import dev.hob.web.api.json.SearchFound;
import dev.hob.web.api.json.SearchProgress;
import dev.hob.web.api.json.SimilarIssue;
import dev.hob.web.html.Stop;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Finds what is in code, commits, issues and pull requests. Ours alone. No scope is asked for: a token finds what it
/// may read, and what everybody may.
final class SearchOperations {
    private static final String UNSEARCHED =
            "This node is not searched (search.enabled), is stopping, or others are searching: try again later";
    private static final int SIMILAR_USUAL = 5;

    private final Optional<Search> search;
    private final SearchShapes shapes;

    SearchOperations(Node node, Optional<Search> search) {
        this.search = search;
        this.shapes = new SearchShapes(node);
    }

    void declare(Operations all) {
        all.chapter("Search");
        all.get("search", "/search", "Find what the caller may see in code, commits, issues and pull requests")
                .query(
                        "q",
                        "The question, as one types it in the box: words, and what narrows, such as lang:java, or rev: for a branch or tag")
                .number("page", "Which page, from 1")
                .number("limit", "How many on a page, up to " + Listed.LIMIT_MAX)
                .costly()
                .refuses(503, UNSEARCHED)
                .gives(SearchFound.class, this::find);
        all.get("searchProgress", "/search/progress", "How far the index of the search is")
                .administrator()
                .scope(Scope.READ_ADMIN)
                .refuses(503, UNSEARCHED)
                .gives(SearchProgress.class, _ -> progress(searched()));
        all.get(
                        "issueFindSimilar",
                        "/repos/{owner}/{repo}/issues/similar",
                        "The issues and pull requests that may be about the same as a new one, the best first")
                .needs(Right.READ)
                .scope(Scope.READ_ISSUE)
                .query("title", "Of the new one; without a title there are none")
                .query("body", "What it says, or the beginning of it")
                .number("limit", "How many at most, up to " + SimilarIssues.OFFERED_MAX)
                .costly()
                .refuses(503, UNSEARCHED)
                .givesAll(SimilarIssue.class, this::similar);
    }

    private Search searched() {
        return search.orElseThrow(() -> new Stop(503, "this node is not searched: search.enabled is off"));
    }

    private SearchFound find(Call call) throws IOException {
        var searched = searched();
        String question = call.query("q").orElse("");
        var slice = call.slice();
        int from = (int) Math.min(slice.from(), Finder.FOUND_MAX);
        var results = searched.find(call.viewer(), question, from, slice.limit(), Search.patience(call.hungUp()));
        var found = shapes.found(call.links(), results);
        call.count(new Listed<>(found.hits(), found.total(), slice));
        return found;
    }

    private List<SimilarIssue> similar(Call call) throws IOException {
        var searched = searched();
        String title = call.query("title").orElse("");
        String body = call.query("body").orElse("");
        int max = Math.clamp(call.number("limit").orElse(SIMILAR_USUAL), 1, SimilarIssues.OFFERED_MAX);
        return searched.similar(call.viewer(), call.repo(), title, body, max, Search.patience(call.hungUp())).stream()
                .map(it -> SearchShapes.similar(call.links(), call.repo(), it))
                .toList();
    }

    private static SearchProgress progress(Search search) {
        var progress = search.progress();
        return new SearchProgress(
                progress.complete(),
                progress.working(),
                progress.behind(),
                progress.repositories(),
                progress.documents(),
                progress.bytes(),
                progress.failed(),
                search.vectors().map(SearchOperations::vectors));
    }

    private static SearchProgress.Vectors vectors(Backlog.Progress progress) {
        return new SearchProgress.Vectors(progress.what(), progress.waiting(), progress.done(), progress.trouble());
    }
}
