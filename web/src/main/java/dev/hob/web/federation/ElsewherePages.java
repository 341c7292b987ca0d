package dev.hob.web.federation;

import dev.hob.federation.across.Across;
import dev.hob.federation.across.Answer;
import dev.hob.federation.across.Finder;
import dev.hob.federation.across.Found;
import dev.hob.federation.across.Profiles;
import dev.hob.federation.actor.Following;
import dev.hob.federation.actor.WorkElsewhere;
import dev.hob.federation.actor.Written;
import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.vocab.ForgePart;
import dev.hob.federation.vocab.Handle;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Post;
import dev.hob.federation.vocab.Ref;
import dev.hob.node.people.Person;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import dev.hob.web.text.Messages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// People, repositories and talk of other servers, for who is signed in: looked at here, and acted on from here.
public final class ElsewherePages {
    private static final Pattern COMMAND =
            Pattern.compile("git fetch https?://[A-Za-z0-9.:/_~%-]{1,500} refs/(?:heads|pull)/[A-Za-z0-9._/-]{1,300}");

    private final Optional<Across> across;

    public ElsewherePages(Optional<Across> across) {
        this.across = across;
    }

    private Across across() {
        return across.orElseThrow(Stop::notFound);
    }

    private void looks(Person person) {
        if (!across().finder().mayLook(person.id())) throw new Stop(429, Messages.text("federation.a-lot-to-look-up"));
    }

    private static String away() {
        return Messages.text("federation.not-there-any-more");
    }

    // Finding

    /// A search: what names something elsewhere is looked for there.
    ///
    /// @param words what searches here
    public Consumer<Visit> searchOr(Consumer<Visit> words) {
        return visit -> {
            String typed = visit.query("q").orElse("").strip();
            if (across.isPresent() && visit.person().isPresent() && Finder.names(typed))
                visit.go(Urls.query("/-/elsewhere/find", "q", typed));
            else words.accept(visit);
        };
    }

    /// Goes to what was typed.
    public void find(Visit visit) {
        var it = across();
        var person = visit.signedIn();
        String typed = visit.query("q").orElse("").strip();
        if (typed.isEmpty()) {
            none(visit, 200, typed, "");
            return;
        }
        looks(person);
        switch (it.finder().find(typed)) {
            case Found.Actor(var actor) -> visit.go(HeardLines.url(actor));
            case Found.Text(var id, var _) -> visit.go(HeardLines.url(id));
            case Found.Here(var path) -> visit.go(path);
            case Found.Nothing(var told, var later) -> none(visit, later ? 503 : 422, typed, told);
        }
    }

    private static void none(Visit visit, int status, String typed, String told) {
        visit.show(
                status,
                "elsewhere/none.jte",
                Messages.text("federation.find-elsewhere"),
                Map.of("typed", typed, "told", told));
    }

    // Looking

    /// Somebody, or a repository.
    public void actor(Visit visit) {
        var it = across();
        var person = visit.signedIn();
        var handle = Handle.of("@" + visit.part("handle")).orElseThrow(Stop::notFound);
        looks(person);
        switch (it.finder().of(handle)) {
            case Found.Actor(var actor) -> show(visit, it, person, actor);
            case Found.Here(var path) -> visit.go(path);
            case Found.Text(var id, var _) -> visit.go(HeardLines.url(id));
            case Found.Nothing(var told, var later) -> none(visit, later ? 503 : 422, handle.toString(), told);
        }
    }

    private static void show(Visit visit, Across it, Person person, RemoteActor actor) {
        var local = Across.local(person);
        var profile = it.profiles().of(actor);
        var following = it.abroad().following().find(local, actor.id());
        var values = new HashMap<String, Object>();
        values.put("actor", Head.of(actor));
        values.put("profile", profile);
        values.put("following", following.map(Following.Followed::state));
        values.put("why", following.map(Following.Followed::why).orElse(""));
        values.put("starred", it.abroad().stars().find(local, actor.id()).isPresent());
        values.put(
                "work",
                it.helping().of(person).stream()
                        .filter(work -> work.repository().equals(actor.id()))
                        .map(WorkElsewhere.Work::state)
                        .findFirst());
        values.put("lines", lines(it, person, profile.told()));
        visit.show("elsewhere/actor.jte", actor.name() + " (" + actor.handle() + ")", values);
    }

    /// Somebody at the top of a page.
    ///
    /// @param home where they are at home
    public record Head(Id id, String handle, String name, boolean repository, String url, String home, String host) {
        static Head of(RemoteActor actor) {
            return new Head(
                    actor.id(),
                    actor.handle().toString(),
                    actor.name(),
                    Across.isRepository(actor),
                    HeardLines.url(actor),
                    actor.page().orElse(actor.id().value()),
                    actor.id().authority());
        }
    }

    /// Something that was written elsewhere, with who it was.
    ///
    /// @param authorUrl empty when nobody knows them yet
    /// @param url the page here of it
    /// @param changed where the reader changes it; empty when it is not theirs
    public record Line(Profiles.Text text, String author, String authorUrl, String url, String changed) {}

