package dev.hob.web.api;

import dev.hob.federation.across.Across;
import dev.hob.federation.across.Answer;
import dev.hob.federation.across.Found;
import dev.hob.federation.across.Helping.Deed;
import dev.hob.federation.actor.Collaborators.Collaborator;
import dev.hob.federation.actor.Role;
import dev.hob.federation.actor.WorkElsewhere.Work;
import dev.hob.federation.actor.Written;
import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.vocab.Id;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.ActElsewhere;
import dev.hob.web.api.json.CollaboratorElsewhere;
import dev.hob.web.api.json.InviteElsewhere;
import dev.hob.web.api.json.NameElsewhere;
import dev.hob.web.api.json.WorkElsewhere;
import dev.hob.web.api.json.WrittenElsewhere;
import dev.hob.web.federation.Federating;
import dev.hob.web.html.Stop;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/// People of other servers who work on repositories of here, and people of here who work there. Ours alone.
final class LettingOperations {
    private static final String HERE = "/federation/collaborators/{owner}/{repo}";
    private static final String THERE = "/federation/invitations";

    private final Optional<Across> across;

    LettingOperations(Optional<Across> across) {
        this.across = across;
    }

    void declare(Operations all) {
        all.chapter("Collaborators elsewhere");
        all.get("federationListCollaborators", HERE, "Who of other servers works on a repository, was asked, or asks")
                .needs(Right.ADMIN)
                .refuses(409, FederationOperations.NOT_MET)
                .lists(CollaboratorElsewhere.class, this::collaborators);
        all.post("federationInvite", HERE, "Ask somebody of another server to work on a repository")
                .needs(Right.ADMIN)
                .takes(InviteElsewhere.class)
                .refuses(409, FederationOperations.NOT_MET)
                .refuses(429, AcrossOperations.TOO_MUCH)
                .accepts(CollaboratorElsewhere.class, this::invite);
        all.post("federationDismiss", HERE + "/dismiss", "Let them work on it no more")
                .needs(Right.ADMIN)
                .takes(NameElsewhere.class)
                .refuses(409, FederationOperations.NOT_MET)
                .refuses(429, AcrossOperations.TOO_MUCH)
                .does(this::dismiss);
        AcrossOperations.asking(all.get(
                        "federationListInvitations",
                        THERE,
                        "On what of other servers the caller works, or was asked to"))
                .scope(Scope.READ_ACTIVITYPUB)
                .lists(WorkElsewhere.class, this::works);
        AcrossOperations.asking(all.post("federationAcceptInvitation", THERE + "/accept", "Say yes to an invitation"))
                .scope(Scope.WRITE_ACTIVITYPUB)
                .takes(NameElsewhere.class)
                .accepts(WorkElsewhere.class, this::accept);
        AcrossOperations.asking(all.post("federationJoin", THERE + "/join", "Ask to work on a repository elsewhere"))
                .scope(Scope.WRITE_ACTIVITYPUB)
                .takes(InviteElsewhere.class)
                .accepts(WorkElsewhere.class, this::join);
        AcrossOperations.asking(all.post("federationLeave", THERE + "/leave", "Say no to one, or work on it no more"))
                .scope(Scope.WRITE_ACTIVITYPUB)
                .takes(NameElsewhere.class)
                .does(this::leave);
        AcrossOperations.asking(all.post(
                        "federationAct",
                        "/federation/acts",
                        "Close, reopen, merge or label what is elsewhere, where the caller is let in"))
                .scope(Scope.WRITE_ISSUE)
                .takes(ActElsewhere.class)
                .accepts(WrittenElsewhere.class, this::act);
    }

    private Across met() {
        return across.orElseThrow(() -> new Stop(409, Federating.SILENT));
    }

    private Across among(Call call) {
        var it = met();
        call.unlimited();
        return it;
    }

    private static Found found(Call call, Across it, String target) {
        if (!it.finder().mayLook(call.person().id())) throw new Stop(429, "that is a lot to look up: wait a minute");
        return switch (it.finder().find(target)) {
            case Found.Nothing(var told, var later) -> throw new Stop(later ? 503 : 422, "[target]: " + told);
            case Found.Here _ -> throw new Stop(422, "[target]: That is of this node.");
            case Found found -> found;
        };
    }

