package dev.hob.web.api;

import dev.hob.federation.Moderation;
import dev.hob.federation.inbox.Queue;
import dev.hob.federation.inbox.Reports;
import dev.hob.federation.remote.Deliveries;
import dev.hob.federation.remote.InstanceRules;
import dev.hob.federation.vocab.Id;
import dev.hob.node.Node;
import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.web.api.json.DecideInstance;
import dev.hob.web.api.json.FederatedInstance;
import dev.hob.web.api.json.FederationReport;
import dev.hob.web.api.json.FederationStatus;
import dev.hob.web.api.json.ReceivedActivity;
import dev.hob.web.federation.Federating;
import dev.hob.web.federation.Shown;
import dev.hob.web.html.Stop;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/// This node among other servers, for its administrators: how it meets them, what waits, what came and what is
/// complained of. Ours alone.
final class FederationOperations {
    static final String NOT_MET = "This node speaks with no other servers";
    private static final String INSTANCE = "/federation/instances/{host}";
    private static final String HELD = "/federation/held/{position}";
    private static final int LISTED_MAX = 10_000;
    private static final int LINES_MAX = 5_000;

    private final Node node;
    private final Optional<Moderation> moderation;

    FederationOperations(Node node, Optional<Moderation> moderation) {
        this.node = node;
        this.moderation = moderation;
    }

    void declare(Operations all) {
        all.chapter("Other servers");
        reads(all.get("federationGetStatus", "/federation/status", "How this node stands among other servers"))
                .gives(FederationStatus.class, _ -> status(met()));
        reads(all.get("federationListInstances", "/federation/instances", "The servers, those in trouble first"))
                .lists(
                        FederatedInstance.class,
                        call -> Listed.of(met().instances(""), call.slice(), FederationOperations::shape));
        writes(all.put("federationDecideInstance", INSTANCE, "Decide how a server and all below it is met"))
                .takes(DecideInstance.class)
                .does(this::decide);
        writes(all.delete("federationForgetInstance", INSTANCE, "Take back what was decided about a server"))
                .does(call -> PeerOperations.found(met().rules().unset(host(call))));
        writes(all.post("federationRetryInstance", INSTANCE + "/retry", "Let all that waits for a server go now"))
                .does(this::retry);
        reads(all.get("federationListReceived", "/federation/inbox", "What other servers sent, the latest first"))
                .query("state", "What became of it; refused, unless it is said", Queue.STATES.toArray(String[]::new))
                .lists(ReceivedActivity.class, this::received);
        writes(all.post("federationApprove", HELD + "/approve", "Let something that is held be done"))
                .does(call -> PeerOperations.found(met().reception().approve(held(call))));
        writes(all.post("federationRefuse", HELD + "/refuse", "Let something that is held never be done"))
                .does(call -> PeerOperations.found(met().reception().refuse(held(call))));
        reads(all.get("federationListReports", "/federation/reports", "What people and servers complain of"))
                .lists(
                        FederationReport.class,
                        call -> Listed.of(met().reports().open(LISTED_MAX), call.slice(), this::report));
        writes(all.post(
                        "federationSettleReport",
                        "/federation/reports/{number}/settle",
                        "Say that a report is looked at"))
                .does(call -> PeerOperations.found(met().reports().close(call.numbered("number"))));
    }

    private static Operations.Draft reads(Operations.Draft draft) {
        return draft.refuses(409, NOT_MET).administrator().scope(Scope.READ_ADMIN);
    }

    private static Operations.Draft writes(Operations.Draft draft) {
        return draft.refuses(409, NOT_MET).administrator().scope(Scope.WRITE_ADMIN);
    }

    private Moderation met() {
        return moderation.orElseThrow(() -> new Stop(409, Federating.SILENT));
    }

    private static FederationStatus status(Moderation it) {
        var counts = it.deliveries().counts();
        return new FederationStatus(
                it.home().address(),
                counts.waiting(),
                counts.running(),
                counts.failing(),
                counts.parked(),
                it.queue().waiting(),
                it.queue().held(),
                it.reports().count(),
                it.rules().onlyListed());
    }

    private void decide(Call call) throws IOException {
        var asked = call.body(DecideInstance.class);
        var rule = Shown.rule(asked.rule()).orElseThrow(() -> new Stop(422, "[rule]: not one of them"));
        met().rules().set(host(call), rule, asked.reason().orElse("").strip()).ifPresent(told -> {
            throw new Stop(422, told);
        });
    }

    private void retry(Call call) {
        String host = host(call);
        var sending = met().instance(host).sending();
        PeerOperations.found(sending.isPresent());
        met().deliveries().retryNow(host);
    }

    private Listed<ReceivedActivity> received(Call call) {
        String state = call.query("state").orElse("refused");
        return Listed.of(met().queue().lines(state, LINES_MAX), call.slice(), FederationOperations::shape);
    }

    private Queue.Line held(Call call) {
        return met().reception().held(call.numbered("position")).orElseThrow(Call::missing);
    }

    /// The server in the path.
    private static String host(Call call) {
        return Optional.of(call.part("host").toLowerCase(Locale.ROOT))
                .filter(host -> host.matches("[a-z0-9.:\\[\\]-]{1,260}"))
                .orElseThrow(Call::missing);
    }

    private static FederatedInstance shape(Moderation.Instance one) {
        var failing = one.sending().filter(it -> it.failures() > 0 || it.parked());
        return new FederatedInstance(
                one.host(),
                Shown.of(one.rule()),
                one.decided().isPresent(),
                one.decided().map(InstanceRules.Decided::reason).orElse(""),
                one.followers(),
                one.sent().taken(),
                one.sent().refused(),
                one.sent().held(),
                one.sending().map(Deliveries.Host::waiting).orElse(0L),
                failing.map(Deliveries.Host::failures).orElse(0),
                failing.map(Deliveries.Host::parked).orElse(false),
                failing.flatMap(Deliveries.Host::next),
                failing.map(Deliveries.Host::why));
    }

    private static ReceivedActivity shape(Queue.Line line) {
        var one = line.received();
        return new ReceivedActivity(
                one.position(),
                one.activity().value(),
                one.kind(),
                one.actor().value(),
                one.host(),
                one.object().map(Id::value),
                one.received(),
                line.state(),
                line.told(),
                Shown.excerpt(line));
    }

    private FederationReport report(Reports.Report report) {
        var person = report.person();
        return new FederationReport(
                report.number(),
                person.flatMap(id -> node.people().byId(id)).map(Person::name),
                person.isPresent() ? Optional.empty() : Optional.of(report.actor()),
                report.objects(),
                report.body(),
                report.at());
    }
}
