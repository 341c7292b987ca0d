package dev.hob.web.activity;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// One thing that happened, as a sentence with links.
///
/// @param what it was done to, beside the repository; a sentence without it does not say it
/// @param where in which repository
/// @param said what somebody wrote with it: an annotated tag's first line, an issue's title
/// @param commits the newest that came with a push, each with its first line
/// @param more how many more came, in words
public record ActivityLine(
        long id,
        Link who,
        Optional<String> avatar,
        Sentence sentence,
        Optional<Link> what,
        Link where,
        String said,
        List<Commit> commits,
        String more,
        Instant at) {
    /// Characters that no message has stand for the links while a sentence is taken apart.
    private static final String WHO = "\uE000";

    private static final String WHAT = "\uE001";
    private static final String WHERE = "\uE002";
    private static final String BETWEEN = "(?<=[\uE000-\uE002])|(?=[\uE000-\uE002])";

    public ActivityLine {
        commits = List.copyOf(commits);
    }

    /// Words, and where they lead; nowhere when the URL is empty.
    public record Link(String words, String url) {
        /// Whether it leads to another node.
        public boolean isElsewhere() {
            return !url.isEmpty() && !url.startsWith("/");
        }

        /// The whole address.
        ///
        /// @param base of this node
        public String whole(String base) {
            return url.isEmpty() || isElsewhere() ? url : base + url;
        }
    }

    /// A commit: the beginning of its id, its page, and its first line.
    public record Commit(String id, String url, String subject) {}

    /// Says it, in the language of who reads it.
    @FunctionalInterface
    public interface Sentence {
        /// The sentence, with what is given in its places.
        String of(String who, String what, String where);
    }

    /// What a part of the sentence is.
    public enum Role {
        WORDS,
        WHO,
        WHAT,
        WHERE
    }

    /// A part of the sentence.
    public record Part(Role role, Link link) {}

    /// The sentence without its links.
    public String words() {
        return sentence.of(who.words(), what.map(Link::words).orElse(""), where.words());
    }

    /// The sentence in parts, in the order that its language has them in.
    public List<Part> parts() {
        var links = Map.of(
                WHO, new Part(Role.WHO, who),
                WHAT, new Part(Role.WHAT, what.orElse(new Link("", ""))),
                WHERE, new Part(Role.WHERE, where));
        String text = sentence.of(WHO, WHAT, WHERE);
        return Stream.of(text.split(BETWEEN))
                .filter(it -> !it.isEmpty())
                .map(it -> links.getOrDefault(it, new Part(Role.WORDS, new Link(it, ""))))
                .toList();
    }

    /// Where it leads: to what it is about, if that is there, else to the repository.
    public String url() {
        return what.map(Link::url).filter(it -> !it.isEmpty()).orElse(where.url());
    }
}
