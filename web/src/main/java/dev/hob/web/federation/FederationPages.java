package dev.hob.web.federation;

import static dev.hob.web.text.Messages.text;

import dev.hob.federation.Moderation;
import dev.hob.federation.inbox.Queue;
import dev.hob.federation.inbox.Reports;
import dev.hob.federation.remote.Deliveries;
import dev.hob.federation.remote.InstanceRules;
import dev.hob.federation.remote.Looked;
import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.vocab.Id;
import dev.hob.node.Node;
import dev.hob.node.people.Person;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The administrator's room about other servers: which there are and how they are met, what waits for them and came
/// from them, what somebody must look at, and what is complained of.
public final class FederationPages {
    private static final String HERE = "/-/federation";
    private static final int PAGE = 50;
    private static final int PAGES_MAX = 1_000;
    private static final int OF_HOST_MAX = 30;
    private static final int LISTED_MAX = 100;
    private static final int WORD_MAX = 100;

    private final Node node;
    private final Optional<Moderation> moderation;

    public FederationPages(Node node, Optional<Moderation> moderation) {
        this.node = node;
        this.moderation = moderation;
    }

    /// A server in the list.
    ///
    /// @param rule how it is met, as [Shown] says it
    /// @param told how it stands, in words
    /// @param troubled whether it cannot be reached, or is left alone
    public record InstanceLine(String host, String url, String rule, List<String> told, boolean troubled) {
        static InstanceLine of(Moderation.Instance one) {
            var told = new ArrayList<String>();
            if (one.followers() > 0) told.add(text("federation.followers", one.followers()));
            one.sending()
                    .filter(it -> it.waiting() > 0)
                    .ifPresent(it -> told.add(text("federation.waiting-to-be-sent", it.waiting())));
            long sent = one.sent().taken()
                    + one.sent().refused()
                    + one.sent().held()
                    + one.sent().waiting();
            if (sent > 0)
                told.add(
                        text("federation.received-and-refused", sent, one.sent().refused()));
            if (one.sent().held() > 0)
                told.add(text("federation.held-count", one.sent().held()));
            if (told.isEmpty()) told.add(text("federation.nothing-to-do-with-it"));
            boolean troubled =
                    one.sending().filter(it -> it.parked() || it.failures() > 0).isPresent();
            return new InstanceLine(one.host(), address(one.host()), Shown.of(one.rule()), told, troubled);
        }
    }

    private static String address(String host) {
        return Urls.query(HERE + "/instance", "host", host);
    }

    /// Something that came.
    ///
    /// @param says what it says, if that is kept
    public record CameLine(
            long position,
            String kind,
            String actor,
            String object,
            String host,
            Instant at,
            String state,
            String told,
            String says) {
        static CameLine of(Queue.Line line) {
            var one = line.received();
            return new CameLine(
                    one.position(),
                    one.kind(),
                    one.actor().value(),
                    one.object().map(Id::value).orElse(""),
                    one.host(),
                    one.received(),
                    line.state(),
                    line.told(),
                    Shown.excerpt(line));
        }
    }

    /// A complaint.
    ///
    /// @param by who complains, in words
    public record ReportLine(long number, String by, String url, List<String> objects, String body, Instant at) {}

    private Moderation administered(Visit visit) {
        visit.administrator();
        return moderation.orElseThrow(Stop::notFound);
    }

    private void show(
            Visit visit, int status, String template, String title, Moderation it, Map<String, Object> values) {
        values.put("held", it.queue().held());
        values.put("complaints", it.reports().count());
        visit.show(status, "federation/" + template + ".jte", title + " · " + text("word.administration"), values);
    }

    // Servers

    /// The servers.
    public void instances(Visit visit) {
        visit.administrator();
        if (moderation.isEmpty()) {
            visit.show(
                    "federation/silent.jte",
                    text("admin.other-servers") + " · " + text("word.administration"),
                    Map.of("why", Federating.SILENT));
            return;
        }
        instances(visit, 200, moderation.get(), Form.EMPTY);
    }

