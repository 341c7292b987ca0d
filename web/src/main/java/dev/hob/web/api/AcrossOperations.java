package dev.hob.web.api;

import dev.hob.federation.across.Across;
import dev.hob.federation.across.Answer;
import dev.hob.federation.across.Found;
import dev.hob.federation.across.Reviewing;
import dev.hob.federation.actor.AskedState;
import dev.hob.federation.actor.CodeLines;
import dev.hob.federation.actor.Following.Followed;
import dev.hob.federation.actor.Heard;
import dev.hob.federation.actor.Local;
import dev.hob.federation.actor.StarsElsewhere.Star;
import dev.hob.federation.actor.Written;
import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.vocab.Id;
import dev.hob.node.issue.Verdict;
import dev.hob.node.people.Scope;
import dev.hob.web.api.json.CreateCommentElsewhere;
import dev.hob.web.api.json.CreateIssueElsewhere;
import dev.hob.web.api.json.CreateReviewElsewhere;
import dev.hob.web.api.json.EditComment;
import dev.hob.web.api.json.EditElsewhere;
import dev.hob.web.api.json.FollowedElsewhere;
import dev.hob.web.api.json.HeardElsewhere;
import dev.hob.web.api.json.NameElsewhere;
import dev.hob.web.api.json.StarredElsewhere;
import dev.hob.web.api.json.WrittenElsewhere;
import dev.hob.web.federation.Federating;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What people of here do on other servers: follow, star, write and hear. Ours alone.
final class AcrossOperations {
    static final String TOO_MUCH =
            "Too many wrong passwords or tokens came from this address, or too much is looked up";
    private static final String WRITTEN = "/federation/written";
    private static final int LINE_MAX = 10_000_000;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final Optional<Across> across;

    AcrossOperations(Optional<Across> across) {
        this.across = across;
    }

    void declare(Operations all) {
        all.chapter("Elsewhere");
        asking(all.post("federationFollow", "/federation/follow", "Follow somebody or a repository of another server"))
                .scope(Scope.WRITE_ACTIVITYPUB)
                .takes(NameElsewhere.class)
                .accepts(FollowedElsewhere.class, this::follow);
        asking(all.post("federationUnfollow", "/federation/unfollow", "Follow them no more"))
                .scope(Scope.WRITE_ACTIVITYPUB)
                .takes(NameElsewhere.class)
                .does(this::unfollow);
        asking(all.post("federationStar", "/federation/star", "Give a repository of another server a star"))
                .scope(Scope.WRITE_REPOSITORY)
                .takes(NameElsewhere.class)
                .accepts(StarredElsewhere.class, this::star);
        asking(all.post("federationUnstar", "/federation/unstar", "Take the star back"))
                .scope(Scope.WRITE_REPOSITORY)
                .takes(NameElsewhere.class)
                .does(this::unstar);
        asking(all.post("federationCreateIssue", "/federation/issues", "Open an issue on another server"))
                .scope(Scope.WRITE_ISSUE)
                .takes(CreateIssueElsewhere.class)
                .accepts(WrittenElsewhere.class, this::issue);
        asking(all.post("federationCreateComment", "/federation/comments", "Answer something of another server"))
                .scope(Scope.WRITE_ISSUE)
                .takes(CreateCommentElsewhere.class)
                .accepts(WrittenElsewhere.class, this::comment);
        asking(all.post("federationCreateReview", "/federation/reviews", "Review a pull request of another server"))
                .scope(Scope.WRITE_REPOSITORY)
                .takes(CreateReviewElsewhere.class)
                .accepts(WrittenElsewhere.class, this::review);
        asking(all.post(
                        "federationClose",
                        "/federation/close",
                        "Close an issue or pull request of one's own elsewhere"))
                .scope(Scope.WRITE_ISSUE)
                .takes(NameElsewhere.class)
                .accepts(WrittenElsewhere.class, call -> turn(call, false));
        asking(all.post("federationReopen", "/federation/reopen", "Open it again"))
                .scope(Scope.WRITE_ISSUE)
                .takes(NameElsewhere.class)
                .accepts(WrittenElsewhere.class, call -> turn(call, true));
        asking(all.post(
                        "federationEdit",
                        "/federation/edits",
                        "Give an issue or pull request of one's own elsewhere another title or text"))
                .scope(Scope.WRITE_ISSUE)
                .takes(EditElsewhere.class)
                .accepts(WrittenElsewhere.class, this::rewrite);
        lists(all);
    }

