package dev.hob.p2p.fetch;

import dev.hob.keys.DidKey;
import dev.hob.node.git.PeerPacks;
import dev.hob.node.refs.Intake;
import dev.hob.node.refs.PeerRefs;
import dev.hob.node.refs.SignedRefs;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Storage;
import dev.hob.p2p.protocol.Input.Outcome;
import dev.hob.p2p.protocol.Scope;
import dev.hob.p2p.wire.Oid;
import dev.hob.p2p.wire.RefsAt;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches repositories from peers on git streams, stage by stage (`radicle.md` §9.2): the identity, the signed lists,
/// and what they name. Nothing of it is seen before all of it was judged. Shared between threads.
public final class Fetcher {
    private static final Logger LOG = LoggerFactory.getLogger(Fetcher.class);
    private static final String AGENT = "git/hob";
    private static final String ID = "refs/rad/id";

    /// More are no help to a server that looks for what we have.
    private static final int HAVES_MAX = 20_000;

    private final PeerRefs peers;
    private final Storage storage;
    private final FetchLimits limits;
    private final String agent;

    public Fetcher(PeerRefs peers, Storage storage, FetchLimits limits) {
        this(peers, storage, limits, AGENT);
    }

    /// @param agent what we call ourselves
    Fetcher(PeerRefs peers, Storage storage, FetchLimits limits, String agent) {
        this.peers = peers;
        this.storage = storage;
        this.limits = limits;
        this.agent = agent;
    }

    /// Fetches, and closes the stream; whatever happens is an answer.
    public Outcome fetch(GitStream stream, Wish wish) {
        try (stream;
                var intake = peers.begin(wish.repository())) {
            var timed = new Timed(stream, limits);
            var outcome = new Run(wish, intake, new RemoteUpload(timed, agent, limits.refsMax())).run();
            timed.out().close();
            return outcome;
        } catch (GitStream.Silent e) {
            return new Outcome.Failed(true, told(wish, e));
        } catch (SignedRefs.Invalid | IOException e) {
            return new Outcome.Failed(false, told(wish, e));
        } catch (RuntimeException e) {
            LOG.error("could not fetch {} from {}", wish.repository(), wish.from(), e);
            return new Outcome.Failed(false, told(wish, e));
        }
    }

    private static String told(Wish wish, Exception e) {
        LOG.info("the fetch of {} from {} failed: {}", wish.repository(), wish.from(), e.getMessage());
        return String.valueOf(e.getMessage());
    }

    /// A peer that sends each byte just before it would be silent is not waited for forever.
    private record Timed(GitStream stream, InputStream in) implements GitStream {
        Timed(GitStream stream, FetchLimits limits) {
            long begin = System.nanoTime();
            this(stream, new FilterInputStream(stream.in()) {
                @Override
                public int read() throws IOException {
                    check();
                    return super.read();
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    check();
                    return super.read(into, offset, length);
                }

                private void check() throws Silent {
                    if (System.nanoTime() - begin > limits.timeMax().toNanos())
                        throw new Silent("it took longer than " + limits.timeMax());
                }
            });
        }

        @Override
        public OutputStream out() {
            return stream.out();
        }

        @Override
        public void close() {
            stream.close();
        }
    }

    /// One fetch. Owned by one thread.
    private final class Run {
        private final Wish wish;
        private final Intake intake;
        private final RemoteUpload remote;
        private final PeerPacks packs;

        Run(Wish wish, Intake intake, RemoteUpload remote) {
            this.wish = wish;
            this.intake = intake;
            this.remote = remote;
            this.packs = new PeerPacks(intake, storage, limits.packs());
        }

        Outcome run() throws IOException, SignedRefs.Invalid {
            remote.open(wish.repository(), wish.word());
            var anchor = intake.anchor(identity());
            var offers = wish.wanted().isEmpty() ? special(anchor) : announced();
            var left = new TreeMap<DidKey, String>();
            var lists = lists(offers, left);
            data(lists);
            var taken =
                    peers.take(intake, anchor, wish.from(), offers, wish.proven(), asked -> whole(lists, asked, left));
            return switch (taken) {
                case PeerRefs.Outcome.Refused(String why) -> throw new PackProtocolException(why + told(left));
                case PeerRefs.Outcome.Kept(var newer, var others, boolean cloned) -> {
                    left.putAll(others);
                    if (!left.isEmpty()) LOG.info("of {} left as it was: {}", wish.repository(), left);
                    yield new Outcome.Brought(
                            newer.entrySet().stream()
                                    .map(one -> new RefsAt(
                                            one.getKey(),
                                            Oid.parse(one.getValue().name())))
                                    .toList(),
                            cloned);
                }
            };
        }

        private static String told(Map<DidKey, String> left) {
            return left.isEmpty() ? "" : "; " + left;
        }

        /// The first stage.
        private ObjectId identity() throws IOException {
            var heard = new ArrayList<ObjectId>();
            remote.refs(List.of(ID), (name, id) -> {
                if (name.equals(ID)) heard.add(id);
            });
            if (heard.size() != 1) throw new PackProtocolException("the peer has no identity of it");
            var id = heard.getFirst();
            get(List.of(new Ref(ID, id)));
            return id;
        }