    private static RemoteActor actor(Call call, Across it, String target) {
        if (found(call, it, target) instanceof Found.Actor(var actor)) return actor;
        throw new Stop(422, "[target]: That is neither somebody nor a repository.");
    }

    private static <T> T sent(Answer<T> answer) {
        return switch (answer) {
            case Answer.Done<T>(var done) -> done;
            case Answer.Refused<T>(var why, var told) -> throw new Stop(why == Answer.Why.LATER ? 503 : 422, told);
        };
    }

    private static Role role(Optional<String> word) {
        return word.flatMap(Role::of).orElse(Role.TRIAGE);
    }

    private Listed<CollaboratorElsewhere> collaborators(Call call) {
        return Listed.of(met().inviting().of(call.repo()), call.slice(), LettingOperations::shape);
    }

    private CollaboratorElsewhere invite(Call call) throws IOException {
        var it = met();
        var asked = call.body(InviteElsewhere.class);
        var whom = actor(call, it, asked.target());
        return shape(sent(it.inviting().invite(call.person(), call.repo(), whom, role(asked.role()))));
    }

    private void dismiss(Call call) throws IOException {
        var it = met();
        String target = call.body(NameElsewhere.class).target();
        // Who is let in is let out also when their server cannot be asked.
        var known = it.inviting().of(call.repo()).stream()
                .filter(one ->
                        one.actor().value().equals(target) || one.handle().equals(target))
                .map(Collaborator::actor)
                .findFirst();
        it.inviting().dismiss(call.repo(), known.orElseGet(() -> actor(call, it, target)
                .id()));
    }

    private Listed<WorkElsewhere> works(Call call) {
        var it = among(call);
        return Listed.of(it.helping().of(call.person()), call.slice(), one -> shape(it, one));
    }

    /// The repository that is meant; one that is known is not looked for.
    private static Id repository(Call call, Across it, String target) {
        return Id.of(target)
                .filter(id -> it.helping().of(call.person()).stream()
                        .anyMatch(work -> work.repository().equals(id)))
                .orElseGet(() -> actor(call, it, target).id());
    }

    private WorkElsewhere accept(Call call) throws IOException {
        var it = among(call);
        String target = call.body(NameElsewhere.class).target();
        return shape(it, sent(it.helping().accept(call.person(), repository(call, it, target))));
    }

    private WorkElsewhere join(Call call) throws IOException {
        var it = among(call);
        var asked = call.body(InviteElsewhere.class);
        return shape(it, sent(it.helping().join(call.person(), actor(call, it, asked.target()), role(asked.role()))));
    }

    private void leave(Call call) throws IOException {
        var it = among(call);
        String target = call.body(NameElsewhere.class).target();
        it.helping().leave(call.person(), repository(call, it, target));
    }

    private WrittenElsewhere act(Call call) throws IOException {
        var it = among(call);
        var asked = call.body(ActElsewhere.class);
        if (!(found(call, it, asked.target()) instanceof Found.Text text))
            throw new Stop(422, "[target]: Nothing is written there.");
        Written.Piece done = sent(it.helping().act(call.person(), text, deed(asked)));
        return AcrossOperations.shape(call, it, done);
    }

    private static Deed deed(ActElsewhere asked) {
        return switch (asked.act()) {
            case "close" -> new Deed.Close();
            case "reopen" -> new Deed.Reopen();
            case "merge" -> new Deed.Merge();
            default ->
                new Deed.Label(asked.label().orElse("").strip(), asked.act().equals("label"));
        };
    }

    private static CollaboratorElsewhere shape(Collaborator one) {
        return new CollaboratorElsewhere(
                one.actor().value(),
                one.handle(),
                one.role().word(),
                one.state().name().toLowerCase(Locale.ROOT),
                one.at());
    }

    private static WorkElsewhere shape(Across it, Work one) {
        return new WorkElsewhere(
                one.repository().value(),
                it.finder().known(one.repository()).map(actor -> actor.handle().toString()),
                one.role().word(),
                one.state().name().toLowerCase(Locale.ROOT),
                one.at());
    }
}