    private void lists(Operations all) {
        all.get("federationListFollowed", "/federation/following", "Whom the caller follows on other servers")
                .refuses(409, FederationOperations.NOT_MET)
                .known()
                .scope(Scope.READ_ACTIVITYPUB)
                .lists(FollowedElsewhere.class, this::followed);
        all.get("federationListStarred", "/federation/starred", "What the caller gave stars to on other servers")
                .refuses(409, FederationOperations.NOT_MET)
                .known()
                .scope(Scope.READ_REPOSITORY)
                .lists(StarredElsewhere.class, this::starred);
        all.get("federationListWritten", WRITTEN, "What the caller wrote on other servers, and what became of it")
                .refuses(409, FederationOperations.NOT_MET)
                .known()
                .scope(Scope.READ_ISSUE)
                .lists(WrittenElsewhere.class, this::written);
        all.get("federationGetWritten", WRITTEN + "/{id}", "What became of something that the caller wrote elsewhere")
                .refuses(409, FederationOperations.NOT_MET)
                .known()
                .scope(Scope.READ_ISSUE)
                .gives(WrittenElsewhere.class, this::piece);
        asking(all.patch(
                        "federationEditComment",
                        WRITTEN + "/{id}",
                        "Say a comment, a remark, or what a review says, on another server in other words"))
                .scope(Scope.WRITE_ISSUE)
                .takes(EditComment.class)
                .accepts(WrittenElsewhere.class, this::edit);
        asking(all.delete(
                        "federationDeleteComment",
                        WRITTEN + "/{id}",
                        "Take a comment or a remark on another server back, or the words of a review"))
                .scope(Scope.WRITE_ISSUE)
                .does(this::takeBack);
        all.get("federationListHeard", "/federation/heard", "What came from other servers for the caller, of late")
                .refuses(409, FederationOperations.NOT_MET)
                .known()
                .scope(Scope.READ_ACTIVITYPUB)
                .lists(HeardElsewhere.class, this::heard);
    }

    static Operations.Draft asking(Operations.Draft draft) {
        return draft.refuses(409, FederationOperations.NOT_MET)
                .refuses(429, TOO_MUCH)
                .known();
    }

    /// What a token for some repositories does or sees is nothing of its owner's elsewhere.
    private Across among(Call call) {
        var it = across.orElseThrow(() -> new Stop(409, Federating.SILENT));
        call.unlimited();
        return it;
    }

    private static String target(Call call) throws IOException {
        return call.body(NameElsewhere.class).target();
    }

    private Found found(Call call, String target) {
        var it = among(call);
        if (!it.finder().mayLook(call.person().id())) throw new Stop(429, "that is a lot to look up: wait a minute");
        return switch (it.finder().find(target)) {
            case Found.Nothing(var told, var later) -> throw new Stop(later ? 503 : 422, "[target]: " + told);
            case Found.Here _ -> throw new Stop(422, "[target]: That is of this node.");
            case Found found -> found;
        };
    }

    private RemoteActor actor(Call call, String target) {
        if (found(call, target) instanceof Found.Actor(var actor)) return actor;
        throw new Stop(422, "[target]: That is neither somebody nor a repository.");
    }

    private static <T> T sent(Answer<T> answer) {
        return switch (answer) {
            case Answer.Done<T>(var done) -> done;
            case Answer.Refused<T>(var why, var told) -> throw new Stop(why == Answer.Why.LATER ? 503 : 422, told);
        };
    }

    private FollowedElsewhere follow(Call call) throws IOException {
        var it = among(call);
        return shape(call, it, sent(it.follow(call.person(), actor(call, target(call)))));
    }

    private void unfollow(Call call) throws IOException {
        var it = among(call);
        String target = target(call);
        // Who is followed is left also when their server cannot be asked.
        var id = Id.of(target)
                .filter(whom -> it.abroad().following().find(local(call), whom).isPresent());
        it.unfollow(call.person(), id.orElseGet(() -> actor(call, target).id()));
    }

