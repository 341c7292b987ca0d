package dev.hob.web.html;

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
                mark("good", "verified", "Signed by %s with the key %s.".formatted(by.name(), key.fingerprint()));
            case Verdict.Another(var by, var key) ->
                mark(
                        "",
                        "signed",
                        "Signed by %s with the key %s. The author's e-mail address is not that of %s."
                                .formatted(by.name(), key.fingerprint(), by.name()));
            case Verdict.Stranger(var key) ->
                mark("", "signed", "Signed with the key %s, which nobody here has.".formatted(key.fingerprint()));
            case Verdict.Bad() ->
                mark("bad", "bad signature", "The signature does not hold: it was not made for this commit.");
            case Verdict.Unchecked() ->
                mark("", "signed", "Signed in a way that is not checked here; only SSH signatures are.");
        };
    }

    private static Optional<Mark> mark(String look, String word, String told) {
        return Optional.of(new Mark(look, word, told));
    }
}
