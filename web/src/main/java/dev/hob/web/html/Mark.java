package dev.hob.web.html;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.code.Signatures.Verdict;
import java.util.Optional;

/// A word about the signature of a commit, and the sentence behind it.
///
/// @param look `good`, `bad` or empty: how the word is coloured
public record Mark(String look, String word, String told) {
    /// The mark for a verdict; nothing is said of a commit that is not signed.
    public static Optional<Mark> of(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Unsigned() -> Optional.empty();
            case Verdict.Verified(var by, var key) ->
                mark(
                        "good",
                        text("signature.verified"),
                        text("signature.by-with-the-key", by.name(), key.fingerprint()));
            case Verdict.Another(var by, var key) ->
                mark("", text("signature.signed"), text("signature.address-of-another", by.name(), key.fingerprint()));
            case Verdict.Stranger(var key) ->
                mark("", text("signature.signed"), text("signature.key-of-nobody", key.fingerprint()));
            case Verdict.Bad() -> mark("bad", text("signature.bad"), text("signature.does-not-hold"));
            case Verdict.Unchecked() -> mark("", text("signature.signed"), text("signature.not-checked"));
        };
    }

    private static Optional<Mark> mark(String look, String word, String told) {
        return Optional.of(new Mark(look, word, told));
    }
}
