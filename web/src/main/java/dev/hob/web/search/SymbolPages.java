package dev.hob.web.search;

import dev.hob.node.Node;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.search.Search;
import dev.hob.search.query.Hit;
import dev.hob.search.query.Results;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import dev.hob.web.repo.Found;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where a name is defined and where it stands: the page, and the card that a click on a name in code shows.
public final class SymbolPages {
    private static final Pattern NAME = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]{0,99}");
    private static final int DEFINED_MAX = 10;
    private static final int ELSEWHERE_MAX = 5;
    private static final int USED_MAX = 20;

    private final Found found;
    private final Optional<Search> search;
    private final FoundLines lines;

    public SymbolPages(Node node, Found found, Optional<Search> search) {
        this.found = found;
        this.search = search;
        this.lines = new FoundLines(new Places(node));
    }

    /// The page.
    public void show(Visit visit) {
        var repo = found.repo(visit, Right.READ);
        var it = search.orElseThrow(Stop::notFound);
        String name =
                visit.query("name").filter(text -> NAME.matcher(text).matches()).orElseThrow(Stop::notFound);
        String path = visit.query("path").orElse("");
        var defined = defined(visit, it, name + " repo:" + repo.path(), name).stream()
                .sorted(Comparator.comparing((Hit hit) -> !hit.path().equals(path)))
                .limit(DEFINED_MAX)
                .toList();
        var elsewhere = defined.isEmpty()
                ? defined(visit, it, name + " -repo:" + repo.path(), name).stream()
                        .limit(ELSEWHERE_MAX)
                        .toList()
                : List.<Hit>of();
        var used = used(visit, it, repo, name);
        var values = new HashMap<String, Object>();
        values.put("repo", found.head(visit, repo));
        values.put("name", name);
        values.put("defined", lines.of(defined));
        values.put("elsewhere", lines.of(elsewhere));
        values.put("used", lines.of(used.hits()));
        values.put("total", used.total());
        values.put(
                "all",
                new Typed(whole(name)).with(Typed.Part.REPOSITORY, repo.path()).url());
        values.put("everywhere", new Typed(whole(name)).url());
        visit.show("search/symbol.jte", name + " · " + repo.path(), values);
    }

    private static List<Hit> defined(Visit visit, Search search, String question, String name) {
        var results = search.find(
                visit.viewer(), "is:code symbol:" + question, 0, DEFINED_MAX * 2, Search.patience(visit.hungUp()));
        // A symbol is looked for without case; a name in code has one.
        return results.hits().stream().filter(hit -> hit.title().equals(name)).toList();
    }

    private static Results used(Visit visit, Search search, Repo repo, String name) {
        return search.find(
                visit.viewer(), whole(name) + " repo:" + repo.path(), 0, USED_MAX, Search.patience(visit.hungUp()));
    }

    /// That name and no longer one.
    private static String whole(String name) {
        String before = name.startsWith("$") ? "" : "\\b";
        String after = name.endsWith("$") ? "" : "\\b";
        return "/" + before + name.replace("$", "\\$") + after + "/ is:code case:yes";
    }
}
