package dev.hob.web.federation;

import static dev.hob.web.text.Messages.text;

import dev.hob.federation.Moderation;
import dev.hob.federation.inbox.Reports;
import dev.hob.federation.vocab.Id;
import dev.hob.node.Node;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.Line;
import dev.hob.node.issue.TalkReading;
import dev.hob.node.people.RemoteAuthor;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import dev.hob.web.html.Who;
import dev.hob.web.issue.Finding;
import dev.hob.web.issue.Here;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// Complaining of what somebody elsewhere said here, and hearing nothing of them any more.
public final class ReportPages {
    private final Node node;
    private final Finding finding;
    private final Optional<Moderation> moderation;

    public ReportPages(Node node, Finding finding, Optional<Moderation> moderation) {
        this.node = node;
        this.finding = finding;
        this.moderation = moderation;
    }

    /// What is complained of, and who said it.
    private record Asked(Here here, Issue issue, Line line, RemoteAuthor author) {
        String url() {
            return here.page(issue) + "/comment/" + line.entry().name();
        }
    }

    private Asked asked(Visit visit) {
        var here = finding.speaker(visit);
        var issue = finding.issue(here);
        String id = visit.part("id");
        var line = (id.matches("[0-9a-f]{7,40}")
                        ? node.tracking().talks().comment(here.rid(), id)
                        : Optional.<TalkReading.Found>empty())
                .filter(found -> found.issue().equals(issue.id()))
                .map(TalkReading.Found::line)
                .orElseThrow(Stop::notFound);
        var author = node.people().remote().of(line.by()).orElseThrow(Stop::notFound);
        return new Asked(here, issue, line, author);
    }

    /// Asks what is wrong with it.
    public void ask(Visit visit) {
        if (moderation.isEmpty()) throw Stop.notFound();
        show(visit, 200, asked(visit), Form.EMPTY);
    }

    private void show(Visit visit, int status, Asked asked, Form form) {
        var values = new HashMap<String, Object>();
        values.put("repo", finding.head(asked.here()));
        values.put("form", form);
        values.put("who", Who.of(asked.author()));
        values.put("url", asked.url());
        values.put(
                "owner",
                asked.here()
                        .person()
                        .filter(it -> it.id().equals(asked.here().repo().ownerId()))
                        .isPresent());
        visit.show(
                status,
                "issues/report.jte",
                text("federation.report") + " · " + asked.issue().title() + " · "
                        + asked.here().repo().path(),
                values);
    }

    /// Keeps the complaint for the administrator, blocks who said it, or both.
    public void send(Visit visit) {
        var it = moderation.orElseThrow(Stop::notFound);
        var asked = asked(visit);
        var person = Finding.person(asked.here());
        var form = visit.form("body", "report", "block");
        boolean reports = form.value("report").equals("yes");
        boolean blocks = form.value("block").equals("yes");
        String body = form.value("body").strip();
        if (!reports && !blocks) {
            show(visit, 422, asked, form.wrong("report", text("federation.tick-something")));
            return;
        }
        if (body.length() > Reports.BODY_MAX) {
            show(visit, 422, asked, form.wrong("body", text("federation.characters-max", Reports.BODY_MAX)));
            return;
        }
        String actor = asked.author().actor();
        if (reports && !it.reports().complain(person, List.of(visit.url(asked.url()), actor), body)) {
            show(visit, 422, asked, form.wrong("report", text("federation.too-many-reports")));
            return;
        }
        if (blocks) {
            var wrong =
                    it.blocks().add(person, new Id(actor), "@" + asked.author().handle());
            if (wrong.isPresent()) {
                show(visit, 422, asked, form.wrong("block", wrong.get()));
                return;
            }
        }
        visit.go(asked.url(), reports ? Notice.REPORTED : Notice.SAVED);
    }
}