    private void unstar(Call call) throws IOException {
        var it = among(call);
        String target = target(call);
        var id = Id.of(target)
                .filter(which -> it.abroad().stars().find(local(call), which).isPresent());
        it.unstar(call.person(), id.orElseGet(() -> actor(call, target).id()));
    }

    private StarredElsewhere star(Call call) throws IOException {
        var it = among(call);
        return shape(call, it, sent(it.star(call.person(), actor(call, target(call)))));
    }

    private WrittenElsewhere issue(Call call) throws IOException {
        var it = among(call);
        var asked = call.body(CreateIssueElsewhere.class);
        var repository = actor(call, asked.target());
        return shape(
                call,
                it,
                sent(it.issue(
                        call.person(),
                        repository,
                        asked.title().strip(),
                        asked.body().orElse(""))));
    }

    private WrittenElsewhere comment(Call call) throws IOException {
        var it = among(call);
        var asked = call.body(CreateCommentElsewhere.class);
        return shape(call, it, sent(it.comment(call.person(), text(call, asked.target()), asked.body())));
    }

    private Found.Text text(Call call, String target) {
        if (found(call, target) instanceof Found.Text text) return text;
        throw new Stop(422, "[target]: Nothing is written there.");
    }

    private WrittenElsewhere turn(Call call, boolean open) throws IOException {
        var it = among(call);
        return shape(call, it, sent(it.turn(call.person(), text(call, target(call)), open)));
    }

    private WrittenElsewhere review(Call call) throws IOException {
        var it = among(call);
        var asked = call.body(CreateReviewElsewhere.class);
        var verdict =
                switch (asked.event()) {
                    case "APPROVED" -> Optional.of(Verdict.ACCEPT);
                    case "REQUEST_CHANGES" -> Optional.of(Verdict.REJECT);
                    default -> Optional.<Verdict>empty();
                };
        var remarks = asked.comments().orElse(List.of()).stream()
                .map(AcrossOperations::remark)
                .toList();
        var opinion = new Reviewing.Opinion(verdict, asked.body().orElse(""), Optional.empty(), remarks);
        return shape(call, it, sent(it.reviewing().review(call.person(), text(call, asked.target()), opinion)));
    }

    private static Reviewing.Remark remark(CreateReviewElsewhere.Remark remark) {
        boolean before = remark.newPosition().isEmpty();
        long last = remark.newPosition().or(remark::oldPosition).orElse(0L);
        long first = remark.startLine().orElse(last);
        var lines = new CodeLines(remark.path(), Math.clamp(first, 0, LINE_MAX), Math.clamp(last, 0, LINE_MAX), before);
        return new Reviewing.Remark(lines, remark.body());
    }

    private static Local local(Call call) {
        return Across.local(call.person());
    }

    private Listed<FollowedElsewhere> followed(Call call) {
        var it = among(call);
        var slice = call.slice();
        var some = it.abroad().following().page(local(call), false, slice.from(), slice.limit());
        return new Listed<>(
                some.stream().map(one -> shape(call, it, one)).toList(),
                it.abroad().following().countAll(local(call)),
                slice);
    }

    private Listed<StarredElsewhere> starred(Call call) {
        var it = among(call);
        var slice = call.slice();
        var some = it.abroad().stars().page(local(call), slice.from(), slice.limit());
        return new Listed<>(
                some.stream().map(one -> shape(call, it, one)).toList(),
                it.abroad().stars().count(local(call)),
                slice);
    }

    private Listed<WrittenElsewhere> written(Call call) {
        var it = among(call);
        var slice = call.slice();
        var some = it.abroad().written().page(local(call), slice.from(), slice.limit());
        return new Listed<>(
                some.stream().map(one -> shape(call, it, one)).toList(),
                it.abroad().written().count(local(call)),
                slice);
    }

    private WrittenElsewhere piece(Call call) {
        var it = among(call);
        return it.abroad()
                .written()
                .find(local(call), call.part("id"))
                .map(one -> shape(call, it, one))
                .orElseThrow(Call::missing);
    }

    private WrittenElsewhere edit(Call call) throws IOException {
        var it = among(call);
        var asked = call.body(EditComment.class);
        return shape(call, it, sent(it.ownNotes().edit(call.person(), said(call, it), asked.body())));
    }

