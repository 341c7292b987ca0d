package dev.hob.federation.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.federation.signature.Form;
import dev.hob.federation.signature.HttpSignatures;
import dev.hob.federation.signature.Knock;
import dev.hob.federation.signature.Request;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Json;
import dev.hob.node.language.Messages;
import dev.hob.node.outside.Answer;
import dev.hob.node.outside.Ask;
import dev.hob.node.outside.Outside;
import dev.hob.node.outside.Refusal;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Asks other instances, and posts to them, in the form of signature that each takes. Shared between threads.
public final class Remote {
    /// How large what is not an ActivityPub document may be: WebFinger, NodeInfo, host-meta.
    static final int SMALL_BYTES_MAX = 64 * 1024;

    private static final int ORIGINS_MAX = 10_000;
    private static final String WANTED =
            "application/activity+json, application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";
    private static final byte[] NOTHING = {};

    private final Outside outside;
    private final InstanceRules rules;
    private final Signer instance;
    private final InstantSource clock;
    /// What each origin took last. Forgetting costs one request.
    private final Cache<Id.Origin, Form> forms =
            Caffeine.newBuilder().maximumSize(ORIGINS_MAX).build();

    /// @param instance who signs what is fetched: this node's own actor
    public Remote(Outside outside, InstanceRules rules, Signer instance, InstantSource clock) {
        this.outside = outside;
        this.rules = rules;
        this.instance = instance;
        this.clock = clock;
    }

    /// Asks a server again that is left alone because it could not be reached.
    ///
    /// @param host as [Id#authority] has it
    public void forgive(String host) {
        outside.forgive(host);
    }

    /// The document of an id. Its host must give it under the very id, for anybody can put a document somewhere that
    /// says it is another.
    public Fetched fetch(Id id) {
        return fetch(id, WANTED, true);
    }

    /// What a person typed: a document's id, or a page that says which document it shows.
    public Fetched fetchPage(Id url) {
        return switch (knocked(url.document(), WANTED + ", text/html;q=0.1")) {
            case Answer.Refused(var why) -> unfetched(why);
            case Answer.Answered answered
            when Alternates.isPage(answered) ->
                Alternates.of(answered)
                        .map(this::fetch)
                        .orElseGet(() -> new Fetched.Missing(Messages.text("remote.page-shows-no-document")));
            case Answer.Answered answered -> read(url.document(), answered, true);
        };
    }

    private Fetched fetch(Id id, String accepted, boolean mayNameAnother) {
        var asked = id.document();
        return switch (knocked(asked, accepted)) {
            case Answer.Refused(var why) -> unfetched(why);
            case Answer.Answered answered -> read(asked, answered, mayNameAnother);
        };
    }

    private Answer knocked(Id asked, String accepted) {
        return knocking(
                asked,
                form -> outside.ask(Ask.get(URI.create(asked.value()), url -> head(url, accepted, form), Json.BYTES_MAX)
                        .where(this::isMet)));
    }

    private static Fetched unfetched(Refusal why) {
        return why.mayPass() ? new Fetched.Unreachable(why.told()) : new Fetched.Missing(why.told());
    }

    private Fetched read(Id asked, Answer.Answered answered, boolean mayNameAnother) {
        String host = asked.authority();
        int status = answered.status();
        if (status == 410) return new Fetched.Gone();
        if (status == 408 || status == 429 || status >= 500)
            return new Fetched.Unreachable(Messages.text("remote.answered", host, status));
        if (status < 200 || status >= 300) return new Fetched.Missing(Messages.text("remote.answered", host, status));
        // Servers that keep people's files were impersonated through uploaded JSON (GHSA-jhrq-qvrm-qr36).
        if (answered.field("Content-Type").filter(ContentTypes::isActivity).isEmpty())
            return new Fetched.Missing(Messages.text("remote.no-document-there", host));
        return switch (Json.parse(answered.body())) {
            case Json.Parsed.Refused(var why) -> new Fetched.Missing(Messages.text("remote.answered", host, why));
            case Json.Parsed.Whole(var document) -> believed(answered, document, mayNameAnother);
        };
    }

    /// FEP-fe34: a document is its origin's word when it is where its id says.
    private Fetched believed(Answer.Answered answered, ObjectNode document, boolean mayNameAnother) {
        var from = Id.of(answered.from().toString()).map(Id::document);
        var named = Optional.ofNullable(document.path("id").textValue()).flatMap(Id::of);
        if (from.isEmpty() || named.isEmpty())
            return new Fetched.Missing(Messages.text("remote.document-without-an-id"));
        if (named.get().equals(from.get()))
            return "Tombstone".equals(document.path("type").textValue())
                    ? new Fetched.Gone()
                    : new Fetched.Found(named.get(), document);
        if (!mayNameAnother) return new Fetched.Missing(Messages.text("remote.document-elsewhere"));
        // A page's URL, or a key's, leads to the document of another id: that is asked once.
        return fetch(named.get(), WANTED, false);
    }