        /// The second stage: whatever is in scope.
        private Map<DidKey, ObjectId> special(Intake.Anchor anchor) throws IOException {
            var asked = new ArrayList<String>();
            var scope = new HashSet<DidKey>();
            if (wish.scope() == Scope.ALL) asked.add("refs/namespaces");
            else {
                scope.addAll(wish.followed());
                scope.addAll(anchor.document().delegates());
                for (var key : new TreeSet<>(scope)) {
                    asked.add(Repos.namespace(key) + ID);
                    asked.add(Repos.namespace(key) + SignedRefs.REF);
                }
            }
            var found = new ArrayList<Ref>();
            var offers = new LinkedHashMap<DidKey, ObjectId>();
            remote.refs(asked, (name, id) -> special(name).ifPresent(key -> {
                boolean inScope = wish.scope() == Scope.ALL || scope.contains(key);
                if (!inScope || wish.blocked().contains(key) || found.size() > 2 * limits.namespacesMax()) return;
                found.add(new Ref(name, id));
                if (name.endsWith(SignedRefs.REF)) offers.put(key, id);
            }));
            if (offers.size() > limits.namespacesMax())
                throw new PackProtocolException("more than " + limits.namespacesMax() + " namespaces");
            long delegates = anchor.document().delegates().stream()
                    .filter(offers::containsKey)
                    .count();
            boolean ours = anchor.document().delegates().stream().anyMatch(peers::isHeld);
            if (delegates < anchor.document().threshold() - (ours ? 1 : 0))
                throw new PackProtocolException("of the delegates' signed refs the peer has only " + delegates);
            get(found);
            return offers;
        }

        private static Optional<DidKey> special(String name) {
            boolean wanted = name.endsWith("/" + SignedRefs.REF) || name.endsWith("/" + ID);
            int end = name.indexOf('/', Repos.NAMESPACES.length());
            if (!wanted || !name.startsWith(Repos.NAMESPACES) || end < 0) return Optional.empty();
            String rest = name.substring(end + 1);
            if (!rest.equals(SignedRefs.REF) && !rest.equals(ID)) return Optional.empty();
            try {
                String nid = name.substring(Repos.NAMESPACES.length(), end);
                return Optional.of(DidKey.parse(nid)).filter(key -> key.nid().equals(nid));
            } catch (IllegalArgumentException _) {
                return Optional.empty(); // A stranger's name that names no key.
            }
        }

        /// The second stage: what was announced, wherever the peer has it by now.
        private Map<DidKey, ObjectId> announced() throws IOException {
            var offers = new LinkedHashMap<DidKey, ObjectId>();
            var refs = new ArrayList<Ref>();
            for (var one : wish.wanted()) {
                if (wish.blocked().contains(one.remote())) continue;
                var id = ObjectId.fromString(one.at().toString());
                offers.put(one.remote(), id);
                refs.add(new Ref(Repos.namespace(one.remote()) + SignedRefs.REF, id));
            }
            remote.refs(refs.stream().map(Ref::name).toList(), (_, _) -> {
                // What is wanted was announced; where it stands by now is for the next fetch.
            });
            get(refs);
            return offers;
        }

        /// The lists that hold.
        private Map<DidKey, SignedRefs> lists(Map<DidKey, ObjectId> offers, Map<DidKey, String> left)
                throws IOException {
            var lists = new LinkedHashMap<DidKey, SignedRefs>();
            for (var offer : offers.entrySet()) {
                try {
                    lists.put(offer.getKey(), intake.list(offer.getKey(), offer.getValue()));
                } catch (SignedRefs.Invalid e) {
                    left.put(offer.getKey(), String.valueOf(e.getMessage()));
                }
            }
            offers.keySet().retainAll(lists.keySet());
            return lists;
        }

        /// The third stage: what the lists name. What keys held here have signed is not brought, only looked at.
        private void data(Map<DidKey, SignedRefs> lists) throws IOException {
            var refs = new ArrayList<Ref>();
            lists.forEach((key, list) ->
                    list.refs().forEach((name, id) -> refs.add(new Ref(Repos.namespace(key) + name, id))));
            packs.offer(get(refs));
        }

        /// Leaves out namespaces behind whose refs something is missing.
        private void whole(Map<DidKey, SignedRefs> lists, Map<DidKey, ObjectId> offers, Map<DidKey, String> left)
                throws IOException {
            var fresh = new LinkedHashMap<DidKey, Set<ObjectId>>();
            var known = intake.known();
            for (var list : lists.entrySet()) {
                var tips = new HashSet<>(list.getValue().refs().values());
                tips.add(list.getValue().commit());
                var names = list.getValue().refs().keySet().stream()
                        .map(name -> Repos.namespace(list.getKey()) + name)
                        .toList();
                known.addAll(intake.here(names).values());
                fresh.put(list.getKey(), tips);
            }
            var all = new HashSet<ObjectId>();
            fresh.values().forEach(all::addAll);
            all.removeAll(known);
            if (all.isEmpty() || packs.missing(all, known).isEmpty()) return;
            for (var one : fresh.entrySet()) {
                var missing = packs.missing(one.getValue(), known);
                if (missing.isEmpty()) continue;
                left.put(one.getKey(), "missing " + missing.get());
                offers.remove(one.getKey());
            }
        }

        private record Ref(String name, ObjectId id) {}

        /// Asks for what is not here, in one request; without one when nothing is wanted. Gives what was asked for.
        private Set<ObjectId> get(Collection<Ref> refs) throws IOException {
            var wants = new TreeSet<ObjectId>();
            var haves = new TreeSet<ObjectId>();
            var there = intake.here(refs.stream().map(Ref::name).toList());
            var seen = new HashSet<>(there.values());
            for (var ref : refs) {
                var here = there.get(ref.name());
                if (here != null && haves.size() < HAVES_MAX) haves.add(here);
                if (seen.add(ref.id()) && !intake.has(ref.id())) wants.add(ref.id());
            }
            if (!wants.isEmpty()) get(wants, haves);
            return wants;
        }

        private void get(SortedSet<ObjectId> wants, SortedSet<ObjectId> haves) throws IOException {
            var band = remote.pack(wants, haves);
            packs.take(band, wants);
            band.finish();
        }
    }
}
