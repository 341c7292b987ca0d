package dev.hob.web.federation;

import dev.hob.federation.across.Finder;
import dev.hob.federation.across.Found;
import dev.hob.federation.vocab.Id;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Who wrote what one page shows. Those whom this node has never met are asked for, a few of them. Owned by one thread.
final class Authors {
    private static final int ASKED_MAX = 5;

    private final Finder finder;
    private final Map<Id, Optional<Named>> named = new HashMap<>();
    private int asked;

    Authors(Finder finder) {
        this.finder = finder;
    }

    /// Somebody as a page names them.
    ///
    /// @param url their page here
    record Named(String name, String url) {}

    Optional<Named> of(Id author) {
        var before = named.get(author);
        if (before != null) return before;
        var now = finder.known(author)
                .map(it -> new Named(it.handle().toString(), HeardLines.url(it)))
                .or(() -> asked(author));
        named.put(author, now);
        return now;
    }

    private Optional<Named> asked(Id author) {
        if (asked == ASKED_MAX) return Optional.empty();
        asked++;
        return switch (finder.of(author)) {
            case Found.Actor(var it) -> Optional.of(new Named(it.handle().toString(), HeardLines.url(it)));
            case Found.Here(var path) -> Optional.of(new Named(path.substring(1), path));
            case Found.Text _ -> Optional.empty();
            case Found.Nothing(var _, var later) -> {
                // A host that is silent now is not waited for again.
                if (later) asked = ASKED_MAX;
                yield Optional.empty();
            }
        };
    }
}
