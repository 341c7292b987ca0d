package dev.hob.web.mcp;

import dev.hob.node.people.Scope;
import dev.hob.search.Search;
import dev.hob.search.index.Kind;
import dev.hob.search.index.Scan;
import dev.hob.search.query.Finder;
import dev.hob.search.query.Hit;
import dev.hob.search.query.Results;
import dev.hob.search.query.Snippet;
import dev.hob.web.api.json.OneOf;
import dev.hob.web.api.json.Says;
import dev.hob.web.html.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// `search`: the one box.
final class SearchTool {
    private static final int QUESTION_CHARACTERS_MAX = 1_000;
    private static final int HITS_MAX = 50;
    private static final int HITS = 10;
    private static final String SAYS = """
            Searches code, issues, pull requests, comments and commit messages of all repositories that this token sees. \
            A plain sentence ("where are pushes verified?") finds by meaning and by words; a single name finds what is \
            defined under it. These parts narrow, and may be combined:
            "exact text" and /regular expression/ (RE2) find lines of code to the letter;
            symbol:Name finds a definition, symbol:Outer.name one within another;
            lang:java, repo:owner/name or repo:na*e, path:src/main or path:*.md; -lang: -repo: -path: leave out;
            rev:name, together with repo:owner/name, finds files as they are on another branch or at a tag;
            is:code is:issue is:pr is:comment is:commit, is:open is:closed;
            case:yes makes capitals count (they do already where you type one).
            Answers name path and line: read_file, read_issue and read_pull_request tell the rest.""";

    private final Optional<Search> search;

    SearchTool(Optional<Search> search) {
        this.search = search;
    }

    Tool tool() {
        return Tool.reading(
                "search",
                "Search code and talk",
                SAYS,
                List.of(
                        new Parameter.Text("query", "What to look for", true, QUESTION_CHARACTERS_MAX),
                        new Parameter.Whole("from", "How many to leave out, to go on", 0, Finder.FOUND_MAX, 0),
                        Paging.limit(HITS, HITS_MAX)),
                Set.of(Scope.READ_REPOSITORY),
                Found.class,
                this::find);
    }

    record Found(
            List<One> hits,
            int from,
            int total,

            @Says("Whether total counts all there are") boolean complete,

            @Says("Parts of the question, each with a sentence")
            List<String> notUnderstood) {}

    record One(
            @OneOf({"code", "issue", "pull request", "comment", "commit"})
            String kind,

            String repository,

            @Says("Of a file; the number of an issue or a pull request; the id of a commit")
            String path,

            @Says("The branch or tag of a file, where the query names one: read_file takes it")
            String ref,

            String language,
            String title,
            List<Lines> lines,

            @Says("Whether there are further lines") boolean more) {}

    record Lines(@Says("The name of what the lines define") String defines, List<Numbered> lines) {}

    record Numbered(int number, String text) {}

    private Told<Found> find(Asked asked) {
        var engine = search.orElseThrow(
                () -> new Stop(404, "This node is not searched. list_repositories and list_files show what there is."));
        var paging = Paging.of(asked.arguments());
        String question = asked.arguments().text("query");
        var within = asked.viewer().grant().limitedTo();
        var patience = Search.patience(asked.client().hungUp());
        var results = within.isPresent()
                ? engine.find(asked.viewer(), question, within.get(), paging.from(), paging.limit(), patience)
                : engine.find(asked.viewer(), question, paging.from(), paging.limit(), patience);
        var shown = new ArrayList<One>();
        var text = new StringBuilder();
        int place = paging.from();
        for (var hit : results.hits()) {
            var one = one(hit);
            String said = said(++place, one);
            if (text.length() + said.length() > Told.CHARACTERS_MAX) break;
            text.append(said);
            shown.add(one);
        }
        String head = head(results, shown.size());
        return new Told<>(
                head + text + paging.below(shown.size(), results.total()),
                new Found(shown, paging.from(), results.total(), results.complete(), results.told()));
    }

    private static String head(Results results, int shown) {
        var head = new StringBuilder();
        for (String strange : results.told()) head.append("Not understood:\n").append(Plain.quoted(strange));
        if (results.total() == 0)
            return head.append("Nothing was found")
                    .append(results.complete() ? ".\n" : " before time was over: narrow with repo: or path:.\n")
                    .toString();
        return head.append(
                        "%d of %s%d found.\n".formatted(shown, results.complete() ? "" : "at least ", results.total()))
                .toString();
    }

    private static One one(Hit hit) {
        var lines = new ArrayList<Lines>();
        for (Snippet snippet : hit.snippets()) {
            var numbered = new ArrayList<Numbered>();
            for (Scan.Line line : snippet.lines()) numbered.add(new Numbered(line.number(), Plain.shown(line.text())));
            lines.add(new Lines(Plain.line(snippet.name(), Asked.NAME_SHOWN_MAX), numbered));
        }
        return new One(
                word(hit.kind()),
                hit.repositoryPath(),
                Plain.line(hit.path(), 4_096),
                hit.revision()
                        .map(it -> Plain.line(it.name(), Asked.NAME_SHOWN_MAX))
                        .orElse(""),
                hit.language(),
                Plain.line(hit.title(), 500),
                lines,
                hit.more());
    }

    private static String word(Kind kind) {
        return kind == Kind.PULL ? "pull request" : kind.name().toLowerCase(Locale.ROOT);
    }

    private static String said(int place, One one) {
        String at = one.ref().isEmpty() ? "" : " at " + one.ref();
        String language = one.language().isEmpty() ? "" : ", " + one.language();
        var text =
                new StringBuilder("\n%d. %s in %s%s%s\n".formatted(place, one.kind(), one.repository(), at, language));
        text.append(Plain.quoted(one.path() + (one.title().isEmpty() ? "" : "  " + one.title())));
        for (var lines : one.lines())
            for (var line : lines.lines()) text.append(Plain.numbered(line.number(), line.text()));
        if (one.more()) text.append("and more lines\n");
        return text.toString();
    }
}
