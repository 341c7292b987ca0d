package dev.hob.web.api;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Gitea's words for the signs under a comment.
final class ReactionWords {
    private static final Map<String, String> SIGNS = Map.of(
            "+1", "👍",
            "-1", "👎",
            "laugh", "😄",
            "hooray", "🎉",
            "confused", "😕",
            "heart", "🧡",
            "rocket", "🚀",
            "eyes", "👀");
    private static final Map<String, String> WORDS =
            SIGNS.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

    private ReactionWords() {}

    /// The word for a sign; a sign without a word stands for itself.
    static String word(String sign) {
        return WORDS.getOrDefault(sign, sign);
    }

    /// The sign for a word; what is no word may be a sign.
    static String sign(String word) {
        return Optional.ofNullable(SIGNS.get(word)).orElse(word);
    }
}
