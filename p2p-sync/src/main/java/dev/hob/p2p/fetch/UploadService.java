package dev.hob.p2p.fetch;

import dev.hob.keys.DidKey;
import dev.hob.keys.NodeWord;
import dev.hob.node.Node;
import dev.hob.node.git.ClonePacks;
import dev.hob.node.git.PacketLines;
import dev.hob.node.git.PeerUpload;
import dev.hob.node.log.RepoId;
import dev.hob.node.refs.PeerRefs;
import dev.hob.node.repo.Storage;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives peers what they ask for on a git stream, if they may have it. Shared between threads.
public final class UploadService {
    private static final Logger LOG = LoggerFactory.getLogger(UploadService.class);

    /// A hundred thousand refs wanted, and as many known.
    private static final int COMMAND_BYTES_MAX = 12 << 20;

    /// The real fetcher needs five.
    private static final int COMMANDS_MAX = 32;

    private static final int AT_ONCE_MAX = 16;

    /// A peer that takes each byte just before it would be silent is not waited for forever.
    private static final Duration WHOLE_TIME_MAX = Duration.ofHours(1);

    private final PeerRefs peers;
    private final Storage storage;
    private final ClonePacks clonePacks;
    private final Predicate<RepoId> seeded;
    private final DidKey self;
    private final InstantSource clock;
    private final Semaphore places = new Semaphore(AT_ONCE_MAX);

    /// @param seeded whether the operator lets a repository be given to anybody at all
    /// @param self this node, to which a person's word for another must be said
    public UploadService(Node node, Predicate<RepoId> seeded, DidKey self, InstantSource clock) {
        this.self = self;
        this.clock = clock;
        this.peers = node.peerRefs();
        this.storage = node.storage();
        this.clonePacks = node.clonePacks();
        this.seeded = seeded;
    }

    /// How a stream ended.
    public sealed interface Served {
        /// The peer has asked all it wanted.
        ///
        /// @param name of whom, when it may have it only in somebody's name
        record Done(RepoId repository, int commands, Optional<DidKey> name) implements Served {}

        /// The peer got nothing, or not all; why is for our log alone.
        record Refused(String why) implements Served {}

        /// The peer was lost.
        record Lost(String why) implements Served {}
    }

    /// Serves a stream that a peer has opened, to its end, and closes it. What a peer may not have is for it as if it
    /// were not there: the stream is closed without a word.
    ///
    /// @param proven whether the connection proves that it is this peer, and hides what is said
    public Served serve(GitStream stream, DidKey peer, boolean proven) {
        if (!places.tryAcquire()) {
            stream.close();
            return new Served.Refused("too many fetch at once");
        }
        try (stream) {
            return asked(stream, peer, proven);
        } catch (IOException e) {
            return new Served.Lost(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("could not serve {}", peer, e);
            return new Served.Refused("failed: " + e.getMessage());
        } finally {
            places.release();
        }
    }

    private Served asked(GitStream stream, DidKey peer, boolean proven) throws IOException {
        var in = new PacketLines(stream.in());
        if (!(in.next(RequestLine.BYTES_MAX) instanceof PacketLines.Next.Line(var line)))
            return new Served.Refused("nothing was asked");
        var request = RequestLine.read(line);
        if (request.isEmpty()) return new Served.Refused("no request");
        var rid = request.get().repository();
        var name = proven ? name(request.get(), peer) : Optional.<DidKey>empty();
        boolean may = seeded.test(rid) && peers.mayHave(rid, name.orElse(peer), proven);
        if (!may) return new Served.Refused(rid + " is not for it");
        var seen = peers.signed().of(rid);
        if (seen.isEmpty()) return new Served.Refused(rid + " is not here");
        try (var upload = new PeerUpload(storage, clonePacks, rid, seen.get())) {
            return commands(in, new Timed(stream.out()), rid, name, upload);
        }
    }

    /// In whose name the peer asks, where it needs one.
    private Optional<DidKey> name(RequestLine request, DidKey peer) {
        var rid = request.repository();
        if (request.word().isEmpty() || peers.mayHave(rid, peer, true)) return Optional.empty();
        return NodeWord.hear(request.word().get(), peer, self, rid.value(), clock.instant());
    }

    private static Served commands(
            PacketLines in, OutputStream out, RepoId rid, Optional<DidKey> name, PeerUpload upload) throws IOException {
        upload.advertise(out);
        for (int commands = 0; commands < COMMANDS_MAX; commands++) {
            var command = in.command(COMMAND_BYTES_MAX);
            if (command.isEmpty()) return new Served.Done(rid, commands, name);
            if (!upload.answer(command.get(), out)) return new Served.Refused("a command that cannot be answered");
        }
        return new Served.Refused("more than " + COMMANDS_MAX + " commands");
    }

    /// Ends when the whole has taken too long.
    private static final class Timed extends FilterOutputStream {
        private final long begin = System.nanoTime();

        Timed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (System.nanoTime() - begin > WHOLE_TIME_MAX.toNanos()) throw new GitStream.Silent("too slow altogether");
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush(); // The stream is closed by whoever opened it.
        }
    }
}
