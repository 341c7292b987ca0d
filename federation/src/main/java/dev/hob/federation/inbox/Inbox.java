package dev.hob.federation.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.federation.remote.Looked;
import dev.hob.federation.remote.RemoteKeys;
import dev.hob.federation.remote.Rule;
import dev.hob.federation.signature.Cause;
import dev.hob.federation.signature.HttpSignatures;
import dev.hob.federation.signature.KnownKey;
import dev.hob.federation.signature.Proofs;
import dev.hob.federation.signature.Request;
import dev.hob.federation.signature.Verdict;
import dev.hob.federation.vocab.Activity;
import dev.hob.federation.vocab.Document;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Json;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.node.people.RemoteAuthors;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// The door for what other servers send: every check that can be made at once, and then it is kept. What it means is
/// decided behind the door. Shared between threads.
public final class Inbox {
    private static final Duration HOST_PAUSE = Duration.ofMinutes(5);
    private static final String ACCEPTED = "It is kept, and done soon.";

    private final Queue queue;
    private final Elsewhere elsewhere;
    private final RemoteAuthors authors;
    private final Limits limits;
    private final Consumer<String> more;
    private final InstantSource clock;
    private final Counter addresses;
    private final Counter hosts;
    private final Counter failures;

    /// @param more is told of hosts of which something waits
    public Inbox(
            Queue queue,
            Elsewhere elsewhere,
            RemoteAuthors authors,
            Limits limits,
            Consumer<String> more,
            InstantSource clock) {
        this.queue = queue;
        this.elsewhere = elsewhere;
        this.authors = authors;
        this.limits = limits;
        this.more = more;
        this.clock = clock;
        this.addresses = new Counter(limits.requests(), Limits.WINDOW, clock);
        this.hosts = new Counter(limits.requests(), Limits.WINDOW, clock);
        this.failures = new Counter(limits.failures(), Limits.WINDOW, clock);
    }

    /// What the sender is told.
    ///
    /// @param sentence may be shown to anybody
    /// @param retryAfter when it may be worth trying again
    public record Answer(int status, String sentence, Optional<Duration> retryAfter) {
        static Answer of(int status, String sentence) {
            return new Answer(status, sentence, Optional.empty());
        }

        static Answer later(int status, String sentence, Duration after) {
            return new Answer(status, sentence, Optional.of(after));
        }
    }

    /// Takes a POST to an inbox, whichever: what it is for is said inside.
    ///
    /// @param request with the public address as its target and the body as it came, at most one byte more than
    ///     [Json#BYTES_MAX]
    /// @param address that it came from, for counting
    public Answer take(Request request, String address) {
        var pause = failures.wait(address).or(() -> addresses.wait(address));
        if (pause.isPresent()) return Answer.later(429, "Too much comes from this address.", pause.get());
        addresses.count(address);
        byte[] body = request.body();
        if (body.length > Json.BYTES_MAX)
            return Answer.of(413, "An activity has at most " + Json.BYTES_MAX + " bytes.");
        if (!isActivityType(request)) return Answer.of(415, "An activity is application/activity+json.");
        var text = text(body);
        if (text.isEmpty()) return Answer.of(400, "An activity is JSON in UTF-8.");
        return switch (Vocabulary.read(body)) {
            case Vocabulary.Reading.Refused(var why) -> Answer.of(400, "This is not taken: " + why + ".");
            case Vocabulary.Reading.Read(var document) -> take(request, address, document, text.get());
        };
    }

    private Answer take(Request request, String address, Document document, String text) {
        if (!(document.thing() instanceof Activity activity)) return Answer.of(400, "This is no activity.");
        if (activity.id().isEmpty()) return Answer.of(400, "An activity has an id.");
        var id = activity.id().get();
        var actor = activity.act().actor();
        if (elsewhere.rule(actor) == Rule.BLOCKED || elsewhere.rule(id) == Rule.BLOCKED) return blocked();
        if (!id.sameOrigin(actor)) return Answer.of(403, "The activity is not of its actor's host.");
        // Every server hears of every account that is deleted anywhere; a key that is gone need not be looked for.
        if (isOfActor(activity) && !isKnown(actor)) return Answer.of(202, "Nobody here knows this actor.");
        var believed = believe(request, address, document, activity);
        if (believed instanceof Believed.No(var answer)) return answer;
        var key = ((Believed.Yes) believed).key();
        var wait = hosts.wait(key.authority());
        if (wait.isPresent()) return Answer.later(429, "Too much comes from this server.", wait.get());
        hosts.count(key.authority());
        elsewhere.heardFrom(key);
        if (queue.has(id)) return Answer.of(202, "It was here already.");
        String host = actor.origin().host();
        if (queue.waiting(host) >= limits.waiting())
            return Answer.later(429, "Too much of this server waits here.", HOST_PAUSE);
        if (queue.waiting() >= limits.waitingAll()) return Answer.later(503, "Too much waits here.", HOST_PAUSE);
        boolean kept = queue.keep(new Received(
                0,
                id,
                Objects.kind(activity),
                Objects.id(activity),
                actor,
                host,
                key,
                digest(text),
                text,
                clock.instant(),
                0,
                false));
        if (!kept) return Answer.of(202, "It was here already.");
        more.accept(host);
        return Answer.of(202, ACCEPTED);
    }

