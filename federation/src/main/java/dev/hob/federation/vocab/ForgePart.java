package dev.hob.federation.vocab;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What ForgeFed has beside actors, activities and tickets.
public sealed interface ForgePart extends Thing {
    /// `hash` and `cloneUri` are what our nodes add, so that a pull request can be fetched.
    record Branch(
            Optional<Id> id,
            Optional<Id> context,
            Optional<Words> name,
            Optional<String> ref,
            Optional<String> hash,
            List<String> cloneUri,
            Rest rest)
            implements ForgePart {
        public Branch {
            cloneUri = List.copyOf(cloneUri);
        }
    }

    /// The author may be an actor or a `mailto:`.
    record Commit(
            Optional<Id> id,
            Optional<Id> context,
            Optional<String> attributedTo,
            Optional<String> committedBy,
            Optional<String> hash,
            Optional<Instant> created,
            Optional<Instant> committed,
            Optional<Words> summary,
            Optional<Source> description,
            Rest rest)
            implements ForgePart {}

    /// One commit as `git format-patch` writes it.
    record Patch(
            Optional<Id> id,
            Optional<String> attributedTo,
            Optional<Ref> context,
            Optional<String> mediaType,
            Optional<String> content,
            Rest rest)
            implements ForgePart {}

    /// The attachment of type `Offer` that makes a ticket a pull request.
    record MergeRequest(Optional<Id> id, Optional<Ref> origin, Optional<Ref> target, Optional<Ref> object, Rest rest)
            implements ForgePart {}

    record Review(
            Optional<Id> id,
            Optional<Id> context,
            Optional<String> verdict,
            Optional<Boolean> isBinding,
            Optional<Ref> object,
            List<Ref> attachments,
            List<Ref> threads,
            Rest rest)
            implements ForgePart {
        public Review {
            attachments = List.copyOf(attachments);
            threads = List.copyOf(threads);
        }
    }

    /// `target` is the quoted code, `object` the first comment.
    record ReviewThread(Optional<Id> id, Optional<Ref> target, Optional<Ref> object, Rest rest) implements ForgePart {}

    /// `startLine` is what our nodes add: the first of several lines, of which `line` is the last.
    record CodeQuote(
            Optional<Id> id,
            Optional<String> file,
            Optional<String> hunk,
            Optional<Long> startLine,
            Optional<Long> line,
            Optional<String> side,
            Rest rest)
            implements ForgePart {}

    /// `subject` depends on `object`.
    record TicketDependency(
            Optional<Id> id, Optional<Ref> subject, Optional<String> relationship, Optional<Ref> object, Rest rest)
            implements ForgePart {}
}
