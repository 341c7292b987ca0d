package dev.hob.web.federation;

import static dev.hob.web.text.Messages.text;

import dev.hob.federation.actor.AskedPulls;
import dev.hob.federation.actor.ForkedFrom;
import dev.hob.federation.outbox.PullOffers;
import dev.hob.node.Node;
import dev.hob.node.code.Commit;
import dev.hob.node.issue.Limits;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import dev.hob.web.patch.Suggested;
import dev.hob.web.repo.Found;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;

/// Pull requests from branches of here to repositories of other servers: offered, and what became of them.
public final class OfferPages {
    private static final int BRANCHES_MAX = 300;
    private static final int COMMITS_MAX = 100;
    private static final int NAME_MAX = 255;
    /// How long a page waits for another server; what takes longer is told by the next.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Node node;
    private final Found found;
    private final Optional<Contributing> contributing;

    public OfferPages(Node node, Found found, Optional<Contributing> contributing) {
        this.node = node;
        this.found = found;
        this.contributing = contributing;
    }

    private Contributing contributing() {
        return contributing.orElseThrow(Stop::notFound);
    }

    /// A pull request that was offered.
    ///
    /// @param from the branch here, as people read it; empty when its repository is gone
    /// @param url the page here of what it is there; empty while it is nothing there
    /// @param word how far it is
    /// @param tone `good`, `bad` or nothing
    /// @param place where it is for people, at their server
    public record Offered(
            String title,
            String from,
            String fromUrl,
            String to,
            String toUrl,
            String url,
            String word,
            String tone,
            String told,
            String place,
            Instant at,
            Instant changed) {}

    private Offered offered(AskedPulls.Asked pull) {
        var repo = node.repos().byId(pull.repository());
        return new Offered(
                pull.title(),
                repo.map(it -> it.path() + ":" + pull.branch()).orElse(""),
                repo.map(it -> "/" + Urls.path(it.path()) + "/src/branch/" + Urls.path(pull.branch()))
                        .orElse(""),
                pull.handle() + (pull.target().isEmpty() ? "" : " " + pull.target()),
                "/" + Urls.path(pull.handle()),
                pull.result().map(HeardLines::url).orElse(""),
                word(pull.state()),
                tone(pull.state()),
                pull.told(),
                pull.result().map(id -> id.authority()).orElse(""),
                pull.at(),
                pull.changed());
    }

    private static String word(AskedPulls.State state) {
        return switch (state) {
            case ASKED -> text("elsewhere.sent");
            case OPEN -> text("elsewhere.open");
            case REJECTED -> text("elsewhere.refused");
            case CLOSED -> text("federation.closed");
            case MERGED -> text("elsewhere.merged");
        };
    }

    private static String tone(AskedPulls.State state) {
        return switch (state) {
            case OPEN, MERGED -> "good";
            case REJECTED -> "bad";
            case ASKED, CLOSED -> "";
        };
    }

    /// What somebody has offered, and what became of it.
    public void list(Visit visit) {
        var all = contributing().offered(visit.signedIn());
        visit.show(
                "elsewhere/offered.jte",
                text("federation.offered-elsewhere"),
                Map.of("offered", all.stream().map(this::offered).toList(), "cut", all.size() == AskedPulls.LIST_MAX));
    }

    /// Asks what it shall say.
    public void blank(Visit visit) {
        var repo = mine(visit);
        String branch = visit.query("branch").orElse(repo.defaultBranch());
        var commits = commits(repo, branch);
        var fork = contributing().fork(repo);
        var form = new Form(
                Map.of(
                        "branch",
                        branch,
                        "to",
                        visit.query("to")
                                .or(() -> fork.map(ForkedFrom.Fork::handle))
                                .orElse(""),
                        "title",
                        Suggested.title(branch, commits),
                        "body",
                        Suggested.body(commits)),
                Map.of());
        show(visit, 200, repo, form);
    }

    /// A repository that somebody pushes to; others fetch from it, and so it is public.
    private Repo mine(Visit visit) {
        contributing();
        visit.signedIn();
        return found.repo(visit, Right.WRITE);
    }

