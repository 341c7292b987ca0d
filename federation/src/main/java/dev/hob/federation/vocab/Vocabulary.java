package dev.hob.federation.vocab;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// Reads and writes documents. Stateless.
public final class Vocabulary {
    /// Everybody, in the one spelling we write and keep.
    public static final String PUBLIC = "https://www.w3.org/ns/activitystreams#Public";

    private Vocabulary() {}

    /// A document, or why it is not taken.
    public sealed interface Reading {
        /// Understood, as far as it can be.
        record Read(Document document) implements Reading {}

        /// Not taken; the words may be told to the sender.
        record Refused(String why) implements Reading {}
    }

    /// Reads a stranger's bytes, within the limits of [Json].
    public static Reading read(byte[] bytes) {
        return switch (Json.parse(bytes)) {
            case Json.Parsed.Whole(var object) -> read(object);
            case Json.Parsed.Refused(var why) -> new Reading.Refused(why);
        };
    }

    /// Reads what [Json] has parsed.
    public static Reading read(ObjectNode object) {
        try {
            var context = Optional.ofNullable(object.get("@context"));
            return new Reading.Read(new Document(Reader.document(object), context, object));
        } catch (RefusedException e) {
            return new Reading.Refused(e.why());
        }
    }

    /// The document of a thing, with the fixed context of its kind. Prove it, then take its [#bytes] once: digest,
    /// proof and every attempt of a delivery must see the same.
    public static ObjectNode write(Thing thing) {
        return Writer.document(thing, Optional.of(Contexts.of(thing)));
    }

    /// The same for what will get a proof.
    public static ObjectNode writeToProve(Thing thing) {
        return Writer.document(thing, Optional.of(Contexts.toProve(thing)));
    }

    /// The bytes of a document.
    public static byte[] bytes(ObjectNode document) {
        return document.toString().getBytes(UTF_8);
    }
}
