package dev.hob.web.search;

import static dev.hob.web.text.Messages.text;

import dev.hob.federation.across.Across;
import dev.hob.federation.across.Asking;
import dev.hob.node.Node;
import dev.hob.node.repo.RepoSearch;
import dev.hob.search.Search;
import dev.hob.search.query.Box;
import dev.hob.search.query.Question;
import dev.hob.search.query.Results;
import dev.hob.web.html.RepoCard;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The page of the one box.
public final class SearchPages {
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9._-]{1,100}/[A-Za-z0-9._-]{1,100}");
    private static final int PAGE = 20;
    private static final int PAGES_MAX = 50;
    private static final int FACETS_MAX = 8;
    private static final int REVISION_CHARACTERS_MAX = 300;
    private static final int REPOSITORIES_MAX = 3;

    private final Node node;
    private final Optional<Search> search;
    private final Optional<Across> across;
    private final FoundLines lines;
    private final RevisionChoices revisions;

    /// @param search without one, only names of repositories are looked at, on another page
    /// @param across who takes questions to other servers, where this node speaks with some
    public SearchPages(Node node, Optional<Search> search, Optional<Across> across) {
        this.node = node;
        this.across = across;
        this.search = search;
        this.lines = new FoundLines(new Places(node));
        this.revisions = new RevisionChoices(node);
    }

    /// What was found, or how to ask.
    public void show(Visit visit) {
        var typed = new Typed(visit.query("q").orElse(""));
        if (search.isEmpty()) {
            visit.go(Urls.query("/explore", "q", typed.text()));
            return;
        }
        var within = visit.query("in").filter(it -> PATH.matcher(it).matches());
        var revision = visit.query("rev").filter(it -> it.length() <= REVISION_CHARACTERS_MAX);
        if (within.isPresent() || revision.isPresent()) {
            // One address for one question.
            var here = within.map(it -> typed.with(Typed.Part.REPOSITORY, it)).orElse(typed);
            visit.go(revision.map(
                            it -> it.isEmpty() ? here.without(Typed.Part.REVISION) : here.with(Typed.Part.REVISION, it))
                    .orElse(here)
                    .url());
            return;
        }
        show(visit, search.get(), typed, Optional.empty());
    }

    /// The same, with what the servers of those whom the reader follows find: they are asked only by who says so here.
    public void far(Visit visit) {
        var it = search.orElseThrow(Stop::notFound);
        var them = across.orElseThrow(Stop::notFound);
        var person = visit.signedIn();
        var typed = new Typed(visit.field("q"));
        if (typed.text().isEmpty()) throw new Stop(422, text("search.type-what-shall-be-asked"));
        if (!them.finder().mayLook(person.id())) throw new Stop(429, text("search.a-lot-to-look-up"));
        show(visit, it, typed, Optional.of(them.asking().ask(person, typed.text())));
    }

    private void show(Visit visit, Search search, Typed typed, Optional<Asking.Heard> heard) {
        int page = page(visit);
        var question = Box.read(typed.text());
        var results =
                search.find(visit.viewer(), typed.text(), (page - 1) * PAGE, PAGE, Search.patience(visit.hungUp()));
        var values = new HashMap<String, Object>();
        values.put("typed", typed.text());
        values.put("asked", !question.isEmpty());
        values.put("results", results);
        values.put("found", lines.of(results.hits()));
        values.put("kinds", kinds(typed, question, results));
        values.put("languages", languages(typed, question, results));
        values.put("repositories", repositories(typed, question, results));
        values.put("cards", page == 1 ? cards(visit, question) : List.of());
        values.put("heard", heard);
        values.put("far", page == 1 && heard.isEmpty() && asksFar(visit, question));
        values.put("notices", results.notices().stream().map(Told::of).toList());
        values.put("revisions", revisions.of(typed, question, results));
        values.put(
                "words",
                question.words() + question.revision().map(it -> " rev:" + it).orElse(""));
        values.put(
                "ask",
                asks(visit, search, question, results)
                        ? Urls.path(results.hits().getFirst().repositoryPath())
                        : "");
        values.put("reading", !search.progress().complete());
        values.put("number", page);
        values.put("previous", page == 1 ? "" : typed.url(page - 1));
        values.put("next", page < PAGES_MAX && page * PAGE < results.total() ? typed.url(page + 1) : "");
        visit.showScripted(
                200,
                "search/found.jte",
                typed.text().isEmpty() ? text("search.search") : typed.text() + " · " + text("search.search"),
                values);
    }

    private boolean asksFar(Visit visit, Question question) {
        return !question.isEmpty()
                && visit.person()
                        .filter(person ->
                                across.filter(it -> it.asking().hasWhom(person)).isPresent())
                        .isPresent();
    }

    /// Whether a question about one repository can be answered in sentences.
    private static boolean asks(Visit visit, Search search, Question question, Results results) {
        return visit.person().isPresent()
                && search.answers().isPresent()
                && question.words().indexOf(' ') > 0
                && !question.repositories().isEmpty()
                && results.repositories().size() == 1
                && !results.hits().isEmpty();
    }

    private static int page(Visit visit) {
        String page = visit.query("page").orElse("1");
        return page.matches("[1-9]\\d?") ? Math.min(Integer.parseInt(page), PAGES_MAX) : 1;
    }

    private List<Facet> kinds(Typed typed, Question question, Results results) {
        var facets = new ArrayList<Facet>();
        boolean narrowed = !question.kinds().isEmpty();
        facets.add(new Facet(
                text("search.everything"),
                narrowed ? 0 : results.total(),
                typed.without(Typed.Part.KIND).url(),
                !narrowed));
        for (var word : List.of("code", "issue", "pr", "comment", "commit")) {
            int count = results.kinds().getOrDefault(word, 0);
            boolean chosen = narrowed && count > 0 && question.kinds().size() == 1;
            if (count == 0 && !narrowed) continue;
            facets.add(new Facet(
                    named(word),
                    chosen ? results.total() : count,
                    typed.with(Typed.Part.KIND, word).url(),
                    chosen));
        }
        return facets;
    }

    private static String named(String kind) {
        return switch (kind) {
            case "code" -> text("search.code");
            case "issue" -> text("word.issues");
            case "pr" -> text("word.pull-requests");
            case "comment" -> text("search.comments");
            default -> text("search.commits");
        };
    }

    private static List<Facet> languages(Typed typed, Question question, Results results) {
        return facets(
                typed,
                Typed.Part.LANGUAGE,
                results.languages(),
                !question.languages().isEmpty());
    }

    private static List<Facet> repositories(Typed typed, Question question, Results results) {
        return facets(
                // A branch is one of one repository.
                typed.without(Typed.Part.REVISION),
                Typed.Part.REPOSITORY,
                results.repositories(),
                !question.repositories().isEmpty());
    }

    /// Nothing where there is no choice.
    private static List<Facet> facets(Typed typed, Typed.Part part, Map<String, Integer> counts, boolean narrowed) {
        if (!narrowed && counts.size() < 2) return List.of();
        boolean single = narrowed && counts.size() <= 1;
        var facets = new ArrayList<Facet>();
        counts.entrySet().stream()
                .limit(FACETS_MAX)
                .forEach(each -> facets.add(new Facet(
                        each.getKey(),
                        each.getValue(),
                        single
                                ? typed.without(part).url()
                                : typed.with(part, each.getKey()).url(),
                        single)));
        if (narrowed && !single)
            facets.add(new Facet(text("search.all"), 0, typed.without(part).url(), true));
        return facets;
    }

    /// Repositories that are called so, for who typed only words.
    private List<RepoCard> cards(Visit visit, Question question) {
        boolean wordsOnly =
                question.equals(Box.read(question.words())) && !question.words().isEmpty();
        if (!wordsOnly) return List.of();
        var which = new RepoSearch.Which(question.words(), true, Optional.empty(), Optional.empty(), Optional.empty());
        var some = node.repoSearch().part(visit.viewer(), which, RepoSearch.Order.UPDATED, true, 0, REPOSITORIES_MAX);
        return RepoCard.of(some.repos(), node.stars());
    }
}
