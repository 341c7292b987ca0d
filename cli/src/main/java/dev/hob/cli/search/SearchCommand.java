package dev.hob.cli.search;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Errand;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Paper;
import dev.hob.cli.remote.Place;
import dev.hob.cli.remote.Style;
import dev.hob.cli.remote.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hob search`. Ends with 1 when nothing is found, as `grep` does.
@Command(name = "search", description = "Searches code, commits, issues and pull requests of a node.")
public final class SearchCommand extends Errand {
    /// As many as a node finds at most.
    private static final int LIMIT_MAX = 1_000;

    @Parameters(
            paramLabel = "WORDS",
            arity = "1..*",
            description = "The question, as in the browser; put -- before words that begin with a dash.")
    List<String> words = List.of();

    @Option(
            names = {"-R", "--repo"},
            paramLabel = "OWNER/NAME",
            description = "Only in this repository; stars stand for anything.")
    Optional<String> repository = Optional.empty();

    @Option(names = "--here", description = "Only in the repository of this clone.")
    boolean here;

    @Option(
            names = "--rev",
            paramLabel = "NAME",
            description = "Files as they are on this branch, or at this tag, of one repository.")
    Optional<String> revision = Optional.empty();

    @Option(
            names = {"-l", "--lang"},
            paramLabel = "LANGUAGE",
            split = ",",
            description = "Only code in it; may be repeated.")
    List<String> languages = List.of();

    @Option(
            names = {"-k", "--kind"},
            paramLabel = "KIND",
            split = ",",
            description = "Only some of ${COMPLETION-CANDIDATES}.")
    List<Kind> kinds = List.of();

    @Option(
            names = {"-L", "--limit"},
            paramLabel = "COUNT",
            defaultValue = "30",
            description = "How many at most (default: 30).")
    int limit = 30;

    public SearchCommand(Desk desk) {
        super(desk);
    }

    @Override
    public Integer call() {
        if (limit < 1 || limit > LIMIT_MAX) throw misused("--limit is from 1 to " + LIMIT_MAX);
        if (here && repository.isPresent()) throw misused("--here names a repository, and --repo another");
        Optional<Place> place =
                here ? Optional.of(desk().place(Optional.empty(), Optional.empty(), node())) : Optional.empty();
        var at = place.map(Place::node).orElseGet(() -> desk().node(node()));
        String question = question(place.map(Place::path).or(() -> repository));
        try (var client = Client.of(at, desk().logins().at(at))) {
            var found = find(client, question, "search at " + at);
            if (asJson()) tell(found.json(question));
            else show(found);
            return found.hits().isEmpty() ? 1 : 0;
        }
    }

    private String question(Optional<String> repo) {
        var parts = new ArrayList<>(words);
        repo.ifPresent(it -> parts.add(part("repo", it)));
        revision.ifPresent(it -> parts.add(part("rev", it)));
        for (String language : languages) parts.add(part("lang", language));
        for (var kind : kinds) parts.add("is:" + kind);
        return String.join(" ", parts);
    }

    private static String part(String key, String value) {
        return key + ":" + (value.contains(" ") ? "\"" + value.replace("\"", "") + "\"" : value);
    }

    private record Found(List<Hit> hits, long total, boolean complete, List<String> notUnderstood) {
        Json json(String question) {
            return Json.fields()
                    .with("question", question)
                    .with("total", total)
                    .with("complete", complete)
                    .with("hits", hits.stream().map(Hit::json).toList())
                    .withTexts("not_understood", notUnderstood);
        }
    }

    private Found find(Client client, String question, String what) {
        var hits = new ArrayList<Hit>();
        for (int page = 1; ; page++) {
            var fields = new LinkedHashMap<String, String>();
            fields.put("q", question);
            fields.put("page", String.valueOf(page));
            fields.put("limit", String.valueOf(Math.min(limit, Client.PAGE)));
            var answer = client.get(Client.query("/search", fields)).must(what);
            var some = answer.items("hits").stream().map(Hit::of).toList();
            hits.addAll(some);
            long total = answer.number("total").orElse(hits.size());
            if (some.isEmpty() || hits.size() >= Math.min(limit, total))
                return new Found(
                        List.copyOf(hits.subList(0, Math.min(limit, hits.size()))),
                        total,
                        answer.flag("complete"),
                        answer.items("not_understood").stream()
                                .flatMap(it -> it instanceof Json.Text(var told) ? Stream.of(told) : Stream.empty())
                                .toList());
        }
    }

    private void show(Found found) {
        var paper = new Paper(screen());
        boolean ofOne = here || repository.filter(it -> !it.contains("*")).isPresent();
        boolean apart = screen().isTerminal();
        for (int i = 0; i < found.hits().size(); i++) {
            var hit = found.hits().get(i);
            if (apart) {
                if (i > 0) paper.print("");
                heading(paper, hit);
            } else if (hit.lines().isEmpty()) paper.print(hit.place(ofOne) + ":" + Text.line(hit.title()));
            String before = apart ? "" : hit.place(ofOne) + ":";
            for (var line : hit.lines()) {
                String number = paper.styled(String.valueOf(line.number()), Style.QUIET);
                paper.print(before + number + ":" + marked(paper, line));
            }
            if (apart && hit.more()) paper.print(paper.styled("…", Style.QUIET));
        }
        for (String told : found.notUnderstood()) screen().err("hob: " + Text.line(told));
        if (found.hits().isEmpty()) screen().err("hob: nothing is like that");
        else if (found.hits().size() < found.total())
            screen().err("hob: " + found.hits().size() + " of " + found.total() + (found.complete() ? "" : " or more")
                    + "; --limit shows more");
    }

    private static void heading(Paper paper, Hit hit) {
        String title = hit.path().isPresent() ? "" : "  " + Text.line(hit.title());
        String state = hit.state()
                .filter(it -> !it.equals("open"))
                .map(it -> "  " + Text.line(it))
                .orElse("");
        paper.print(paper.styled(hit.place(false), Style.STRONG) + title + paper.styled(state, Style.QUIET));
    }

    /// A line with what fits in it set apart.
    private static String marked(Paper paper, Hit.Line line) {
        var out = new StringBuilder();
        String text = line.text();
        int at = 0;
        for (var span : line.spans()) {
            int from = Math.clamp(span.from(), at, text.length());
            int to = Math.clamp(span.to(), from, text.length());
            out.append(fit(text.substring(at, from))).append(paper.styled(fit(text.substring(from, to)), Style.STRONG));
            at = to;
        }
        return out.append(fit(text.substring(at))).toString().stripTrailing();
    }

    /// Made fit for a terminal, with the blanks that it has.
    private static String fit(String part) {
        return Text.block(part.replace('\n', ' '));
    }
}
