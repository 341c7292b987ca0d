package dev.hob.web.federation;

import static dev.hob.web.text.Messages.text;

import dev.hob.federation.Moderation;
import dev.hob.federation.inbox.GuestRules;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import dev.hob.web.repo.Found;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What people on other servers may do in a repository, for its owner; and what of theirs waits for leave.
public final class GuestPages {
    private static final int HELD_MAX = 100;

    private final Found found;
    private final Optional<Moderation> moderation;

    public GuestPages(Found found, Optional<Moderation> moderation) {
        this.found = found;
        this.moderation = moderation;
    }

    /// What they may do now.
    public void show(Visit visit) {
        var repo = found.repo(visit, Right.ADMIN);
        visit.signedIn();
        var rule = moderation.map(it -> it.guests().of(repo)).orElse(GuestRules.Rule.USUAL);
        var form = new Form(
                Map.of(
                        "mentions", rule.mentions() ? "yes" : "",
                        "approve", rule.approve() ? "yes" : "",
                        "daily", String.valueOf(rule.daily())),
                Map.of());
        show(visit, 200, repo, form);
    }

    private void show(Visit visit, int status, Repo repo, Form form) {
        var values = new HashMap<String, Object>();
        values.put("repo", found.head(visit, repo));
        values.put("why", why(repo));
        values.put("form", form);
        values.put(
                "lines",
                moderation
                        .map(it -> it.reception().held(repo, HELD_MAX).stream()
                                .map(FederationPages.CameLine::of)
                                .toList())
                        .orElse(List.of()));
        visit.show(status, "repo/guests.jte", text("federation.people-elsewhere") + " · " + repo.path(), values);
    }

    /// Why nobody elsewhere can write here, if so.
    private Optional<String> why(Repo repo) {
        if (moderation.isEmpty()) return Optional.of(Federating.SILENT);
        if (!repo.isProject() || repo.isSeeded()) return Optional.of(text("federation.guests-decided-there"));
        return repo.isPrivate() ? Optional.of(text("federation.private-not-written-in")) : Optional.empty();
    }

    private Moderation decided(Visit visit) {
        visit.signedIn();
        return moderation.orElseThrow(Stop::notFound);
    }

    /// The owner decides.
    public void choose(Visit visit) {
        var repo = found.repo(visit, Right.ADMIN);
        var it = decided(visit);
        if (!repo.isProject() || repo.isSeeded()) throw Stop.notFound();
        var form = visit.form("mentions", "approve", "daily");
        var daily = Optional.of(form.value("daily").strip())
                .filter(text -> text.matches("\\d{1,3}"))
                .map(Integer::parseInt)
                .filter(number -> number <= GuestRules.Rule.DAILY_MAX);
        if (daily.isEmpty()) {
            String told = text("federation.a-number-up-to", GuestRules.Rule.DAILY_MAX);
            show(visit, 422, repo, form.wrong("daily", told));
            return;
        }
        it.guests()
                .set(
                        repo,
                        new GuestRules.Rule(
                                form.value("mentions").equals("yes"),
                                form.value("approve").equals("yes"),
                                daily.get()));
        back(visit, repo);
    }

    /// Lets something that waits be done, or never.
    public void judge(Visit visit) {
        var repo = found.repo(visit, Right.ADMIN);
        Judging.judge(decided(visit), visit, line -> line.repository().equals(Optional.of(repo.id())));
        back(visit, repo);
    }

    private static void back(Visit visit, Repo repo) {
        visit.go("/" + Urls.path(repo.path()) + "/settings/guests", Notice.SAVED);
    }
}
