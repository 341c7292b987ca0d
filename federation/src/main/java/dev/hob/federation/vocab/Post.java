package dev.hob.federation.vocab;

import java.time.Instant;
import java.util.List;
import java.util.Map;
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

        /// Something of an author's, in HTML, that nobody is told of yet.
        public static Writing of(Id id, List<String> types, List<Id> attributedTo, String html, Instant published) {
            return new Writing(
                    Optional.of(id),
                    types,
                    attributedTo,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of("text/html"),
                    Optional.of(Words.of(html)),
                    Optional.empty(),
                    List.of(),
                    Optional.of(published),
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Rest.NONE);
        }

        /// The same, addressed.
        public Writing to(List<String> to, List<String> cc) {
            var draft = new Draft(this);
            draft.to = to;
            draft.cc = cc;
            return draft.done();
        }

        /// The same, with a title. As a `summary` it folds the text under a warning where people read notes.
        public Writing titled(Optional<String> name, Optional<String> summary) {
            var draft = new Draft(this);
            draft.name = name.map(Words::of);
            draft.summary = summary.map(Words::of);
            return draft.done();
        }

        /// The same, about something, and perhaps in answer to it.
        public Writing about(Id context, Optional<Id> inReplyTo) {
            var draft = new Draft(this);
            draft.context = Optional.of(new Ref.To(context));
            draft.inReplyTo = inReplyTo;
            return draft.done();
        }

        /// The same, with the text it was made of.
        public Writing from(Source source) {
            var draft = new Draft(this);
            draft.source = Optional.of(source);
            return draft.done();
        }

        /// The same, with its page for people.
        public Writing shownAt(Id page) {
            var draft = new Draft(this);
            draft.url = List.of(Attached.Link.of(page.value()));
            return draft.done();
        }

        /// The same, in a language.
        public Writing in(String language) {
            var draft = new Draft(this);
            draft.content = content.map(words -> new Words(words.text(), Map.of(language, words.text())));
            return draft.done();
        }

        /// The same, with who and what it names, and what hangs on it.
        public Writing with(List<Ref> tags, List<Ref> attachments) {
            var draft = new Draft(this);
            draft.tags = tags;
            draft.attachments = attachments;
            return draft.done();
        }

        /// The same, with the collection of what was said to it.
        public Writing answeredAt(Id collection) {
            var draft = new Draft(this);
            draft.replies = Optional.of(new Ref.To(collection));
            return draft.done();
        }

        /// The same, changed later.
        public Writing changed(Instant updated) {
            var draft = new Draft(this);
            draft.updated = Optional.of(updated);
            return draft.done();
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

        /// A [Writing] that is being changed.
        private static final class Draft {
            private Optional<Id> id;
            private List<String> types;
            private List<Id> attributedTo;
            private Optional<Ref> context;
            private Optional<Id> inReplyTo;
            private Optional<Words> name;
            private Optional<Words> summary;
            private Optional<String> mediaType;
            private Optional<Words> content;
            private Optional<Source> source;
            private List<Attached.Link> url;
            private Optional<Instant> published;
            private Optional<Instant> updated;
            private List<String> to;
            private List<String> cc;
            private List<Ref> tags;
            private List<Ref> attachments;
            private Optional<Ref> replies;
            private Optional<Boolean> sensitive;
            private Rest rest;

            private Draft(Writing from) {
                id = from.id;
                types = from.types;
                attributedTo = from.attributedTo;
                context = from.context;
                inReplyTo = from.inReplyTo;
                name = from.name;
                summary = from.summary;
                mediaType = from.mediaType;
                content = from.content;
                source = from.source;
                url = from.url;
                published = from.published;
                updated = from.updated;
                to = from.to;
                cc = from.cc;
                tags = from.tags;
                attachments = from.attachments;
                replies = from.replies;
                sensitive = from.sensitive;
                rest = from.rest;
            }

            private Writing done() {
                return new Writing(
                        id,
                        types,
                        attributedTo,
                        context,
                        inReplyTo,
                        name,
                        summary,
                        mediaType,
                        content,
                        source,
                        url,
                        published,
                        updated,
                        to,
                        cc,
                        tags,
                        attachments,
                        replies,
                        sensitive,
                        rest);
            }
        }
    }
}