    /// What a server says to a question that is asked of it, signed by this node.
    public sealed interface Told {
        /// A JSON object, the server's own word.
        record Said(ObjectNode object) implements Told {}

        /// No answer.
        ///
        /// @param never whether it knows no such question
        record Nothing(boolean never) implements Told {}
    }

    /// Asks a question that is no document's id.
    public Told ask(Id url) {
        return switch (knocked(url, "application/json")) {
            case Answer.Refused(var why) -> new Told.Nothing(!why.mayPass());
            case Answer.Answered answered -> told(url, answered);
        };
    }

    private static Told told(Id url, Answer.Answered answered) {
        boolean own = Id.of(answered.from().toString()).filter(url::sameOrigin).isPresent();
        boolean isJson =
                answered.field("Content-Type").filter(ContentTypes::isJson).isPresent();
        if (answered.status() == 200
                && own
                && isJson
                && Json.parse(answered.body()) instanceof Json.Parsed.Whole(var object)) return new Told.Said(object);
        return new Told.Nothing(answered.status() == 404 || (answered.status() == 200 && !isJson));
    }

    /// What a server writes of something for other programs than ours; signed, for not all is for everybody.
    ///
    /// @param accepted what is understood, as an Accept field has it
    public Answer text(Id url, String accepted, int bytesMax) {
        return knocking(
                url,
                form -> outside.ask(Ask.get(URI.create(url.value()), at -> head(at, accepted, form), bytesMax)
                        .where(this::isMet)));
    }

    /// What is no ActivityPub document: unsigned, small, and believed for what it is.
    Answer open(Id url, String accepted) {
        return outside.ask(
                Ask.get(URI.create(url.value()), _ -> List.of(new Ask.Line("Accept", accepted)), SMALL_BYTES_MAX)
                        .where(this::isMet));
    }

    /// Whether plain http may be spoken, as tests and private networks do.
    boolean speaksHttp() {
        return outside.policy().http();
    }

    /// Delivers an activity.
    public Posted post(Id inbox, byte[] body, Signer by) {
        var url = inbox.document();
        var answer = knocking(
                url,
                form -> outside.ask(
                        Ask.post(URI.create(url.value()), at -> head(at, body, by, form), body, Json.BYTES_MAX)
                                .where(this::isMet)));
        return Answers.to(answer, url, clock.instant());
    }

    /// Asks in the form that the origin took last, and when it refuses that, once in the other.
    private Answer knocking(Id url, Function<Form, Answer> asking) {
        var origin = url.origin();
        var form = Knock.first(Optional.ofNullable(forms.getIfPresent(origin)));
        var answer = asking.apply(form);
        if (!(answer instanceof Answer.Answered answered)) return answer;
        return switch (Knock.first(form, answered.status())) {
            case Knock.Answered(var taken) -> remembering(origin, taken, answer);
            case Knock.Again(var other) -> again(origin, other, asking);
        };
    }

    private Answer again(Id.Origin origin, Form form, Function<Form, Answer> asking) {
        var answer = asking.apply(form);
        var taken = answer instanceof Answer.Answered answered
                ? Knock.second(form, answered.status()).remember()
                : Optional.<Form>empty();
        return remembering(origin, taken, answer);
    }

    private Answer remembering(Id.Origin origin, Optional<Form> taken, Answer answer) {
        taken.ifPresent(form -> forms.put(origin, form));
        return answer;
    }

    private boolean isMet(URI url) {
        return !rules.isBlocked(url.getHost());
    }

    private List<Ask.Line> head(URI url, String accepted, Form form) {
        var plain = List.of(new Request.Header("Accept", accepted));
        return lines(new Request("GET", new Id(url.toString()), plain, NOTHING), instance, form);
    }

    private List<Ask.Line> head(URI url, byte[] body, Signer by, Form form) {
        var plain = List.of(new Request.Header("Content-Type", ContentTypes.ACTIVITY));
        return lines(new Request("POST", new Id(url.toString()), plain, body), by, form);
    }

    private List<Ask.Line> lines(Request request, Signer by, Form form) {
        var added = HttpSignatures.sign(request, form, by.keyId(), by.key(), clock.instant());
        return request.with(added).headers().stream()
                .map(header -> new Ask.Line(header.name(), header.value()))
                .toList();
    }
}
