package dev.hob.web.calm;

import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;

/// What robots are asked to leave alone, at `/robots.txt` (RFC 9309). The polite ones do.
public enum Robots {
    /// All may read the pages that cost little; those that gather texts for language models may read none.
    SEARCH,
    /// These, too, may read the pages that cost little.
    ALL,
    /// None may read anything.
    NONE;

    /// Old states, comparisons, histories, archives, searches, and forms: each page leads to a thousand others.
    private static final List<String> COSTLY = List.of(
            "/search",
            "/-/",
            "/login",
            "/join",
            "/*/*/src/commit/",
            "/*/*/src/tag/",
            "/*/*/raw/",
            "/*/*/blame/",
            "/*/*/find/",
            "/*/*/commit/",
            "/*/*/commits/",
            "/*/*/graph",
            "/*/*/contributors",
            "/*/*/compare",
            "/*/*/archive/",
            "/*/*/symbol",
            "/*/*/ask",
            "/*/*/pending/",
            "/*/*/pulls/*/conflicts",
            "/*/*/pulls/*/files",
            "/*/*/pulls/*/revisions",
            "/*/*/issues?",
            "/*/*/pulls?");

    /// How those call themselves.
    private static final List<String> GATHERERS = List.of(
            "AI2Bot",
            "Amazonbot",
            "anthropic-ai",
            "Applebot-Extended",
            "Bytespider",
            "CCBot",
            "ClaudeBot",
            "cohere-ai",
            "cohere-training-data-crawler",
            "Diffbot",
            "DeepSeekBot",
            "FacebookBot",
            "Google-Extended",
            "GPTBot",
            "ImagesiftBot",
            "meta-externalagent",
            "Omgilibot",
            "PanguBot",
            "PetalBot",
            "Timpibot");

    /// The word for it in a setting.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Answers with it.
    public void send(Context context) {
        context.contentType("text/plain; charset=utf-8")
                .header("Cache-Control", "public, max-age=3600")
                .result(text());
    }

    String text() {
        if (this == NONE) return "User-agent: *\nDisallow: /\n";
        var out = new StringBuilder();
        if (this == SEARCH) {
            GATHERERS.forEach(name -> out.append("User-agent: ").append(name).append('\n'));
            out.append("Disallow: /\n\n");
        }
        out.append("User-agent: *\n");
        COSTLY.forEach(path -> out.append("Disallow: ").append(path).append('\n'));
        return out.toString();
    }
}