    private void instances(Visit visit, int status, Moderation it, Form form) {
        String word = visit.query("q").orElse("").strip();
        if (word.length() > WORD_MAX) word = "";
        int page = visit.query("page")
                .filter(text -> text.matches("[1-9]\\d{0,2}"))
                .map(Integer::parseInt)
                .filter(number -> number <= PAGES_MAX)
                .orElse(1);
        var all = it.instances(word);
        var rest = all.subList(Math.min(all.size(), (page - 1) * PAGE), all.size());
        var values = new HashMap<String, Object>();
        values.put("form", form);
        values.put("counts", it.deliveries().counts());
        values.put("incoming", it.queue().waiting());
        values.put("words", word);
        values.put("lines", rest.stream().limit(PAGE).map(InstanceLine::of).toList());
        values.put("first", page == 1);
        values.put(
                "next",
                rest.size() > PAGE
                        ? Optional.of(Urls.query(HERE, "q", word, "page", String.valueOf(page + 1)))
                        : Optional.<String>empty());
        values.put("onlyListed", it.rules().onlyListed());
        show(visit, status, "instances", text("admin.other-servers"), it, values);
    }

    /// Decides about a server that somebody names.
    public void decide(Visit visit) {
        var it = administered(visit);
        var form = visit.form("host", "rule", "reason");
        var wrong = decided(it, form);
        if (wrong.isEmpty()) visit.go(HERE, Notice.SAVED);
        else instances(visit, 422, it, form.wrong(wrong));
    }

    private static Map<String, String> decided(Moderation it, Form form) {
        var rule = Shown.rule(form.value("rule"));
        if (rule.isEmpty()) return Map.of("rule", text("federation.choose-one"));
        String reason = form.value("reason").strip();
        return InstanceRules.reasonObjection(reason)
                .map(told -> Map.of("reason", told))
                .or(() -> it.rules().set(form.value("host"), rule.get(), reason).map(told -> Map.of("host", told)))
                .orElse(Map.of());
    }

    /// Meets all, or only those that are listed.
    public void onlyListed(Visit visit) {
        var it = administered(visit);
        it.rules().onlyListed(visit.field("only").equals("yes"));
        visit.go(HERE, Notice.SAVED);
    }

    /// One server.
    public void instance(Visit visit) {
        var it = administered(visit);
        one(visit, 200, it, host(visit.query("host").orElse("")), Form.EMPTY);
    }

    private static String host(String host) {
        String name = host.strip().toLowerCase(Locale.ROOT);
        if (name.isEmpty() || name.length() > 260 || !name.matches("[a-z0-9.:\\[\\]-]+")) throw Stop.notFound();
        return name;
    }

    private void one(Visit visit, int status, Moderation it, String host, Form form) {
        var one = it.instance(host);
        var decided = one.decided();
        var values = new HashMap<String, Object>();
        values.put("host", host);
        values.put("one", InstanceLine.of(one));
        values.put("decided", decided);
        values.put("sending", one.sending());
        values.put("failed", it.deliveries().refused(host, OF_HOST_MAX));
        values.put("lines", came(it.queue().of(host, OF_HOST_MAX)));
        values.put(
                "form",
                form.values().isEmpty()
                        ? new Form(
                                Map.of(
                                        "rule",
                                        Shown.of(one.rule()),
                                        "reason",
                                        decided.map(known -> known.reason()).orElse("")),
                                Map.of())
                        : form);
        show(visit, status, "instance", host, it, values);
    }

    private static List<CameLine> came(List<Queue.Line> lines) {
        return lines.stream().map(CameLine::of).toList();
    }

    /// Decides about the server that is shown, or takes that back.
    public void meet(Visit visit) {
        var it = administered(visit);
        var form = visit.form("host", "rule", "reason");
        String host = host(form.value("host"));
        if (form.value("rule").equals("forget")) {
            it.rules().unset(host);
            visit.go(address(host), Notice.SAVED);
            return;
        }
        var wrong = decided(it, form);
        if (wrong.isEmpty()) visit.go(address(host), Notice.SAVED);
        else one(visit, 422, it, host, form.wrong(wrong));
    }

    /// Lets what waits for a server go now.
    public void retry(Visit visit) {
        var it = administered(visit);
        String host = host(visit.field("host"));
        it.deliveries().retryNow(host);
        visit.go(address(host), Notice.RETRIED);
    }

    /// The same for all that cannot be reached.
    public void retryAll(Visit visit) {
        var it = administered(visit);
        for (var host : it.deliveries().hosts(Moderation.INSTANCES_MAX))
            if (host.parked() || host.failures() > 0) it.deliveries().retryNow(host.host());
        visit.go(HERE, Notice.RETRIED);
    }

    // What came