    private static List<Line> lines(Across it, Person person, List<Profiles.Text> texts) {
        var authors = new Authors(it.finder());
        return texts.stream()
                .map(text -> line(
                        text,
                        authors,
                        it.ownNotes()
                                .said(person, text.id())
                                .map(OwnNotePages::url)
                                .orElse("")))
                .toList();
    }

    private static Line line(Profiles.Text text, Authors authors, String changed) {
        var author = text.author().flatMap(authors::of);
        return new Line(
                text,
                author.map(Authors.Named::name)
                        .or(() -> text.author().map(Id::value))
                        .orElse(Messages.text("federation.somebody")),
                author.map(Authors.Named::url).orElse(""),
                HeardLines.url(text.id()),
                changed);
    }

    /// Something that was written, with what was answered.
    public void text(Visit visit) {
        var it = across();
        var person = visit.signedIn();
        looks(person);
        switch (wanted(it, visit.query("it").orElse(""))) {
            case Found.Text found -> show(visit, 200, it, found, Form.EMPTY);
            case Found.Actor(var actor) -> visit.go(HeardLines.url(actor));
            case Found.Here(var path) -> visit.go(path);
            case Found.Nothing(var told, var later) ->
                none(visit, later ? 503 : 422, visit.query("it").orElse(""), told);
        }
    }

    private static Found wanted(Across it, String address) {
        return Id.of(address).map(it.finder()::of).orElseThrow(Stop::notFound);
    }

    private static void show(Visit visit, int status, Across it, Found.Text found, Form form) {
        var person = visit.signedIn();
        var shown = Profiles.shown(found.id(), found.post());
        var values = new HashMap<String, Object>();
        values.put("line", line(shown, new Authors(it.finder()), TicketEditPages.url(it, person, found)));
        values.put("answers", lines(it, person, it.profiles().answers(found)));
        values.put("heard", HeardLines.lines(it, it.abroad().heard().in(found.id())));
        values.put("shared", found.post().writing().isPublic());
        var deeds = LettingPages.deeds(it, visit, found);
        values.put("deeds", deeds);
        values.put("form", form);
        boolean merged = merged(found.post());
        values.put("merged", merged);
        values.put("turning", merged || !deeds.isEmpty() ? Optional.<Turning>empty() : turning(it, person, shown));
        values.put("changes", shown.kind() == Profiles.Kind.PULL ? ReviewingPages.url(found.id()) : "");
        values.put(
                "unsent",
                shown.kind() == Profiles.Kind.PULL
                        ? it.reviewing().pending().of(person, found.id()).size()
                        : 0);
        values.put("fetched", fetched(found.post()));
        String title = shown.title().isEmpty() ? Messages.text("federation.something-elsewhere") : shown.title();
        visit.show(status, "elsewhere/text.jte", title, values);
    }

    /// What somebody can do about their own issue or pull request.
    ///
    /// @param open whether they can open it again; else close it
    /// @param told what became of it when they wanted that before
    public record Turning(boolean open, String told) {}

    private static Optional<Turning> turning(Across it, Person person, Profiles.Text text) {
        if (text.open().isEmpty() || !text.author().equals(Optional.of(it.id(person)))) return Optional.empty();
        boolean open = text.open().get();
        String told = it.abroad()
                .written()
                .turned(Across.local(person), text.id())
                .map(piece -> told(piece, open))
                .orElse("");
        return Optional.of(new Turning(!open, told));
    }

    private static String told(Written.Piece piece, boolean open) {
        boolean closing = piece.kind() == Written.Kind.CLOSE;
        return switch (piece.state()) {
            case ACCEPTED -> "";
            case ASKED -> {
                if (closing != open) yield "";
                yield closing
                        ? Messages.text("federation.asked-to-be-closed")
                        : Messages.text("federation.asked-to-be-opened-again");
            }
            case REJECTED -> {
                if (piece.why().isEmpty())
                    yield closing
                            ? Messages.text("federation.not-closed")
                            : Messages.text("federation.not-opened-again");
                yield closing
                        ? Messages.text("federation.not-closed-because", piece.why())
                        : Messages.text("federation.not-opened-again-because", piece.why());
            }
        };
    }

    private static boolean merged(Post post) {
        return post instanceof Post.Ticket ticket
                && ticket.mergeRequest()
                        .filter(request -> request.rest().members().containsKey("mergeCommit"))
                        .isPresent();
    }

    /// How git brings the commits of a pull request; empty when it does not say. What a shell would take for more than
    /// words is not shown.
    private static String fetched(Post post) {
        if (!(post instanceof Post.Ticket ticket)) return "";
        return ticket.mergeRequest()
                .flatMap(ForgePart.MergeRequest::origin)
                .flatMap(Ref::thing)
                .filter(ForgePart.Branch.class::isInstance)
                .map(ForgePart.Branch.class::cast)
                .flatMap(branch -> branch.cloneUri().stream().findFirst().flatMap(url -> branch.ref()
                        .map(ref -> "git fetch " + url + " " + ref)))
                .filter(command -> COMMAND.matcher(command).matches())
                .orElse("");
    }

