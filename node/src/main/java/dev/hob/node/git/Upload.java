package dev.hob.node.git;

import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.ServiceMayNotContinueException;
import org.eclipse.jgit.transport.UploadPack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives out what was pushed: git's upload-pack over HTTP, protocol v0 to v2 (gitprotocol-http, gitprotocol-v2).
/// Clients see and may want only what the repository's [dev.hob.node.refs.RefView] reaches. Shared between threads.
public final class Upload {
    /// The service's name on the wire.
    public static final String SERVICE = "git-upload-pack";

    private static final Logger LOG = LoggerFactory.getLogger(Upload.class);
    private static final int TIMEOUT_SECONDS = 300;

    private final Storage storage;
    private final Refs refs;

    public Upload(Storage storage, Refs refs) {
        this.storage = storage;
        this.refs = refs;
    }

    /// Answers `GET info/refs?service=git-upload-pack`.
    public void advertise(Repo repo, Protocol protocol, OutputStream out) throws IOException {
        try (var shared = storage.open(repo.rid());
                var view = new ViewRepository(shared, refs.view(repo));
                var upload = uploadPack(view, protocol)) {
            var lines = new PacketLineOut(out);
            if (protocol != Protocol.V2) {
                lines.writeString("# service=" + SERVICE + "\n");
                lines.end();
            }
            upload.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines));
        }
    }

    /// Answers `POST git-upload-pack`. What the client did wrong is told to it as an `ERR` line.
    public void serve(Repo repo, Protocol protocol, InputStream in, OutputStream out) throws IOException {
        try (var shared = storage.open(repo.rid());
                var view = new ViewRepository(shared, refs.view(repo));
                var upload = uploadPack(view, protocol)) {
            upload.uploadWithExceptionPropagation(in, out, null);
        } catch (ServiceMayNotContinueException e) {
            error(out, e);
        } catch (PackProtocolException | MissingObjectException e) {
            error(out, e);
        } catch (UnsupportedOperationException e) {
            // JGit's own answer to deepen-relative (gitprotocol-v2, "fetch"), before it has sent anything.
            LOG.info("a fetch asked for what is not offered in {}", repo.rid(), e);
            error(out, new PackProtocolException("fetching with --deepen is not offered here: use --depth"));
        }
    }

    private static void error(OutputStream out, Exception told) throws IOException {
        new PacketLineOut(out).writeString("ERR " + told.getMessage() + "\n");
        out.flush();
    }

    private static UploadPack uploadPack(ViewRepository view, Protocol protocol) {
        var upload = new UploadPack(view);
        upload.setBiDirectionalPipe(false);
        upload.setTimeout(TIMEOUT_SECONDS);
        upload.setRequestPolicy(UploadPack.RequestPolicy.REACHABLE_COMMIT);
        if (protocol != Protocol.V0) upload.setExtraParameters(List.of(protocol.parameter()));
        return upload;
    }
}
