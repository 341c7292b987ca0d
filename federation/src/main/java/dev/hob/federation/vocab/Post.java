package dev.hob.federation.vocab;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Something written that people read and answer: a note, a ticket, a release.
public sealed interface Post extends Thing {
    /// What all of them have.
    Writing writing();

    @Override
    default Optional<Id> id() {
        return writing().id();
    }

    /// A note, or an article, page, question or event that is read as one.
    record Note(Writing writing) implements Post {}

    /// An issue, or a pull request when a [ForgePart.MergeRequest] is attached. `writing.summary` is its title.
    record Ticket(
            Optional<Boolean> isResolved,
            Optional<Ref> resolvedBy,
            Optional<Instant> resolved,
            Optional<Ref> followers,
            Optional<Ref> dependencies,
            Optional<Ref> dependants,
            Writing writing)
            implements Post {
        /// What is offered, when it is a pull request.
        public Optional<ForgePart.MergeRequest> mergeRequest() {
            return writing.attachments().stream()
                    .flatMap(ref -> ref.thing().stream())
                    .filter(ForgePart.MergeRequest.class::isInstance)
                    .map(ForgePart.MergeRequest.class::cast)
                    .findFirst();
        }
    }

    /// `origin` is the commit.
    record Release(Optional<Boolean> isPreRelease, Optional<Ref> origin, Writing writing) implements Post {}

    /// Who wrote what, when, in answer to what, and for whom. Immutable.
    record Writing(
            Optional<Id> id,
            List<String> types,
            List<Id> attributedTo,
            Optional<Ref> context,
            Optional<Id> inReplyTo,
            Optional<Words> name,
            Optional<Words> summary,
            Optional<String> mediaType,
            Optional<Words> content,
            Optional<Source> source,
            List<Attached.Link> url,
            Optional<Instant> published,
            Optional<Instant> updated,
            List<String> to,
            List<String> cc,
            List<Ref> tags,
            List<Ref> attachments,
            Optional<Ref> replies,
            Optional<Boolean> sensitive,
            Rest rest) {
        public Writing {
            types = List.copyOf(types);
            attributedTo = List.copyOf(attributedTo);
            url = List.copyOf(url);
            to = List.copyOf(to);
            cc = List.copyOf(cc);
            tags = List.copyOf(tags);
            attachments = List.copyOf(attachments);
        }

        /// The author: of several the first (a tracker names itself before a foreign author).
        public Optional<Id> author() {
            return attributedTo.stream().findFirst();
        }

        /// The page for people: the first address that is HTML or says nothing else.
        public Optional<String> page() {
            return url.stream()
                    .filter(link ->
                            link.mediaType().isEmpty() || link.mediaType().get().startsWith("text/html"))
                    .map(Attached.Link::href)
                    .findFirst();
        }

        /// Whether everybody may read it, listed or not.
        public boolean isPublic() {
            return to.contains(Vocabulary.PUBLIC) || cc.contains(Vocabulary.PUBLIC);
        }
    }
}
