package dev.hob.web.federation;

import dev.hob.federation.inbox.Queue;
import dev.hob.federation.remote.Rule;
import dev.hob.federation.vocab.Activity;
import dev.hob.federation.vocab.Document;
import dev.hob.federation.vocab.Post;
import dev.hob.federation.vocab.Ref;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.node.text.Html;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// What is decided about servers, and what they sent, in words of pages and of the API. Stateless.
public final class Shown {
    private static final int EXCERPT_MAX = 300;

    private Shown() {}

    /// How a server is met, in a word that [#rule] reads.
    public static String of(Rule rule) {
        return switch (rule) {
            case OPEN -> "allowed";
            case SILENCED -> "limited";
            case NO_MEDIA -> "no-media";
            case BLOCKED -> "blocked";
        };
    }

    /// The rule of a word.
    public static Optional<Rule> rule(String word) {
        return Arrays.stream(Rule.values())
                .filter(rule -> of(rule).equals(word))
                .findFirst();
    }

    /// What an activity says, in a line, as far as its bytes are kept; pages escape it.
    public static String excerpt(Queue.Line line) {
        String body = line.received().body();
        if (body.isEmpty()
                || !(Vocabulary.read(body.getBytes(StandardCharsets.UTF_8))
                        instanceof Vocabulary.Reading.Read(Document document))
                || !(document.thing() instanceof Activity activity)) return "";
        return object(activity)
                .flatMap(Ref::thing)
                .map(thing -> thing instanceof Post post ? text(post) : "")
                .orElse("");
    }

    private static Optional<Ref> object(Activity activity) {
        return switch (activity) {
            case Activity.Create create -> Optional.of(create.object());
            case Activity.Update update -> Optional.of(update.object());
            case Activity.Offer offer -> Optional.of(offer.object());
            default -> Optional.empty();
        };
    }

    private static String text(Post post) {
        var writing = post.writing();
        String title =
                writing.name().or(writing::summary).map(it -> it.text() + ": ").orElse("");
        String content = writing.content().map(it -> it.text()).orElse("");
        return Html.line(title + content, EXCERPT_MAX);
    }
}
