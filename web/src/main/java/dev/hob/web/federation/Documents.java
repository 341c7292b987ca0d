package dev.hob.web.federation;

import dev.hob.federation.Speaking;
import dev.hob.federation.actor.Local;
import dev.hob.federation.actor.Subject;
import dev.hob.federation.inbox.Fetching;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Post;
import dev.hob.federation.vocab.Rest;
import dev.hob.federation.vocab.Thing;
import dev.hob.federation.vocab.Tombstone;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.node.Node;
import dev.hob.node.repo.Repo;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import java.util.Optional;
import java.util.function.Function;

/// Documents of what is here, at their ids and, for who asks so, at the pages of the same things. Without a public
/// address there are none.
public final class Documents {
    private static final String TYPE = "application/activity+json; charset=utf-8";
    /// How long somebody else may keep one.
    private static final String KEPT = "public, max-age=180";
    private static final String PERSON = "/u/";
    private static final String INSTANCE = "/actor";
    private static final byte[] NOTHING = {};

    private final Node node;
    private final Optional<Speaking> speaking;
    private final Optional<Fetching> fetching;

    /// @param fetching who may read them, where whoever reads them is asked who they are
    public Documents(Node node, Optional<Speaking> speaking, Optional<Fetching> fetching) {
        this.node = node;
        this.speaking = speaking;
        this.fetching = fetching;
    }

    /// Whether a path is of documents, so that what went wrong is told in plain words.
    public static boolean covers(String path) {
        return path.startsWith("/u/")
                || path.startsWith("/r/")
                || path.startsWith("/.well-known/")
                || path.startsWith("/nodeinfo/")
                || path.equals("/actor")
                || path.equals("/inbox")
                || path.equals("/actor/inbox");
    }

    private Speaking speaking() {
        return speaking.orElseThrow(Stop::notFound);
    }

    /// The document of the id that was asked for; who asks with a browser is sent to the page.
    public void show(Context context) {
        var it = speaking();
        var id = id(it, context);
        if (refused(context)) return;
        var document = id.flatMap(it::document);
        if (document.isEmpty()) gone(context, id);
        else if (Accepted.prefersPage(accept(context)) && page(document.get()).isPresent())
            context.header("Vary", "Accept").redirect(page(document.get()).get(), HttpStatus.SEE_OTHER);
        else answer(context, document.get());
    }

    /// Whether it was answered that this reader may not read. Browsers are sent to pages, which everybody may see; the
    /// node's own actor can always be read, or two such nodes could never get each other's keys.
    private boolean refused(Context context) {
        if (fetching.isEmpty() || context.path().equals(INSTANCE) || Accepted.prefersPage(accept(context)))
            return false;
        var home = speaking().actors().home();
        var refusal = fetching.get().refusal(Inboxes.request(context, home, NOTHING), context.ip());
        refusal.ifPresent(answer -> Inboxes.tell(context, answer));
        return refusal.isPresent();
    }

    /// The id that a request asks for, as it was written.
    private static Optional<Id> id(Speaking it, Context context) {
        return Id.of(it.actors().home().address() + context.req().getRequestURI());
    }

    /// Who left is known to be gone, and so is what others were told of; whatever else is not there was perhaps never
    /// there.
    private void gone(Context context, Optional<Id> id) {
        String path = context.path();
        boolean left = path.startsWith(PERSON) && node.people().hasLeft(path.substring(PERSON.length()));
        if (id.isEmpty() || !(left || speaking().outbox().isGone(id.get()))) throw Stop.notFound();
        answer(context, new Tombstone(id, Optional.empty(), Optional.empty(), Rest.NONE));
    }

    private static Optional<String> page(Thing document) {
        return switch (document) {
            case dev.hob.federation.vocab.Actor actor ->
                actor.profile().url().stream().map(link -> link.href()).findFirst();
            case Post post -> post.writing().page();
            default -> Optional.empty();
        };
    }

    private void answer(Context context, Thing document) {
        context.status(document instanceof Tombstone ? HttpStatus.GONE : HttpStatus.OK)
                .contentType(TYPE)
                .header("Vary", "Accept, Signature")
                .header("Cache-Control", fetching.isPresent() ? "private, max-age=180" : KEPT)
                .header("Access-Control-Allow-Origin", "*")
                .header("Cross-Origin-Resource-Policy", "cross-origin")
                .result(Vocabulary.bytes(Vocabulary.write(document)));
    }

    private static String accept(Context context) {
        return Optional.ofNullable(context.header("Accept")).orElse("");
    }

    /// A page of something that also has a document: it says where, and whoever asks for that gets it at once.
    private Handler beside(Function<Context, Optional<Subject>> subject, Handler page) {
        return context -> {
            var found = speaking.flatMap(_ -> subject.apply(context));
            if (found.isPresent()) {
                var it = speaking();
                var id = it.subjects().id(found.get());
                if (Accepted.prefersDocument(accept(context))) {
                    if (refused(context)) return;
                    answer(context, it.posts().document(found.get()).orElseThrow(Stop::notFound));
                    return;
                }
                context.attribute(Visit.ALTERNATE, id.value());
                context.header("Link", "<" + id.value() + ">; rel=\"alternate\"; type=\"application/activity+json\"");
                context.header("Vary", "Accept");
            }
            page.handle(context);
        };
    }

    /// The page of a person.
    public Handler person(Handler page) {
        return beside(
                context ->
                        speaking().actors().account(context.pathParam("owner")).<Subject>map(Subject.Actor::new),
                page);
    }

    /// The page of a repository.
    public Handler repository(Handler page) {
        return beside(context -> repo(context).<Subject>map(repo -> new Subject.Actor(new Local.Project(repo))), page);
    }

    /// The page of an issue or a pull request.
    public Handler ticket(Handler page) {
        return beside(
                context -> repo(context).flatMap(repo -> number(context)
                        .flatMap(number -> speaking().subjects().ticket(repo, number))),
                page);
    }

    /// Where a comment is.
    public Handler comment(Handler page) {
        return beside(
                context -> repo(context).flatMap(repo -> number(context)
                        .flatMap(number -> speaking().subjects().comment(repo, number, context.pathParam("id")))),
                page);
    }

    /// The page of a release.
    public Handler release(Handler page) {
        return beside(
                context -> repo(context)
                        .flatMap(repo ->
                                node.publishing().reading().ofTag(repo.rid(), context.pathParam("rest")).stream()
                                        .filter(release -> !release.draft())
                                        .<Subject>map(release -> new Subject.Release(
                                                repo, release.id().name()))
                                        .findFirst()),
                page);
    }

    private Optional<Repo> repo(Context context) {
        var found = speaking().actors().at(context.pathParam("owner"), context.pathParam("repo"));
        return found.flatMap(local -> local instanceof Local.Project(var repo) ? Optional.of(repo) : Optional.empty());
    }

    private static Optional<Long> number(Context context) {
        String number = context.pathParam("number");
        return number.matches("[1-9][0-9]{0,17}") ? Optional.of(Long.parseLong(number)) : Optional.empty();
    }
}