    /// Fetches what a fork has not got of what it is a fork of.
    public void fetch(Visit visit) {
        var repo = mine(visit);
        var fork = contributing()
                .fetch(visit.signedIn(), repo, PATIENCE)
                .orElseThrow(Stop::notFound)
                .fork();
        String home = "/" + Urls.path(repo.path());
        String branch = visit.field("branch");
        String back = branch.isEmpty() || branch.equals(repo.defaultBranch())
                ? home
                : home + "/src/branch/" + Urls.path(branch);
        // What is still on its way, or stayed behind, is told on the page.
        if (fork.state() == ForkedFrom.State.DONE && fork.told().isEmpty()) visit.go(back, Notice.FORK_SYNCED);
        else visit.go(back);
    }

    /// What a branch has that the default branch has not, the latest first.
    private List<Commit> commits(Repo repo, String branch) {
        var refs = node.refs().view(repo).refs();
        var head = refs.get(Constants.R_HEADS + branch);
        var base = refs.get(Constants.R_HEADS + repo.defaultBranch());
        if (head == null || base == null || branch.equals(repo.defaultBranch())) return List.of();
        try (var repository = node.storage().open(repo.rid())) {
            return node.reading()
                    .history()
                    .common(repository, base, head)
                    .map(common -> node.reading().history().between(repository, common, head, COMMITS_MAX))
                    .orElse(List.of());
        }
    }

    private void show(Visit visit, int status, Repo repo, Form form) {
        String branch = form.value("branch");
        var names = new ArrayList<>(node.refs().view(repo).below(Constants.R_HEADS).keySet().stream()
                .map(name -> name.substring(Constants.R_HEADS.length()))
                .limit(BRANCHES_MAX)
                .toList());
        if (!names.contains(branch) && node.refs().view(repo).refs().containsKey(Constants.R_HEADS + branch))
            names.add(branch);
        var commits = commits(repo, branch);
        var values = new HashMap<String, Object>();
        values.put("repo", found.head(visit, repo));
        values.put("form", form);
        values.put("branches", names);
        values.put("why", repo.isPrivate() ? text("federation.private-not-fetched") : "");
        values.put("commits", commits);
        values.put(
                "checks",
                node.protection()
                        .statuses()
                        .tallies(repo, commits.stream().map(Commit::id).toList()));
        values.put(
                "offered",
                contributing().offered(visit.signedIn()).stream()
                        .filter(pull -> pull.repository().equals(repo.id())
                                && pull.branch().equals(branch)
                                && pull.state().goesOn())
                        .map(this::offered)
                        .toList());
        visit.show(status, "elsewhere/offer.jte", text("federation.offer-it", branch) + " · " + repo.path(), values);
    }

    /// Offers it.
    public void send(Visit visit) {
        var repo = mine(visit);
        var person = visit.signedIn();
        String body = visit.text("body");
        var form = visit.form("branch", "to", "target", "title").with("body", body);
        String title = form.value("title").strip();
        var wrong = new HashMap<String, String>();
        Limits.title(title).ifPresent(told -> wrong.put("title", told));
        Limits.body(body, true).ifPresent(told -> wrong.put("body", told));
        if (form.value("to").isBlank()) wrong.put("to", text("federation.write-for-which"));
        if (form.value("target").length() > NAME_MAX) wrong.put("target", text("federation.no-such-long-name"));
        if (!wrong.isEmpty()) {
            show(visit, 422, repo, form.wrong(wrong));
            return;
        }
        var wish = new PullOffers.Wish(
                form.value("branch"),
                form.value("to").strip(),
                form.value("target").strip(),
                title,
                body);
        switch (contributing().offer(person, repo, wish)) {
            case PullOffers.Outcome.Asked _ -> visit.go("/-/elsewhere/offered", Notice.OFFERED_ELSEWHERE);
            case PullOffers.Outcome.Refused(var told) -> show(visit, 422, repo, form.wrong("to", told));
            case PullOffers.Outcome.Unreachable(var told) -> show(visit, 503, repo, form.wrong("to", told));
        }
    }
}
