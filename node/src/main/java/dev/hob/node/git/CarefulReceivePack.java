package dev.hob.node.git;

import dev.hob.node.code.Fsck;
import dev.hob.node.refs.RefView;
import dev.hob.node.repo.Storage;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;
import org.eclipse.jgit.errors.TooLargePackException;
import org.eclipse.jgit.internal.submodule.SubmoduleValidator.SubmoduleValidationException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.ConnectivityChecker.ConnectivityCheckInfo;
import org.eclipse.jgit.transport.PackParser;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.util.sha1.Sha1CollisionException;

/// JGit's receive-pack, with more care: deltas unpack only to what memory bears, what JGit believes and git does not is
/// found, and what went wrong is told in words for a stranger. Owned by one request.
final class CarefulReceivePack extends ReceivePack {
    private final Parsing view;
    private final ReceiveLimits limits;
    private final Path quarantine;
    private final Fsck fsck = new Fsck();

    CarefulReceivePack(Parsing view, ReceiveLimits limits, Path quarantine, Lease lease) {
        super(view);
        var checker = new Connected();
        connectivityChecker = (info, haves, monitor) -> {
            lease.take();
            if (!fsck.links().hold(tips(info))) checker.checkConnectivity(info, haves, monitor);
        };
        this.view = view;
        this.limits = limits;
        this.quarantine = quarantine;
    }

    private static List<ObjectId> tips(ConnectivityCheckInfo info) {
        return info.getCommands().stream()
                .filter(command -> command.getResult() == ReceiveCommand.Result.NOT_ATTEMPTED)
                .filter(command -> command.getType() != ReceiveCommand.Type.DELETE)
                .map(ReceiveCommand::getNewId)
                .toList();
    }

    /// Keeps what a push builds on from being taken away between the check that it is there and the move of the refs.
    /// Used by one thread.
    static final class Lease implements AutoCloseable {
        private final Lock lock;
        private boolean held;

        Lease(Lock lock) {
            this.lock = lock;
        }

        private void take() {
            lock.lock();
            held = true;
        }

        void release() {
            if (held) lock.unlock();
            held = false;
        }

        @Override
        public void close() {
            release();
        }
    }

    /// A pack that was refused; the message may be shown to a stranger.
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        private final boolean ours;

        Refused(String told, Throwable cause, boolean ours) {
            super(told, cause);
            this.ours = ours;
        }

