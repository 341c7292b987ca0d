package dev.hob.federation.inbox;

import dev.hob.node.Node;
import dev.hob.node.patch.Patches;
import dev.hob.node.refs.GuestEntries;
import java.util.List;
import java.util.Optional;

/// What a stranger's review says as a whole: a note of theirs, which another takes the place of when they review the
/// same commits again. Shared between threads.
final class ReviewWords {
    private final Node node;

    ReviewWords(Node node) {
        this.node = node;
    }

    private Optional<Patches.Worded> worded(Places.Place at) {
        return at.issue().isPatch()
                ? node.pulls().patches().worded(at.repo(), at.issue().id(), at.text())
                : Optional.empty();
    }

    /// Whether it is such a note, be it as it may.
    boolean isOne(Places.Place at) {
        return worded(at).isPresent();
    }

    /// Whether a later note with other words took the place of this one.
    boolean isPast(Places.Place at, GuestEntries.Guest note) {
        var later = worded(at).map(Patches.Worded::wordings).orElse(List.of()).stream()
                .dropWhile(wording -> !wording.entry().equals(note.entry()))
                .skip(1)
                .filter(Patches.Wording::says)
                .map(Patches.Wording::entry)
                .toList();
        var guests = node.tracking().guests().entries().of(at.repo().rid(), later);
        return guests.values().stream().anyMatch(guest -> guest.object().isPresent());
    }
}