    /// What came and is in some state, the latest first.
    public void inbox(Visit visit) {
        var it = administered(visit);
        String state = visit.query("state").filter(Queue.STATES::contains).orElse("refused");
        long before = visit.query("before")
                .filter(text -> text.matches("[1-9]\\d{0,17}"))
                .map(Long::parseLong)
                .orElse(Long.MAX_VALUE);
        var lines = it.queue().lines(state, before, PAGE + 1);
        String at = Urls.query(HERE + "/inbox", "state", state);
        var values = new HashMap<String, Object>();
        values.put("state", state);
        values.put(
                "states",
                Queue.STATES.stream().filter(one -> !one.equals("held")).toList());
        values.put("lines", came(lines.stream().limit(PAGE).toList()));
        values.put("first", before == Long.MAX_VALUE);
        values.put("start", at);
        values.put(
                "next",
                lines.size() > PAGE
                        ? Optional.of(Urls.query(
                                HERE + "/inbox",
                                "state",
                                state,
                                "before",
                                String.valueOf(lines.get(PAGE - 1).received().position())))
                        : Optional.<String>empty());
        show(visit, 200, "inbox", text("federation.received"), it, values);
    }

    /// What waits for somebody's leave.
    public void held(Visit visit) {
        var it = administered(visit);
        var values = new HashMap<String, Object>();
        values.put("lines", came(it.reception().held(LISTED_MAX)));
        show(visit, 200, "held", text("federation.quarantine"), it, values);
    }

    /// Lets one be done, or never.
    public void judge(Visit visit) {
        var it = administered(visit);
        Judging.judge(it, visit, _ -> true);
        visit.go(HERE + "/held", Notice.SAVED);
    }

    // Complaints

    /// What is complained of.
    public void reports(Visit visit) {
        var it = administered(visit);
        var values = new HashMap<String, Object>();
        values.put(
                "lines", it.reports().open(LISTED_MAX).stream().map(this::line).toList());
        show(visit, 200, "reports", text("federation.reports"), it, values);
    }

    private ReportLine line(Reports.Report report) {
        var person = report.person().flatMap(id -> node.people().byId(id)).map(Person::name);
        String by = report.person().isPresent() ? person.orElse(text("federation.somebody-who-left")) : report.actor();
        String url = person.map(name -> "/" + name).orElse("");
        return new ReportLine(report.number(), by, url, report.objects(), report.body(), report.at());
    }

    /// One was looked at.
    public void settle(Visit visit) {
        var it = administered(visit);
        long number = Judging.number(visit.field("number")).orElseThrow(Stop::notFound);
        if (!it.reports().close(number)) throw Stop.notFound();
        visit.go(HERE + "/reports", Notice.SAVED);
    }

    // Single ones who are not heard

    /// Who is not heard by anybody here.
    public void blocked(Visit visit) {
        blocked(visit, 200, administered(visit), Form.EMPTY);
    }

    private void blocked(Visit visit, int status, Moderation it, Form form) {
        var values = new HashMap<String, Object>();
        values.put("form", form);
        values.put("lines", it.blocks().ofAll());
        show(visit, status, "blocked", text("settings.blocked"), it, values);
    }

    /// Nobody here hears somebody any more.
    public void block(Visit visit) {
        var it = administered(visit);
        var form = visit.form("who");
        switch (it.find(form.value("who").strip())) {
            case Looked.Found<RemoteActor>(var actor) -> {
                var wrong = it.blocks().addForAll(actor.id(), actor.handle().toString());
                if (wrong.isEmpty()) visit.go(HERE + "/blocked", Notice.SAVED);
                else blocked(visit, 422, it, form.wrong("who", wrong.get()));
            }
            case Looked<RemoteActor> other -> blocked(visit, 422, it, form.wrong("who", BlockPages.why(other)));
        }
    }

    /// They are heard again.
    public void unblock(Visit visit) {
        var it = administered(visit);
        var actor = Id.of(visit.field("actor")).orElseThrow(Stop::notFound);
        if (!it.blocks().removeForAll(actor)) throw Stop.notFound();
        visit.go(HERE + "/blocked", Notice.SAVED);
    }

    /// How a server stands, for its page.
    public static String told(Deliveries.Host host) {
        if (host.parked()) return text("federation.left-alone");
        return host.failures() == 0 ? text("federation.reached") : text("federation.tries-in-vain", host.failures());
    }
}