    private static boolean isOfActor(Activity activity) {
        boolean kind = activity instanceof Activity.Delete || activity instanceof Activity.Update;
        return kind && Objects.id(activity).equals(Optional.of(activity.act().actor()));
    }

    private boolean isKnown(Id actor) {
        return elsewhere.known(actor).isPresent() || authors.of(actor.value()).isPresent();
    }

    /// Whether somebody said it.
    private sealed interface Believed {
        record Yes(Id key) implements Believed {}

        record No(Answer answer) implements Believed {}
    }

    private Believed believe(Request request, String address, Document document, Activity activity) {
        return switch (HttpSignatures.read(request, clock.instant())) {
            case HttpSignatures.Reading.Refused(var refused) -> failed(address, refused);
            case HttpSignatures.Reading.Claimed(var claim) -> {
                if (elsewhere.rule(claim.keyId()) == Rule.BLOCKED) yield new Believed.No(blocked());
                yield switch (elsewhere.check(claim)) {
                    case RemoteKeys.Checked.Unreachable(var why) -> unreachable(why);
                    case RemoteKeys.Checked.Gone _ -> gone(address, claim.keyId(), activity);
                    case RemoteKeys.Checked.Done(Verdict.Refused refused) -> {
                        boolean farewell = refused.cause() == Cause.KEY_NOT_FOUND && isOfActor(activity);
                        yield farewell
                                ? new Believed.No(Answer.of(202, "There is no such key any more."))
                                : failed(address, refused);
                    }
                    case RemoteKeys.Checked.Done(Verdict.Valid valid) -> proven(address, document, activity, valid);
                };
            }
        };
    }

    /// The key is gone: that is how accounts end.
    private Believed gone(String address, Id key, Activity activity) {
        boolean farewell = activity instanceof Activity.Delete
                && isOfActor(activity)
                && key.document().equals(activity.act().actor().document());
        return farewell
                ? new Believed.Yes(key)
                : failed(address, new Verdict.Refused(Cause.KEY_NOT_FOUND, "the key was deleted"));
    }

    /// A proof outranks the signature of whoever brings it, and a bad one spoils a good signature.
    private Believed proven(String address, Document document, Activity activity, Verdict.Valid signature) {
        return switch (Proofs.read(document.json(), clock.instant())) {
            case Proofs.Reading.None _ ->
                switch (signature.by(activity.act().actor())) {
                    case Verdict.Valid valid -> new Believed.Yes(valid.key().id());
                    case Verdict.Refused refused -> failed(address, refused);
                };
            case Proofs.Reading.Refused(var refused) -> failed(address, refused);
            case Proofs.Reading.Claimed(var claim) -> {
                if (!claim.owner().equals(activity.act().actor()))
                    yield failed(address, new Verdict.Refused(Cause.KEY_NOT_OWNED_BY_ACTOR, "the proof is another's"));
                var first = proof(claim, false);
                if (first instanceof Looked.Unreachable<Verdict>(var why)) yield unreachable(why);
                var verdict = first.found();
                // The owner may have a new key.
                if (verdict.isEmpty() || verdict.get() instanceof Verdict.Refused)
                    verdict = proof(claim, true).found().or(() -> first.found());
                yield switch (verdict.orElse(
                        new Verdict.Refused(Cause.KEY_NOT_FOUND, "the proof's key is not there"))) {
                    case Verdict.Valid valid -> new Believed.Yes(valid.key().id());
                    case Verdict.Refused refused -> failed(address, refused);
                };
            }
        };
    }

    private Looked<Verdict> proof(Proofs.Claim claim, boolean fresh) {
        return switch (elsewhere.key(claim.keyId(), fresh)) {
            case Looked.Found<KnownKey>(var key) -> new Looked.Found<>(claim.verify(key));
            case Looked.Gone<KnownKey> _ -> new Looked.Gone<>();
            case Looked.Missing<KnownKey>(var why) -> new Looked.Missing<>(why);
            case Looked.Unreachable<KnownKey>(var why) -> new Looked.Unreachable<>(why);
        };
    }

    private Believed failed(String address, Verdict.Refused refused) {
        failures.count(address);
        return new Believed.No(
                Answer.of(refused.cause().status(), "It is not signed as it should be: " + refused.told() + "."));
    }

    private static Believed unreachable(String why) {
        return new Believed.No(Answer.later(503, "Its key cannot be fetched now: " + why, Duration.ofMinutes(1)));
    }

    private static Answer blocked() {
        return Answer.of(403, "This node does not talk with that server.");
    }

    private static boolean isActivityType(Request request) {
        List<String> types = request.headers().stream()
                .filter(header -> header.name().equalsIgnoreCase("content-type"))
                .map(header -> header.value().toLowerCase(Locale.ROOT))
                .toList();
        if (types.size() != 1) return false;
        String type = types.getFirst().split(";", 2)[0].strip();
        return type.equals("application/activity+json") || type.equals("application/ld+json");
    }

    /// Strictly: what is kept as text must come out again as the bytes that were signed.
    private static Optional<String> text(byte[] body) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            return text.indexOf('\0') < 0 ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return "sha-256=:" + Base64.getEncoder().encodeToString(hash) + ":";
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
