package dev.hob.node.git;

import dev.hob.node.log.RepoId;
import dev.hob.node.refs.RefView;
import dev.hob.node.repo.Storage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.ServiceMayNotContinueException;
import org.eclipse.jgit.transport.TransferConfig;
import org.eclipse.jgit.transport.UploadPack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives a peer what is signed in a folder: git's upload-pack, protocol v2, command by command on one stream. All
/// commands see the same refs. Used by one thread.
public final class PeerUpload implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeerUpload.class);
    private static final TransferConfig OFFERED = new TransferConfig(new Config());

    private final Repository shared;
    private final ClonePacks clonePacks;
    private final RepoId rid;
    private final RefView seen;
    private final Set<ObjectId> named;
    private final ViewRepository view;

    /// @param seen all that may be seen, and so be wanted with all that it leads to
    public PeerUpload(Storage storage, ClonePacks clonePacks, RepoId rid, RefView seen) {
        this.shared = storage.open(rid);
        this.clonePacks = clonePacks;
        this.rid = rid;
        this.named = new HashSet<>(seen.refs().values());
        this.seen = seen;
        this.view = new ViewRepository(shared, seen);
    }

    /// Says what this can do.
    public void advertise(OutputStream out) throws IOException {
        try (var upload = uploadPack()) {
            upload.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(new PacketLineOut(out)));
            out.flush();
        }
    }

    /// Answers one command, which ends with its flush. Gives whether the peer got what it asked for; what it did wrong
    /// it is told.
    public boolean answer(byte[] command, OutputStream out) throws IOException {
        var fresh = FreshFetch.read(Protocol.V2, command);
        if (fresh.isPresent() && sendsReady(fresh.get(), out)) return true;
        // JGit answers the second command of a stream with the pack of the first: so each gets its own.
        try (var upload = uploadPack()) {
            upload.setRequestValidator((_, wants) -> validate(upload, wants));
            upload.uploadWithExceptionPropagation(new ByteArrayInputStream(command), out, null);
            out.flush();
            return true;
        } catch (ServiceMayNotContinueException | PackProtocolException | MissingObjectException e) {
            new PacketLineOut(out).writeString("ERR " + e.getMessage() + "\n");
            out.flush();
            return false;
        }
    }

    /// Whoever has nothing yet gets what lies ready: stage by stage most peers ask for all of a few tips.
    private boolean sendsReady(FreshFetch fetch, OutputStream out) throws IOException {
        if (!fetch.wantedRefs().isEmpty() || !named.containsAll(fetch.wants())) return false;
        if (fetch.extent().filter(extent -> extent == Extent.ALL).isEmpty()) return false;
        var pack = clonePacks.of(rid, fetch.wants(), shared);
        if (pack.isEmpty()) return false;
        try {
            pack.get().send(fetch, seen, out);
            out.flush();
            return true;
        } catch (NoSuchFileException e) {
            // Maintenance put another pack into its place in between; nothing was sent.
            LOG.debug("the base pack of {} has just gone", rid, e);
            return false;
        }
    }

    /// Old lists are wanted too, and what they name: reached from the newer ones, as long as nothing was taken back.
    private void validate(UploadPack upload, List<ObjectId> wants) throws IOException {
        var others = new HashSet<>(wants);
        others.removeAll(named);
        if (!others.isEmpty()) new UploadPack.ReachableCommitRequestValidator().checkWants(upload, List.copyOf(others));
    }

    private UploadPack uploadPack() {
        var upload = new UploadPack(view);
        upload.setBiDirectionalPipe(false);
        upload.setTransferConfig(OFFERED);
        upload.setExtraParameters(List.of(Protocol.V2.parameter()));
        return upload;
    }

    @Override
    public void close() {
        view.close();
        shared.close();
    }
}
