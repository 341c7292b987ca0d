package dev.hob.p2p.protocol;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.wire.Announcement;
import dev.hob.p2p.wire.Notice;
import java.util.Comparator;
import java.util.Optional;

/// What an announcement is about: of each topic only the newest counts (`radicle.md` §8.6).
public record Topic(DidKey node, Kind kind, Optional<RepoId> repository) implements Comparable<Topic> {
    private static final Comparator<Topic> ORDER = Comparator.comparing((Topic topic) -> topic.node)
            .thenComparing(topic -> topic.kind)
            .thenComparing(topic -> topic.repository.map(RepoId::value).orElse(""));

    /// The kinds of announcements.
    public enum Kind {
        /// Who a node is.
        NODE,
        /// What it has.
        INVENTORY,
        /// Where signed refs of one repository stand with it.
        REFS
    }

    /// The topic of an announcement.
    public static Topic of(Announcement announcement) {
        return switch (announcement.notice()) {
            case Notice.Node _ -> ofNode(announcement.node());
            case Notice.Inventory _ -> ofInventory(announcement.node());
            case Notice.Refs refs -> ofRefs(announcement.node(), refs.repository());
        };
    }

    static Topic ofNode(DidKey node) {
        return new Topic(node, Kind.NODE, Optional.empty());
    }

    static Topic ofInventory(DidKey node) {
        return new Topic(node, Kind.INVENTORY, Optional.empty());
    }

    static Topic ofRefs(DidKey node, RepoId repository) {
        return new Topic(node, Kind.REFS, Optional.of(repository));
    }

    @Override
    public int compareTo(Topic other) {
        return ORDER.compare(this, other);
    }
}
