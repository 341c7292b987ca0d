package dev.hob.web.federation;

import static dev.hob.web.text.Messages.text;

import dev.hob.federation.across.Across;
import dev.hob.federation.actor.Heard;
import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.vocab.Id;
import dev.hob.node.people.Person;
import dev.hob.web.html.HeardLine;
import dev.hob.web.html.Urls;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What somebody hears of other servers, as lines of a page.
public final class HeardLines {
    /// How many a page has.
    static final int PAGE = 30;

    /// Behind all that was ever said.
    static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final Optional<Across> across;

    public HeardLines(Optional<Across> across) {
        this.across = across;
    }

    /// The latest; empty when this node is not among others.
    public Optional<List<HeardLine>> of(Person person) {
        return across.map(it -> before(it, person, LATEST));
    }

    static List<HeardLine> before(Across across, Person person, Instant before) {
        return lines(across, across.abroad().heard().of(Across.local(person), before, PAGE));
    }

    static List<HeardLine> lines(Across across, List<Heard.Line> heard) {
        Map<Id, Optional<RemoteActor>> known = new HashMap<>();
        return heard.stream()
                .map(line -> {
                    var author = known.computeIfAbsent(line.author(), across.finder()::known);
                    var by = author.isPresent() ? author : known.computeIfAbsent(line.actor(), across.finder()::known);
                    var thread = line.thread().flatMap(across.abroad().written()::title);
                    return line(line, by, thread);
                })
                .toList();
    }

    /// @param by its author, or who passed it on when nothing is known of them
    /// @param thread what the issue is called that it answers
    private static HeardLine line(Heard.Line line, Optional<RemoteActor> by, Optional<String> thread) {
        return new HeardLine(
                by.map(it -> it.handle().toString()).orElse(line.author().value()),
                by.map(HeardLines::url).orElse(""),
                did(line, by.filter(it -> it.id().equals(line.author())).isPresent()),
                line.title().isEmpty() ? thread.orElse(text("federation.a-note")) : line.title(),
                url(line.object()),
                line.said(),
                line.at());
    }

    private static HeardLine.Did did(Heard.Line line, boolean author) {
        return switch (line.kind()) {
            case TICKET -> HeardLine.Did.TOLD_OF;
            case RELEASE -> HeardLine.Did.RELEASED;
            case NOTE -> {
                if (line.thread().isPresent()) yield HeardLine.Did.ANSWERED;
                yield author ? HeardLine.Did.WROTE : HeardLine.Did.PASSED_ON;
            }
        };
    }

    /// The page here of somebody elsewhere.
    static String url(RemoteActor actor) {
        return "/" + Urls.path(actor.handle().toString());
    }

    /// The page here of something that was written elsewhere.
    static String url(Id text) {
        return Urls.query("/-/elsewhere/text", "it", text.value());
    }
}
