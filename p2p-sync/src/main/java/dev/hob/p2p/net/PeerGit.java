package dev.hob.p2p.net;

import dev.hob.keys.DidKey;
import dev.hob.keys.NodeWord;
import dev.hob.node.Node;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.book.Book;
import dev.hob.p2p.book.Book.Policy;
import dev.hob.p2p.fetch.FetchLimits;
import dev.hob.p2p.fetch.Fetcher;
import dev.hob.p2p.fetch.GitStream;
import dev.hob.p2p.fetch.UploadService;
import dev.hob.p2p.fetch.Wish;
import dev.hob.p2p.protocol.Effect;
import dev.hob.p2p.protocol.Input.Outcome;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives and takes repositories, as the operator decided about them and about whose work is wanted. Shared between
/// threads.
public final class PeerGit implements GitWork {
    private static final Logger LOG = LoggerFactory.getLogger(PeerGit.class);

    private final UploadService uploads;
    private final Fetcher fetcher;
    private final Book book;
    private final Node node;
    private final DidKey self;
    private final InstantSource clock;

    /// @param kept whether a repository may be given to anybody at all
    public PeerGit(Node node, Book book, Predicate<RepoId> kept, InstantSource clock) {
        this.node = node;
        this.self = node.custody().nodeKey().publicKey();
        this.clock = clock;
        this.uploads = new UploadService(node, kept, self, clock);
        this.fetcher = new Fetcher(node.peerRefs(), node.storage(), FetchLimits.USUAL);
        this.book = book;
    }

    @Override
    public Optional<Named> serve(GitStream stream, DidKey peer, boolean proven) {
        node.lateSigning().flush(); // What waits to be signed would not be in what the peer sees.
        switch (uploads.serve(stream, peer, proven)) {
            case UploadService.Served.Done done -> {
                LOG.debug("{} asked for {}", peer.nid(), done.repository());
                return done.name().map(person -> new Named(done.repository(), person));
            }
            case UploadService.Served.Refused refused -> LOG.debug("{} got nothing: {}", peer.nid(), refused.why());
            case UploadService.Served.Lost lost -> LOG.debug("{} was lost: {}", peer.nid(), lost.why());
        }
        return Optional.empty();
    }

    @Override
    public Outcome fetch(GitStream stream, Effect.Fetch fetch, boolean proven) {
        var decided = book.decided();
        var wish = new Wish(
                fetch.repository(),
                fetch.from(),
                proven,
                fetch.wanted(),
                fetch.scope(),
                with(decided, Policy.FOLLOW),
                with(decided, Policy.BLOCK),
                proven ? word(fetch.repository(), fetch.from()) : Optional.empty());
        return fetcher.fetch(stream, wish);
    }

    /// In whose name a private repository is asked for. On a plain connection nobody's key is told.
    private Optional<String> word(RepoId rid, DidKey asked) {
        var key = node.storage().has(rid)
                ? node.peerRefs().named(rid)
                : book.word(rid, asked).flatMap(node.custody()::signingKey);
        return key.map(person -> NodeWord.say(person, self, asked, rid.value(), clock.instant()));
    }

    private static Set<DidKey> with(List<Book.Decided> decided, Policy policy) {
        return decided.stream()
                .filter(one -> one.policy() == policy)
                .map(Book.Decided::node)
                .collect(Collectors.toSet());
    }
}
