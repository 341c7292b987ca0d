package dev.hob.web.people;

import java.time.Instant;
import java.util.Optional;

/// One thing that happened, as a sentence with links: *who* *did* (*what* *joint*) *where* (*tail*).
///
/// @param subject the first line of the commit that a push came to
public record ActivityLine(
        Link who,
        Optional<String> avatar,
        String did,
        Optional<Link> what,
        String joint,
        Link where,
        String tail,
        Optional<String> subject,
        Instant at) {
    /// The same with the first line of a commit.
    ActivityLine withSubject(Optional<String> line) {
        return new ActivityLine(who, avatar, did, what, joint, where, tail, line.filter(it -> !it.isEmpty()), at);
    }

    /// Words, and where they lead; nowhere when the URL is empty.
    public record Link(String words, String url) {}
}
