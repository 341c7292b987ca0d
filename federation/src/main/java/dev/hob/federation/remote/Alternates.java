package dev.hob.federation.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.federation.vocab.Id;
import dev.hob.node.outside.Answer;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds which document a page shows: in its `Link` line, or in its first `<link rel="alternate">` of the right type,
/// as Mastodon looks. Stateless; no HTML parser, for what is found is only asked, and believed for what it answers.
final class Alternates {
    private static final int CHARACTERS_MAX = 256 * 1024;
    private static final Pattern LINKED = Pattern.compile("<([^<>]{1,2048})>([^<>]{0,1024})");
    private static final Pattern TAG = Pattern.compile("<link\\s([^<>]{1,4096})>", Pattern.CASE_INSENSITIVE);
    private static final Pattern HREF = Pattern.compile("\\bhref\\s*=\\s*[\"']?([^\"'\\s<>]{1,2048})");
    private static final Pattern ALTERNATE = Pattern.compile("\\brel\\s*=\\s*[\"']?alternate\\b");

    private Alternates() {}

    static boolean isPage(Answer.Answered answered) {
        return answered.status() == 200
                && answered.field("Content-Type")
                        .map(ContentTypes::bare)
                        .filter(type -> type.equals("text/html") || type.equals("application/xhtml+xml"))
                        .isPresent();
    }

    static Optional<Id> of(Answer.Answered page) {
        var lines = page.head().stream()
                .filter(line -> line.name().equalsIgnoreCase("Link"))
                .flatMap(line -> LINKED.matcher(line.value()).results())
                .filter(link -> isAlternate(link.group(2)))
                .map(link -> link.group(1));
        String text = new String(page.body(), 0, Math.min(page.body().length, CHARACTERS_MAX), UTF_8);
        var tags = TAG.matcher(text)
                .results()
                .map(tag -> tag.group(1))
                .filter(Alternates::isAlternate)
                .flatMap(tag -> HREF.matcher(tag).results())
                .map(href -> href.group(1).replace("&amp;", "&"));
        return Stream.concat(lines, tags)
                .flatMap(href -> resolved(page, href).stream())
                .findFirst();
    }

    private static boolean isAlternate(String attributes) {
        return ALTERNATE.matcher(attributes).find()
                && (attributes.contains(ContentTypes.ACTIVITY) || attributes.contains("application/ld+json"));
    }

    private static Optional<Id> resolved(Answer.Answered page, String href) {
        try {
            return Id.of(page.from().resolve(href).toString());
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // What a stranger's page has there need not be a URL.
        }
    }
}
