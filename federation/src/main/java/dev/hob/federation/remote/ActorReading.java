package dev.hob.federation.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.federation.vocab.Actor;
import dev.hob.federation.vocab.Attached;
import dev.hob.federation.vocab.Handle;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Ref;
import dev.hob.federation.vocab.Thing;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.federation.vocab.Words;
import dev.hob.node.language.Messages;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// Makes a remote actor of the document that its host shows. Stateless.
final class ActorReading {
    private static final int NAME_MAX = 200;
    private static final int LABELS_SHARED = 2;

    private ActorReading() {}

    /// The actor, or why there is none.
    sealed interface Read {
        record Whole(RemoteActor actor) implements Read {}

        record Refused(String why) implements Read {}
    }

    /// Reads a document that was believed to be its host's own.
    static Read read(ObjectNode document, Instant fetched) {
        return switch (Vocabulary.read(document)) {
            case Vocabulary.Reading.Refused(var why) ->
                new Read.Refused(Messages.text("remote.actor-is-not-taken", why));
            case Vocabulary.Reading.Read(var read)
            when read.thing() instanceof Actor actor -> read(actor, document, fetched);
            case Vocabulary.Reading.Read _ -> new Read.Refused(Messages.text("remote.is-no-actor"));
        };
    }

    private static Read read(Actor actor, ObjectNode document, Instant fetched) {
        var id = actor.self();
        var inbox = actor.boxes().inbox().filter(box -> isNear(id, box));
        if (inbox.isEmpty()) return new Read.Refused(Messages.text("remote.actor-has-no-inbox"));
        var user = actor.profile().preferredUsername();
        var handle = user.flatMap(name -> Handle.of(name + "@" + id.authority()));
        if (handle.isEmpty()) return new Read.Refused(Messages.text("remote.actor-has-no-name"));
        return new Read.Whole(new RemoteActor(
                id,
                handle.get(),
                name(actor).orElse(handle.get().user()),
                actor.types(),
                inbox.get(),
                actor.boxes().sharedInbox().filter(box -> isNear(id, box)),
                page(actor),
                icon(actor),
                fetched,
                document));
    }

    /// Whether an inbox is in the hands of the actor's host, so that nobody makes us post to a third. GoToSocial's
    /// rule: two labels in common.
    private static boolean isNear(Id actor, Id box) {
        String one = actor.origin().host();
        String other = box.origin().host();
        return one.equals(other)
                || (box.origin().scheme().equals("https")
                        && isName(one)
                        && isName(other)
                        && ending(one).equals(ending(other)));
    }

    private static boolean isName(String host) {
        return host.chars().anyMatch(c -> c >= 'a' && c <= 'z') && !host.startsWith("[") && host.indexOf('.') >= 0;
    }

    private static String ending(String host) {
        String[] labels = host.split("\\.");
        int from = Math.max(0, labels.length - LABELS_SHARED);
        return String.join(".", Stream.of(labels).skip(from).toList());
    }

    private static Optional<String> name(Actor actor) {
        return actor.profile()
                .name()
                .map(Words::text)
                .map(ActorReading::oneLine)
                .filter(text -> !text.isEmpty())
                .map(text -> text.codePointCount(0, text.length()) > NAME_MAX
                        ? text.substring(0, text.offsetByCodePoints(0, NAME_MAX))
                        : text);
    }

    /// Without what would break a line, or turn the order of letters around.
    private static String oneLine(String text) {
        var line = new StringBuilder();
        text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.LINE_SEPARATOR ? ' ' : c)
                .filter(c -> Character.getType(c) != Character.FORMAT || c == 0x200D) // Emoji are joined by it.
                .forEach(line::appendCodePoint);
        return line.toString().strip();
    }

    private static Optional<String> page(Actor actor) {
        return actor.profile().url().stream()
                .filter(link -> link.mediaType()
                        .filter(type -> !type.equals("text/html"))
                        .isEmpty())
                .map(Attached.Link::href)
                .filter(href -> Id.of(href)
                        .filter(page -> page.origin()
                                .host()
                                .equals(actor.self().origin().host()))
                        .isPresent())
                .findFirst();
    }

    private static Optional<String> icon(Actor actor) {
        return actor.profile().icon().flatMap(Ref::thing).flatMap(ActorReading::picture);
    }

    private static Optional<String> picture(Thing thing) {
        if (!(thing instanceof Attached.Media media)) return Optional.empty();
        return media.url().stream()
                .map(Attached.Link::href)
                .filter(href -> Id.of(href).isPresent())
                .findFirst();
    }
}