    private void takeBack(Call call) {
        var it = among(call);
        sent(it.ownNotes().takeBack(call.person(), said(call, it)));
    }

    /// Something of the caller's that they change; each is told to as many as a new one.
    private static Written.Piece said(Call call, Across it) {
        var piece = it.abroad().written().find(local(call), call.part("id")).orElseThrow(Call::missing);
        if (!it.finder().mayLook(call.person().id())) throw new Stop(429, "that is a lot of changes: wait a minute");
        return it.ownNotes().said(call.person(), piece.id()).orElseThrow(() -> new Stop(422, unsaid(piece)));
    }

    private static String unsaid(Written.Piece piece) {
        return piece.kind() == Written.Kind.REVIEW
                ? "This review says nothing as a whole that could be changed, or was not taken: change its remarks, or"
                        + " review it again."
                : "Only a comment, a remark, or what a review says, is changed so: the rest belongs to whoever took it,"
                        + " and is edited by its address there.";
    }

    private WrittenElsewhere rewrite(Call call) throws IOException {
        var it = among(call);
        var asked = call.body(EditElsewhere.class);
        return shape(
                call,
                it,
                sent(it.ticketEdits().edit(call.person(), text(call, asked.target()), asked.title(), asked.body())));
    }

    private Listed<HeardElsewhere> heard(Call call) {
        var it = among(call);
        List<Heard.Line> all = it.abroad().heard().of(local(call), LATEST, Heard.LIST_MAX);
        return Listed.of(all, call.slice(), one -> shape(call, one));
    }

    private static String page(Call call, Optional<RemoteActor> known, String otherwise) {
        return call.links().base()
                + known.map(actor -> "/" + Urls.path(actor.handle().toString())).orElse(otherwise);
    }

    private static String text(Call call, Id id) {
        return call.links().base() + Urls.query("/-/elsewhere/text", "it", id.value());
    }

    private static String word(AskedState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<String> said(String text) {
        return Optional.of(text).filter(it -> !it.isEmpty());
    }

    private static FollowedElsewhere shape(Call call, Across it, Followed one) {
        var known = it.finder().known(one.actor());
        return new FollowedElsewhere(
                one.actor().value(),
                known.map(actor -> actor.handle().toString()),
                word(one.state()),
                said(one.why()),
                one.since(),
                page(call, known, "/-/elsewhere/following"));
    }

    private static StarredElsewhere shape(Call call, Across it, Star one) {
        var known = it.finder().known(one.repository());
        return new StarredElsewhere(
                one.repository().value(),
                known.map(actor -> actor.handle().toString()),
                one.at(),
                page(call, known, "/-/elsewhere/following"));
    }

    static WrittenElsewhere shape(Call call, Across it, Written.Piece one) {
        boolean issue = one.kind() == Written.Kind.ISSUE;
        var shown = issue ? one.ticket() : one.ticket().or(one::answers);
        var lines = one.lines();
        return new WrittenElsewhere(
                one.id(),
                one.kind().name().toLowerCase(Locale.ROOT),
                one.asked().value(),
                it.finder().known(one.asked()).map(actor -> actor.handle().toString()),
                said(one.title()),
                one.body(),
                word(one.state()),
                said(one.why()),
                one.ticket().map(Id::value),
                one.object().map(Id::value),
                one.reviewed()
                        .filter(Written.Reviewed.Remark.class::isInstance)
                        .map(remark -> ((Written.Reviewed.Remark) remark).review()),
                lines.map(CodeLines::file),
                lines.map(some -> (long) some.from()),
                lines.map(some -> (long) some.to()),
                lines.map(some -> some.before() ? "LEFT" : "RIGHT"),
                one.at(),
                one.edited(),
                call.links().base() + Api.OURS + WRITTEN + "/" + one.id(),
                shown.map(id -> text(call, id)).orElse(call.links().base() + "/-/elsewhere/asked"));
    }

    private static HeardElsewhere shape(Call call, Heard.Line one) {
        return new HeardElsewhere(
                one.object().value(),
                one.actor().value(),
                one.author().value(),
                one.kind().name().toLowerCase(Locale.ROOT),
                said(one.title()),
                one.said(),
                said(one.page()),
                one.at(),
                text(call, one.object()));
    }
}
