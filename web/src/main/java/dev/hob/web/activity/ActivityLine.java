package dev.hob.web.activity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One thing that happened, as a sentence with links: *who* *did* (*what* *joint*) *where* (*tail*).
///
/// @param said what somebody wrote with it: an annotated tag's first line, an issue's title
/// @param commits the newest that came with a push, each with its first line
/// @param more how many more came, in words
public record ActivityLine(
        long id,
        Link who,
        Optional<String> avatar,
        String did,
        Optional<Link> what,
        String joint,
        Link where,
        String tail,
        String said,
        List<Commit> commits,
        String more,
        Instant at) {
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

    /// The sentence without its links.
    public String words() {
        var out = new StringBuilder(who.words()).append(' ').append(did);
        what.ifPresent(it -> out.append(' ').append(it.words()).append(' ').append(joint));
        out.append(' ').append(where.words());
        if (!tail.isEmpty()) out.append(' ').append(tail);
        return out.toString();
    }

    /// Where it leads: to what it is about, if that is there, else to the repository.
    public String url() {
        return what.map(Link::url).filter(it -> !it.isEmpty()).orElse(where.url());
    }
}