        /// Whether this node failed, and not the client.
        boolean ours() {
            return ours;
        }
    }

    /// A repository whose packs are watched while JGit reads them.
    static final class Parsing extends ViewRepository {
        private final ReceiveLimits limits;

        private final Storage storage;
        private Optional<FollowedSha1> hash = Optional.empty();

        Parsing(Repository shared, RefView view, ReceiveLimits limits, Storage storage) {
            super(shared, view);
            this.limits = limits;
            this.storage = storage;
        }

        @Override
        public ObjectInserter newObjectInserter() {
            var inserter = super.newObjectInserter();
            return new ObjectInserter.Filter() {
                @Override
                protected ObjectInserter delegate() {
                    return inserter;
                }

                @Override
                public PackParser newPackParser(InputStream in) throws IOException {
                    var watched = new Watched(in, limits, storage);
                    var parser = inserter.newPackParser(watched);
                    watched.parser = Optional.of(parser);
                    hash = FollowedSha1.into(parser);
                    return parser;
                }
            };
        }

        @Override
        public void close() {
            hash.ifPresent(FollowedSha1::close);
            super.close();
        }
    }

    /// A pack on its way to JGit's parser, which believes the count of objects and makes room for as many, and
    /// which has, once the end was read, only deltas still to unpack, and that in memory. It is cut off before
    /// the disk is full.
    static final class Watched extends FilterInputStream {
        private static final int COUNT_FROM = 8;
        private static final int COUNT_TO = 12;
        private static final long ROOM_EVERY_BYTES = 1L << 20;

        private final ReceiveLimits limits;
        Optional<PackParser> parser = Optional.empty();
        private final Storage storage;
        private int seen;
        private long count;
        private long sinceRoom;

        Watched(InputStream pack, ReceiveLimits limits, Storage storage) {
            super(pack);
            this.limits = limits;
            this.storage = storage;
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            if (next < 0) ended();
            else counted(next);
            return next;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            if (read < 0) ended();
            sinceRoom += Math.max(0, read);
            if (sinceRoom >= ROOM_EVERY_BYTES) {
                sinceRoom = 0;
                if (!storage.hasRoom()) throw new IOException(NoSpace.TOLD);
            }
            for (int i = 0; i < read && seen < COUNT_TO; i++) counted(into[offset + i] & 0xff);
            return read;
        }

        private void ended() {
            parser.ifPresent(it -> it.setMaxObjectSizeLimit(limits.deltaBytesMax()));
        }

        private void counted(int next) throws CorruptObjectException {
            if (seen >= COUNT_TO) return;
            if (seen++ >= COUNT_FROM) count = count << 8 | next;
            if (seen == COUNT_TO && count > limits.objectsMax())
                throw new CorruptObjectException("this pack names " + count + " objects, more than the "
                        + limits.objectsMax() + " that this node takes at once: push less at a time");
        }
    }

    @Override
    protected void receivePackAndCheckConnectivity() throws IOException {
        setObjectChecker(fsck);
        try {
            super.receivePackAndCheckConnectivity();
            checkDeltas();
            view.hash.ifPresent(FollowedSha1::finish);
            try (var reader = getRepository().newObjectReader()) {
                fsck.checkAttributes(reader);
            }
        } catch (OutOfMemoryError e) {
            throw new Refused("this pack needs more memory than this node has", e, true);
        } catch (Exception e) {
            throw refused(e, limits);
        }
    }

    private void checkDeltas() throws IOException {
        var folder = quarantine.resolve("pack");
        try (var packs = Files.newDirectoryStream(folder, "*.pack")) {
            for (var pack : packs) {
                String name = pack.getFileName().toString();
                PackDeltas.check(pack, folder.resolve(name.substring(0, name.length() - "pack".length()) + "idx"));
            }
        }
    }

    /// What went wrong with a pack, in words for whoever sent it.
    static Refused refused(Exception e, ReceiveLimits limits) {
        if (NoSpace.causes(e)) return new Refused(NoSpace.TOLD, e, true);
        return switch (e) {
            case TooLargeObjectInPackException _ ->
                new Refused(
                        "an object in this pack is too large: this node takes up to %d bytes, and up to %d when it comes"
                                        .formatted(limits.objectBytesMax(), limits.deltaBytesMax())
                                + " as a delta (git sends files whole that are larger than core.bigFileThreshold)",
                        e,
                        false);
            case TooLargePackException _ ->
                new Refused(
                        "this pack is larger than the %d bytes that this node takes at once: push less at a time"
                                .formatted(limits.packBytesMax()),
                        e,
                        false);
            case MissingObjectException _ -> new Refused("this pack lacks an object: " + e.getMessage(), e, false);
            case CorruptObjectException _ -> new Refused(String.valueOf(e.getMessage()), e, false);
            case IOException slow
            when slow.getCause() instanceof TimeoutException ->
                new Refused("the client went silent, or was too slow", e, false);
            case EOFException _ -> new Refused("this pack ends too early", e, false);
            // Their messages name files of this machine.
            case FileSystemException _, java.io.FileNotFoundException _ ->
                new Refused("this node could not store the pack", e, true);
            case IOException _ -> new Refused("this pack is damaged: " + e.getMessage(), e, false);
            case Sha1CollisionException _ ->
                new Refused("an object in this pack was made to have the name of another", e, false);
            case SubmoduleValidationException wrong ->
                new Refused(wrong.getFsckMessageId().getMessageId() + ": " + wrong.getMessage(), e, false);
            // JGit's own arithmetic stumbles over a delta that copies from nowhere.
            default -> new Refused("this pack is damaged", e, false);
        };
    }
}
