package dev.hob.node.git;

import dev.hob.node.refs.RefView;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
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

/// Gives out what was pushed: git's upload-pack over HTTP, protocol v0 to v2 (gitprotocol-http, gitprotocol-v2).
/// Clients see and may want only what the repository's [dev.hob.node.refs.RefView] reaches. Shared between threads.
public final class Upload {
    /// The service's name on the wire.
    public static final String SERVICE = "git-upload-pack";

    private static final Logger LOG = LoggerFactory.getLogger(Upload.class);

    /// What is offered, whatever a folder's own config says.
    private static final TransferConfig OFFERED = new TransferConfig(offered());

    /// What JGit does in v0 and v1 too, but does not say (gitprotocol-capabilities).
    private static final List<String> OLD_CAPABILITIES = List.of("deepen-since", "deepen-not");

    /// A request that starts from nothing is read whole, up to this, to see whether its answer is ready.
    private static final int REQUEST_BYTES_MAX = 4 << 20;

    private final Storage storage;
    private final Refs refs;
    private final ClonePacks clonePacks;
    private final Answers answers;
    private final Listings listings = new Listings();

    /// @param cache a folder for what can be made again
    public Upload(Storage storage, Refs refs, ClonePacks clonePacks, Path cache) {
        this.storage = storage;
        this.refs = refs;
        this.clonePacks = clonePacks;
        this.answers = new Answers(cache.resolve("answers"), storage);
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
            var advertiser = new PacketLineOutRefAdvertiser(lines);
            if (protocol != Protocol.V2) OLD_CAPABILITIES.forEach(advertiser::advertiseCapability);
            upload.sendAdvertisedRefs(advertiser);
        }
    }

    /// Answers `POST git-upload-pack`. What the client did wrong is told to it as an `ERR` line.
    public void serve(Repo repo, Protocol protocol, InputStream in, OutputStream out) throws IOException {
        byte[] request = in.readNBytes(REQUEST_BYTES_MAX);
        var names = protocol == Protocol.V2 ? FreshFetch.hidden(request) : List.<String>of();
        boolean hidden = !names.isEmpty();
        var seen = hidden ? refs.whole(repo, names) : refs.view(repo);
        var listing = hidden || protocol != Protocol.V2
                ? Optional.<Listings.Question>empty()
                : Listings.question(repo, seen, request);
        var ready = listing.flatMap(listings::ready);
        if (ready.isPresent()) {
            out.write(ready.get());
            return;
        }
        var fetch = hidden ? Optional.<FreshFetch>empty() : FreshFetch.read(protocol, request);
        try (var shared = storage.open(repo.rid())) {
            if (fetch.isPresent() && sendsReady(repo, seen, shared, fetch.get(), out)) return;
            var asked = new Asked(
                    repo,
                    protocol,
                    seen,
                    shared,
                    new SequenceInputStream(new ByteArrayInputStream(request), in),
                    FreshFetch.asksForSizes(request),
                    FreshFetch.stopsAfterWants(request));
            if (listing.isPresent()) {
                var noting = listings.note(listing.get(), out);
                if (negotiate(asked, noting)) noting.complete();
                return;
            }
            if (fetch.isEmpty()) {
                negotiate(asked, out);
                return;
            }
            var question = new Answers.Question(repo.id(), seen.generation(), fetch.get());
            if (answers.send(question, out)) return;
            try (var recording = answers.record(question, out)) {
                if (negotiate(asked, recording)) recording.complete();
            }
        }
    }

    private boolean sendsReady(Repo repo, RefView seen, Repository shared, FreshFetch fetch, OutputStream out)
            throws IOException {
        if (!fetch.isWhole(seen)) return false;
        var pack = clonePacks.of(repo, seen, shared);
        if (pack.isEmpty()) return false;
        var extent = fetch.extent().orElseThrow();
        if (!pack.get().gives(extent)) return false;
        if (extent != Extent.ALL && !ClonePacks.leadsToCommits(shared, seen)) return false;
        try {
            pack.get().send(fetch, seen, out);
            return true;
        } catch (NoSuchFileException e) {
            // Maintenance put another pack into its place in between; nothing was sent.
            LOG.debug("the base pack of {} has just gone", repo.rid(), e);
            return false;
        }
    }

    /// A request and what it may see.
    ///
    /// @param sizes whether it filters blobs by their size
    /// @param stops whether it ends where v0 and v1 let a client ask only what will be shallow
    private record Asked(
            Repo repo,
            Protocol protocol,
            RefView seen,
            Repository shared,
            InputStream request,
            boolean sizes,
            boolean stops) {}

    /// Lets JGit answer. Gives whether the client got what it asked for.
    private boolean negotiate(Asked asked, OutputStream out) throws IOException {
        // JGit copes with packs that maintenance replaces, but not while it looks for the sizes of blobs.
        var lease =
                asked.sizes() ? Optional.of(storage.lease(asked.repo().rid()).readLock()) : Optional.<Lock>empty();
        lease.ifPresent(Lock::lock);
        try (var view = new ViewRepository(asked.shared(), asked.seen());
                var upload = uploadPack(view, asked.protocol())) {
            upload.setRequestValidator((_, wants) -> validate(asked, upload, wants));
            upload.uploadWithExceptionPropagation(asked.request(), out, null);
            return true;
        } catch (ServiceMayNotContinueException e) {
            error(out, e);
        } catch (PackProtocolException | MissingObjectException e) {
            error(out, e);
        } catch (UnsupportedOperationException e) {
            // JGit's own answer to deepen-relative (gitprotocol-v2, "fetch"), before it has sent anything.
            LOG.info("a fetch asked for what is not offered in {}", asked.repo().rid(), e);
            error(out, new PackProtocolException("fetching with --deepen is not offered here: use --depth"));
        } catch (EOFException e) {
            // JGit answers --shallow-since and --shallow-exclude in the older protocols, and then misses the rest.
            if (asked.protocol() == Protocol.V2 || !asked.stops()) throw e;
        } finally {
            lease.ifPresent(Lock::unlock);
        }
        return false;
    }

    /// Whether ids that no branch or tag names are reached from one. A partial clone asks for trees and blobs by the
    /// thousand, and walking to each would be slow: what is in the clone pack is reached.
    private void validate(Asked asked, UploadPack upload, List<ObjectId> wants) throws IOException {
        var pack = clonePacks.of(asked.repo(), refs.view(asked.repo()), asked.shared());
        var others = new HashSet<>(wants);
        pack.ifPresent(p -> others.removeIf(p::contains));
        if (others.isEmpty()) return;
        // Who may read a repository may read what is signed in it, when asked for.
        others.removeAll(refs.whole(asked.repo()).refs().values());
        if (others.isEmpty()) return;
        new UploadPack.ReachableCommitRequestValidator().checkWants(upload, List.copyOf(others));
    }

    private static Config offered() {
        var config = new Config();
        config.setBoolean("uploadpack", null, "allowFilter", true);
        config.setBoolean("uploadpack", null, "allowRefInWant", true);
        return config;
    }

    private static void error(OutputStream out, Exception told) throws IOException {
        new PacketLineOut(out).writeString("ERR " + told.getMessage() + "\n");
        out.flush();
    }

    private static UploadPack uploadPack(ViewRepository view, Protocol protocol) {
        var upload = new UploadPack(view);
        upload.setBiDirectionalPipe(false);
        upload.setTransferConfig(OFFERED);
        upload.setRequestPolicy(UploadPack.RequestPolicy.REACHABLE_COMMIT);
        if (protocol != Protocol.V0) upload.setExtraParameters(List.of(protocol.parameter()));
        return upload;
    }
}
