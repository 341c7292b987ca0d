package dev.hob.web.patch;

import dev.hob.node.Node;
import dev.hob.node.code.Commit;
import dev.hob.node.code.Diffs;
import dev.hob.node.issue.Answer;
import dev.hob.node.patch.Heads;
import dev.hob.node.patch.Patches;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.html.Form;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import dev.hob.web.issue.Finding;
import dev.hob.web.issue.Here;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.Constants;

/// What one branch has that another has not, and the form that makes a pull request of it.
public final class ComparePages {
    private static final int COMMITS_MAX = 250;
    private static final int LISTED_MAX = 50;
    private static final int BRANCHES_MAX = 300;

    private final Node node;
    private final Finding finding;
    private final Diffs diffs;

    ComparePages(Node node, Finding finding, Diffs diffs) {
        this.node = node;
        this.finding = finding;
        this.diffs = diffs;
    }

    /// Two branches: one of the project by its short name, and one of the project or of a fork of it
    /// (`bob:topic`).
    private record Pair(String base, String head) {}

    /// What lies between them.
    ///
    /// @param told why there is nothing to ask for; empty when there is something
    private record Between(List<Commit> commits, Optional<Diffs.Diff> diff, Optional<Heads.Head> head, String told) {
        static Between nothing(String told) {
            return new Between(List.of(), Optional.empty(), Optional.empty(), told);
        }
    }

    /// Which two to compare.
    public void choose(Visit visit) {
        var fork = finding.fork(visit);
        if (fork.isPresent()) {
            String head = visit.query("head").orElse(fork.get().defaultBranch());
            visit.go(atProject(visit, fork.get()) + "/compare?head="
                    + Urls.path(fork.get().path() + ":" + head));
            return;
        }
        var here = finding.reader(visit);
        String base = visit.query("base").orElse("");
        String head = visit.query("head").orElse("");
        if (!base.isEmpty() && !head.isEmpty()) visit.go(address(here, base, head));
        else show(here, 200, new Pair(base.isEmpty() ? here.repo().defaultBranch() : base, head), Form.EMPTY);
    }

    private static String address(Here here, String base, String head) {
        return here.home() + "/compare/" + Urls.path(base) + "..." + Urls.path(head);
    }

    /// The two that the address names: `base...head`.
    public void compare(Visit visit) {
        String[] parts = visit.part("rest").split("\\.\\.\\.", 2);
        var fork = finding.fork(visit);
        if (fork.isPresent()) {
            String head = Urls.path(fork.get().path() + ":" + parts[parts.length - 1]);
            String base = parts.length == 1 ? "" : Urls.path(parts[0]) + "...";
            visit.go(atProject(visit, fork.get()) + "/compare/" + base + head);
            return;
        }
        var here = finding.reader(visit);
        if (parts.length == 1) {
            visit.go(address(here, here.repo().defaultBranch(), parts[0]));
            return;
        }
        var head = head(here, parts[1]).filter(_ -> branches(here).contains(parts[0]));
        if (head.isEmpty()) throw Stop.notFound();
        String name = Heads.name(here.repo(), head.get().repo(), head.get().branch());
        show(here, 200, new Pair(parts[0], name), Form.EMPTY);
    }

    /// The project that a fork belongs to, where its branches are compared.
    private String atProject(Visit visit, Repo fork) {
        return node.repos()
                .project(fork.rid())
                .filter(it -> node.access().may(visit.viewer(), Right.READ, it))
                .map(it -> "/" + Urls.path(it.path()))
                .orElseThrow(Stop::notFound);
    }

    private Optional<Heads.Head> head(Here here, String named) {
        return node.pulls().heads().find(here.visit().viewer(), here.repo(), named);
    }

    /// The branches that somebody may offer: the project's, and those of their own fork.
    private List<String> heads(Here here, Pair pair) {
        var names = new LinkedHashSet<>(branches(here));
        here.person()
                .flatMap(person -> node.refs().forking().mine(here.repo(), person))
                .filter(fork -> !fork.id().equals(here.repo().id()))
                .ifPresent(fork -> node.refs().view(fork).below(Constants.R_HEADS).keySet().stream()
                        .map(it -> Heads.name(here.repo(), fork, it.substring(Constants.R_HEADS.length())))
                        .forEach(names::add));
        var shown = new LinkedHashSet<>(names.stream().limit(BRANCHES_MAX).toList());
        if (!pair.head().isEmpty()) shown.add(pair.head());
        return List.copyOf(shown);
    }

