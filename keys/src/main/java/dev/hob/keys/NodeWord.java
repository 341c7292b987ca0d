package dev.hob.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// A person's word that a node asks for a repository in their name: a text that says all of it, so that a signature
/// for one node, repository or hour is none for another. No operation and no list of refs begins as it does.
///
/// @param node which asks, and proves otherwise that it is this node
/// @param asked the node that has it
public record NodeWord(DidKey person, DidKey node, DidKey asked, String repository, long millis) {
    /// How far the clocks of two nodes may differ, and how long a word may be on its way.
    private static final Duration FRESH = Duration.ofMinutes(10);

    private static final String PURPOSE = "hob: a node asks in my name";
    private static final Pattern SAID = Pattern.compile("(z6Mk\\w{40,50}),(\\d{1,15}),([\\w-]{86})");

    /// The bytes that are signed.
    public byte[] bytes() {
        return String.join(
                        "\n",
                        PURPOSE,
                        "person " + person.did(),
                        "node " + node.nid(),
                        "asked " + asked.nid(),
                        "repository " + repository,
                        "at " + millis,
                        "")
                .getBytes(UTF_8);
    }

    /// The word as it travels: who, when, and the signature. The rest of it both nodes know.
    public static String say(SigningKey person, DidKey node, DidKey asked, String repository, Instant now) {
        var word = new NodeWord(person.publicKey(), node, asked, repository, now.toEpochMilli());
        String signature = Base64.getUrlEncoder().withoutPadding().encodeToString(person.sign(word.bytes()));
        return word.person.nid() + "," + word.millis + "," + signature;
    }

    /// Whose word it is; empty when it is nobody's, or for another node, repository or time.
    public static Optional<DidKey> hear(String said, DidKey node, DidKey asked, String repository, Instant now) {
        var parts = SAID.matcher(said);
        if (!parts.matches()) return Optional.empty();
        try {
            var person = DidKey.parse(parts.group(1));
            var word = new NodeWord(person, node, asked, repository, Long.parseLong(parts.group(2)));
            byte[] signature = Base64.getUrlDecoder().decode(parts.group(3));
            boolean fresh = Math.abs(now.toEpochMilli() - word.millis) <= FRESH.toMillis();
            return fresh && person.verify(word.bytes(), signature) ? Optional.of(person) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // A stranger's text that names no key, or is not base64.
        }
    }
}
