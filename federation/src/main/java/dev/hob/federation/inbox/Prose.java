package dev.hob.federation.inbox;

import dev.hob.federation.vocab.Attached;
import dev.hob.federation.vocab.Post;
import dev.hob.federation.vocab.Ref;
import dev.hob.federation.vocab.Source;
import dev.hob.federation.vocab.Words;
import dev.hob.node.issue.Limits;
import dev.hob.node.text.Html;
import dev.hob.node.text.PlainText;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What strangers write, as it is kept here: Markdown. Stateless.
final class Prose {
    private static final int TITLE_OF_TEXT = 80;
    private static final int MEDIA_MAX = 10;
    private static final List<String> QUOTES = List.of("quoteUrl", "quoteUri", "quote", "_misskey_quote");

    private Prose() {}

    /// What a text says.
    ///
    /// @param ours whether an address is that of somebody here
    /// @param media whether pictures and files are named
    static String body(Post.Writing writing, Predicate<String> ours, boolean media) {
        var body = new StringBuilder();
        // A warning before an answer; a ticket's is its title.
        if (!isTicket(writing))
            writing.summary()
                    .map(words -> Html.line(words.text(), Limits.TITLE_CHARACTERS_MAX))
                    .filter(line -> !line.isBlank())
                    .ifPresent(line -> body.append("**").append(escaped(line)).append("**\n\n"));
        body.append(text(writing, ours));
        if (media) {
            writing.attachments().stream().limit(MEDIA_MAX).forEach(ref -> medium(ref)
                    .ifPresent(body::append));
            quote(writing).ifPresent(body::append);
        }
        return body.toString().strip();
    }

    static String text(Post.Writing writing, Predicate<String> ours) {
        return writing.source().filter(Source::isMarkdown).map(Source::content).orElseGet(() -> writing.content()
                .map(words -> Html.markdown(words.text(), ours))
                .orElse(""));
    }

    /// What it is called: by its own title, or by how it begins.
    static Optional<String> title(Post.Writing writing, Predicate<String> ours) {
        return writing.summary()
                .or(writing::name)
                .map(Words::text)
                .map(text -> Html.line(text, Limits.TITLE_CHARACTERS_MAX))
                .filter(line -> !line.isBlank())
                .or(() -> text(writing, ours)
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .findFirst()
                        .map(line -> PlainText.line(line.replaceAll("[*`#>\\\\]", ""), TITLE_OF_TEXT))
                        .filter(line -> !line.isBlank()));
    }

    /// Only what it says itself, and not how its text begins.
    static Optional<String> ownTitle(Post.Writing writing) {
        return writing.summary()
                .or(writing::name)
                .map(Words::text)
                .map(text -> Html.line(text, Limits.TITLE_CHARACTERS_MAX))
                .filter(line -> !line.isBlank());
    }

    static boolean isTicket(Post.Writing writing) {
        return writing.types().contains("Ticket");
    }

    private static Optional<String> medium(Ref ref) {
        return switch (ref.thing().orElse(null)) {
            case Attached.Media media ->
                media.url().stream()
                        .map(Attached.Link::href)
                        .findFirst()
                        .flatMap(url -> link(media.name().map(Words::text).orElse(media.type()), url));
            case Attached.Link link -> link(link.name().map(Words::text).orElse("Link"), link.href());
            case null, default -> Optional.empty(); // Nothing that people look at.
        };
    }

    private static Optional<String> quote(Post.Writing writing) {
        return QUOTES.stream()
                .flatMap(name -> Optional.ofNullable(writing.rest().members().get(name)).stream())
                .flatMap(value -> Optional.ofNullable(value.textValue()).stream())
                .findFirst()
                .flatMap(url -> link("Quoted", url));
    }

    private static Optional<String> link(String name, String url) {
        boolean web = url.startsWith("https://") || url.startsWith("http://");
        boolean plain = url.chars().noneMatch(c -> c <= ' ' || c == '<' || c == '>' || c == '\\');
        return web && plain
                ? Optional.of("\n\n[" + escaped(PlainText.line(name, TITLE_OF_TEXT)) + "](<" + url + ">)")
                : Optional.empty();
    }

    private static String escaped(String line) {
        return line.replaceAll("([\\\\`*_\\[\\]<>@#])", "\\\\$1");
    }
}
