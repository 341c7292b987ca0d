package dev.hob.p2p.net;

import dev.hob.keys.DidKey;
import dev.hob.node.Node;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.book.Book;
import dev.hob.p2p.fetch.FetchLimits;
import dev.hob.p2p.fetch.Fetcher;
import dev.hob.p2p.fetch.GitStream;
import dev.hob.p2p.fetch.UploadService;
import dev.hob.p2p.fetch.Wish;
import dev.hob.p2p.protocol.Effect;
import dev.hob.p2p.protocol.Input.Outcome;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives repositories of this node to peers, and fetches theirs, as the operator has decided. Shared between threads.
public final class Exchange implements GitWork {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final Book book;
    private final UploadService uploads;
    private final Fetcher fetcher;

    /// @param isKept whether the operator wants a repository kept, and so given to others
    public Exchange(Node node, Book book, Predicate<RepoId> isKept) {
        this.book = book;
        this.uploads = new UploadService(node.peerRefs(), node.storage(), isKept);
        this.fetcher = new Fetcher(node.peerRefs(), node.storage(), FetchLimits.USUAL);
    }

    @Override
    public void serve(GitStream stream, DidKey peer, boolean proven) {
        LOG.debug("{}: {}", peer.nid(), uploads.serve(stream, peer, proven));
    }

    @Override
    public Outcome fetch(GitStream stream, Effect.Fetch fetch, boolean proven) {
        return fetcher.fetch(
                stream,
                new Wish(
                        fetch.repository(),
                        fetch.from(),
                        proven,
                        fetch.wanted(),
                        fetch.scope(),
                        decided(Book.Policy.FOLLOW),
                        decided(Book.Policy.BLOCK)));
    }

    private Set<DidKey> decided(Book.Policy policy) {
        return book.decided().stream()
                .filter(one -> one.policy() == policy)
                .map(Book.Decided::node)
                .collect(Collectors.toSet());
    }
}
