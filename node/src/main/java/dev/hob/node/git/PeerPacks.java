package dev.hob.node.git;

import dev.hob.node.code.Fsck;
import dev.hob.node.code.Links;
import dev.hob.node.refs.Intake;
import dev.hob.node.repo.Storage;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.TooLargePackException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevBlob;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevTag;

/// Reads the packs that a peer sends into an [Intake], as carefully as those of a push: format, size, collisions, and
/// that nothing is missing. Owned by one fetch.
public final class PeerPacks {
    private final Intake intake;
    private final Storage storage;
    private final ReceiveLimits limits;
    private final List<Links> links = new ArrayList<>();
    private final Set<Path> checked = new HashSet<>();
    private Optional<Path> last = Optional.empty();
    private long bytes;

    /// @param limits on all packs of the fetch together
    public PeerPacks(Intake intake, Storage storage, ReceiveLimits limits) {
        this.intake = intake;
        this.storage = storage;
        this.limits = limits;
    }

    /// A pack that is not taken; the message says why, for our log.
    public static final class Refused extends IOException {
        Refused(String why, Throwable cause) {
            super(why, cause);
        }
    }

    /// How many bytes have come.
    public long bytes() {
        return bytes;
    }

    /// Reads one pack to its end.
    ///
    /// @param wanted what must be in it
    /// @throws Refused when it is not what a pack must be
    /// @throws IOException when the stream breaks
    public void take(InputStream pack, Set<ObjectId> wanted) throws IOException {
        var watched = new CarefulReceivePack.Watched(pack, limits, storage);
        var source = new Source(watched, limits.packBytesMax() - bytes);
        var fsck = new Fsck();
        links.add(fsck.links());
        last = Optional.empty();
        Optional<FollowedSha1> hash = Optional.empty();
        try (var inserter = intake.all().newObjectInserter()) {
            var parser = inserter.newPackParser(source);
            watched.parser = Optional.of(parser);
            hash = FollowedSha1.into(parser);
            parser.setAllowThin(true);
            parser.setObjectChecker(fsck);
            parser.setMaxObjectSizeLimit(limits.objectBytesMax());
            parser.parse(NullProgressMonitor.INSTANCE);
            checkDeltas();
            hash.ifPresent(FollowedSha1::finish);
            inserter.flush();
            try (var reader = intake.all().newObjectReader()) {
                fsck.checkAttributes(reader);
                for (var id : wanted)
                    if (!reader.has(id)) throw new MissingObjectException(id, "object that was asked for");
            }
        } catch (OutOfMemoryError e) {
            throw new Refused("this pack needs more memory than this node has", e);
        } catch (IOException | RuntimeException e) {
            // A stream that broke is no fault of the pack.
            if (source.broken.isPresent()) throw source.broken.get();
            throw new Refused(
                    String.valueOf(CarefulReceivePack.refused(e, limits).getMessage()), e);
        } finally {
            bytes += source.read;
            hash.ifPresent(FollowedSha1::close);
        }
    }

    /// Remembers how the stream broke, whatever JGit makes of it, and ends when too much has come.
    private static final class Source extends FilterInputStream {
        private final long bytesMax;
        private long read;
        private Optional<IOException> broken = Optional.empty();

        Source(InputStream in, long bytesMax) {
            super(in);
            this.bytesMax = bytesMax;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int some = some(into, offset, length);
            read += Math.max(0, some);
            if (read > bytesMax) throw new TooLargePackException(bytesMax);
            return some;
        }

        private int some(byte[] into, int offset, int length) throws IOException {
            try {
                return in.read(into, offset, length);
            } catch (CorruptObjectException e) {
                throw e; // More objects than are taken.
            } catch (IOException e) {
                broken = Optional.of(e);
                throw e;
            }
        }
    }

    private void checkDeltas() throws IOException {
        try (var packs = Files.newDirectoryStream(intake.packs(), "*.pack")) {
            for (var pack : packs) {
                if (!checked.add(pack)) continue;
                String name = pack.getFileName().toString();
                var index = pack.resolveSibling(name.substring(0, name.length() - "pack".length()) + "idx");
                PackDeltas.check(pack, index);
                last = Optional.of(index);
            }
        }
    }

    /// Lets clones of a new folder be given the pack that came last, as it is, where it holds all that some tips
    /// lead to and nothing else.
    ///
    /// @param tips what was asked for
    public void offer(Set<ObjectId> tips) throws IOException {
        if (!intake.isFresh() || last.isEmpty()) return;
        var pack = StoredPack.at(last.get());
        long objects = pack.index().getObjectCount();
        if (!links.getLast().areAll(tips, objects)) return;
        BasePacks.begin(intake.all().getDirectory().toPath(), pack.name(), PackLayout.mixed(pack, objects), tips);
    }

    /// Whether everything is there that some ids lead to; else what is missing.
    ///
    /// @param known ids that nothing is missing behind
    public Optional<String> missing(Collection<ObjectId> tips, Collection<ObjectId> known) throws IOException {
        if (known.isEmpty() && Links.hold(links, tips)) return Optional.empty();
        try (var walk = new ObjectWalk(intake.all())) {
            for (var tip : tips) walk.markStart(walk.parseAny(tip));
            for (var id : known) leaveOut(walk, id);
            while (walk.next() != null) {
                // Commits are read as they are walked.
            }
            for (RevObject next = walk.nextObject(); next != null; next = walk.nextObject())
                if (next instanceof RevBlob && !walk.getObjectReader().has(next, Constants.OBJ_BLOB))
                    return Optional.of("blob " + next.name());
            return Optional.empty();
        } catch (MissingObjectException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static void leaveOut(ObjectWalk walk, ObjectId id) throws IOException {
        try {
            var object = walk.parseAny(id);
            walk.markUninteresting(object);
            if (object instanceof RevTag) {
                object = walk.peel(object);
                walk.markUninteresting(object);
            }
            if (object instanceof RevCommit commit) walk.markUninteresting(commit.getTree());
        } catch (MissingObjectException _) {
            // What is not here leaves nothing out.
        }
    }
}