    // Acting

    private RemoteActor chosen(Across it, Visit visit) {
        looks(visit.signedIn());
        return switch (wanted(it, visit.field("actor"))) {
            case Found.Actor(var actor) -> actor;
            case Found.Nothing(var told, var later) -> throw new Stop(later ? 503 : 404, told);
            case Found.Here _, Found.Text _ -> throw Stop.notFound();
        };
    }

    /// Follows somebody, or no more.
    public void follow(Visit visit) {
        var it = across();
        var person = visit.signedIn();
        switch (visit.field("follow")) {
            case "yes" -> {
                var actor = chosen(it, visit);
                sent(it.follow(person, actor));
                visit.go(HeardLines.url(actor), Notice.FOLLOW_ASKED);
            }
            case "no" -> {
                var id = Id.of(visit.field("actor")).orElseThrow(Stop::notFound);
                it.unfollow(person, id);
                visit.go(back(it, id, "/-/elsewhere/following"), Notice.UNFOLLOWED);
            }
            default -> throw new Stop(422, Messages.text("federation.followed-or-not"));
        }
    }

    /// Gives a repository a star, or takes it back.
    public void star(Visit visit) {
        var it = across();
        var person = visit.signedIn();
        switch (visit.field("star")) {
            case "give" -> {
                var actor = chosen(it, visit);
                sent(it.star(person, actor));
                visit.go(HeardLines.url(actor), Notice.STAR_SENT);
            }
            case "take" -> {
                var id = Id.of(visit.field("actor")).orElseThrow(Stop::notFound);
                it.unstar(person, id);
                visit.go(back(it, id, "/-/elsewhere/following"), Notice.STAR_TAKEN);
            }
            default -> throw new Stop(422, Messages.text("federation.given-or-taken-back"));
        }
    }

    private static String back(Across it, Id actor, String otherwise) {
        return it.finder().known(actor).map(HeardLines::url).orElse(otherwise);
    }

    private static <T> T sent(Answer<T> answer) {
        return switch (answer) {
            case Answer.Done<T>(var done) -> done;
            case Answer.Refused<T>(var why, var told) -> throw new Stop(status(why), told);
        };
    }

    private static int status(Answer.Why why) {
        return why == Answer.Why.LATER ? 503 : 422;
    }

    /// Asks what an issue elsewhere shall say.
    public void blankIssue(Visit visit) {
        var it = across();
        looks(visit.signedIn());
        if (!(wanted(it, visit.query("at").orElse("")) instanceof Found.Actor(var actor))) throw Stop.notFound();
        issue(visit, 200, actor, Form.EMPTY);
    }

    private static void issue(Visit visit, int status, RemoteActor actor, Form form) {
        visit.show(
                status,
                "elsewhere/issue.jte",
                Messages.text("elsewhere.new-issue") + " · " + actor.handle(),
                Map.of("actor", Head.of(actor), "form", form));
    }

    /// Sends it there.
    public void sendIssue(Visit visit) {
        var it = across();
        var person = visit.signedIn();
        var actor = chosen(it, visit);
        String body = visit.text("body");
        String title = visit.field("title").strip();
        switch (it.issue(person, actor, title, body)) {
            case Answer.Done<?> _ -> visit.go("/-/elsewhere/asked", Notice.SENT_ELSEWHERE);
            case Answer.Refused<?>(var why, var told) -> {
                var form = new Form(Map.of("title", title, "body", body), Map.of());
                issue(visit, status(why), actor, form.wrong(title.isEmpty() ? "title" : "body", told));
            }
        }
    }

    /// Says something about what is elsewhere.
    public void comment(Visit visit) {
        var it = across();
        var person = visit.signedIn();
        looks(person);
        String body = visit.text("body");
        if (!(wanted(it, visit.field("it")) instanceof Found.Text found)) {
            unsent(visit, body);
            return;
        }
        switch (it.comment(person, found, body)) {
            case Answer.Done<?> _ -> visit.go(HeardLines.url(found.id()), Notice.SENT_ELSEWHERE);
            case Answer.Refused<?>(var why, var told) ->
                show(visit, status(why), it, found, new Form(Map.of("body", body), Map.of("body", told)));
        }
    }

    /// Closes an issue or a pull request of their own, or opens it again.
    public void turn(Visit visit) {
        var it = across();
        var person = visit.signedIn();
        looks(person);
        boolean open =
                switch (visit.field("state")) {
                    case "open" -> true;
                    case "closed" -> false;
                    default -> throw new Stop(422, Messages.text("federation.open-or-closed"));
                };
        if (!(wanted(it, visit.field("it")) instanceof Found.Text found)) throw new Stop(503, away());
        sent(it.turn(person, found, open));
        visit.go(HeardLines.url(found.id()), Notice.TURN_ASKED);
    }

    /// What was written, when it cannot be sent: nothing that was typed is lost.
    static void unsent(Visit visit, String text) {
        visit.show(
                503, "elsewhere/unsent.jte", Messages.text("elsewhere.not-sent"), Map.of("told", away(), "text", text));
    }
}