    private Set<String> branches(Here here) {
        return node.refs().view(here.repo()).below(Constants.R_HEADS).keySet().stream()
                .map(it -> it.substring(Constants.R_HEADS.length()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Between between(Here here, Pair pair) {
        if (pair.head().isEmpty()) return Between.nothing("Choose the branch that has something new.");
        if (pair.head().equals(pair.base())) return Between.nothing("These are the same branch. Choose two.");
        var refs = node.refs().view(here.repo()).refs();
        var base = refs.get(Constants.R_HEADS + pair.base());
        var theirs = head(here, pair.head());
        if (base == null || theirs.isEmpty()) return Between.nothing("There is no such branch.");
        var head = theirs.get().tip();
        try (var repository =
                node.storage().joined(here.rid(), theirs.get().repo().rid())) {
            var common = node.reading().history().common(repository, base, head);
            if (common.isEmpty()) return Between.nothing("The two have no history in common.");
            var commits = node.reading().history().between(repository, common.get(), head, COMMITS_MAX);
            if (commits.isEmpty())
                return Between.nothing(pair.base() + " has everything that " + pair.head() + " has.");
            return new Between(commits, diffs.between(repository, common.get(), head), theirs, "");
        }
    }

    private void show(Here here, int status, Pair pair, Form form) {
        var between = between(here, pair);
        var values = new HashMap<String, Object>();
        values.put("repo", finding.head(here));
        values.put("base", pair.base());
        values.put("head", pair.head());
        values.put("branches", branches(here).stream().limit(BRANCHES_MAX).toList());
        values.put("heads", heads(here, pair));
        var from = between.head().map(Heads.Head::repo).orElse(here.repo());
        boolean other = !from.id().equals(here.repo().id());
        // What only the fork has is shown there: it is not in the project yet.
        values.put("theirs", other ? finding.head(here.visit(), from) : finding.head(here));
        values.put("shows", from.isPrivate() && other);
        values.put("commits", between.commits());
        values.put("diff", between.diff());
        values.put("tip", between.head().map(it -> it.tip().name()).orElse(""));
        values.put("told", between.told());
        values.put("form", form.values().isEmpty() ? suggested(pair, between.commits()) : form);
        values.put("list", here.list());
        values.put("pulls", here.pulls());
        values.put("there", there(here, pair));
        values.put("signedIn", here.person().isPresent());
        here.visit()
                .showScripted(
                        status,
                        "pulls/compare.jte",
                        "Compare " + pair.base() + " and " + pair.head() + " · "
                                + here.repo().path(),
                        values);
    }

    /// The address of an open pull request for just this; empty when there is none.
    private String there(Here here, Pair pair) {
        return head(here, pair.head())
                .map(it -> node.pulls().reading().from(here.rid(), it.source()))
                .orElse(List.of())
                .stream()
                .filter(it -> Patches.target(here.repo(), it).equals(pair.base()))
                .flatMap(it -> node.tracking().reading().byId(here.rid(), it.id()).stream())
                .findFirst()
                .map(here::page)
                .orElse("");
    }

    /// What the commits say of themselves.
    private static Form suggested(Pair pair, List<Commit> commits) {
        if (commits.isEmpty()) return Form.EMPTY;
        if (commits.size() == 1)
            return new Form(
                    Map.of(
                            "title",
                            commits.getFirst().subject(),
                            "body",
                            commits.getFirst().body()),
                    Map.of());
        String name = pair.head()
                .substring(Math.max(pair.head().lastIndexOf('/'), pair.head().lastIndexOf(':')) + 1)
                .replace('-', ' ')
                .replace('_', ' ')
                .strip();
        String title = name.isEmpty() ? pair.head() : Character.toUpperCase(name.charAt(0)) + name.substring(1);
        String list = commits.stream()
                .limit(LISTED_MAX)
                .map(it -> "- " + it.subject() + "\n")
                .collect(Collectors.joining());
        return new Form(Map.of("title", title, "body", list), Map.of());
    }

    /// Makes the pull request.
    public void create(Visit visit) {
        var here = finding.speaker(visit);
        var pair = new Pair(visit.field("base"), visit.field("head"));
        if (!branches(here).contains(pair.base())) throw Stop.notFound();
        var head = head(here, pair.head()).orElseThrow(Stop::notFound);
        String title = visit.field("title").strip();
        boolean draft = visit.field("draft").equals("yes");
        var form =
                new Form(Map.of("title", title, "body", visit.text("body"), "draft", visit.field("draft")), Map.of());
        if (title.isEmpty()) {
            show(here, 422, pair, form.wrong("title", "A pull request needs a title."));
            return;
        }
        var opening = new Patches.Opening(
                title,
                visit.text("body"),
                pair.base(),
                head.tip(),
                Optional.of(head.source()),
                draft,
                List.of(),
                List.of());
        var answer = node.pulls().open(here.repo(), Finding.person(here), opening, head.repo());
        var objection = Finding.objection(answer);
        if (objection.isPresent() || !(answer instanceof Answer.Done(var id))) {
            String told = objection.orElse("That did not work. Try again.");
            show(here, 422, pair, form.wrong(told.contains("title") ? "title" : "body", told));
            return;
        }
        visit.go(here.page(node.tracking().reading().byId(here.rid(), id).orElseThrow()));
    }
}
