package dev.hob.federation.vocab;

import java.util.List;
import java.util.Optional;

/// Small things that hang on others: tags, links, pictures, fields of a profile.
public sealed interface Attached extends Thing {
    @Override
    default Optional<Id> id() {
        return Optional.empty();
    }

    record Mention(Optional<String> href, Optional<Words> name, Rest rest) implements Attached {}

    record Hashtag(Optional<String> href, Optional<Words> name, Rest rest) implements Attached {}

    record Emoji(Optional<Words> name, Optional<Ref> icon, Rest rest) implements Attached {}

    /// The address is a stranger's text: check its scheme before it is shown.
    record Link(String href, Optional<String> mediaType, Optional<Words> name, Optional<String> rel, Rest rest)
            implements Attached {
        /// Only an address.
        public static Link of(String href) {
            return new Link(href, Optional.empty(), Optional.empty(), Optional.empty(), Rest.NONE);
        }
    }

    /// `Image`, `Document`, `Audio` or `Video`.
    record Media(String type, List<Link> url, Optional<String> mediaType, Optional<Words> name, Rest rest)
            implements Attached {
        public Media {
            url = List.copyOf(url);
        }
    }

    /// A line of a profile; `value` is HTML.
    record PropertyValue(Optional<Words> name, Optional<String> value, Rest rest) implements Attached {}

    /// A key's word that it is the actor's (FEP-c390); its proof is in the rest and counts only once it was checked.
    record IdentityStatement(Optional<String> subject, Optional<String> alsoKnownAs, Rest rest) implements Attached {}
}
