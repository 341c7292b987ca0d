package dev.hob.node.git;

import dev.hob.node.refs.RefView;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.PacketLineOut;

/// All that a [dev.hob.node.refs.RefView] reaches and nothing more, ready to leave as one pack: a [BasePack] from the
/// disk, where there is one, and what came since, from memory. Immutable; shared between threads.
///
/// A pack is a header with the number of objects, the objects, and a checksum of both (gitformat-pack). Deltas point
/// back by distance or name their base, so that two packs' objects one behind the other are a pack again.
final class ClonePack {
    private static final byte[] NAK = "0008NAK\n".getBytes(StandardCharsets.US_ASCII);

    private final Set<ObjectId> tips;
    private final Optional<BasePack> base;
    private final Increment increment;
    private final Map<Extent, byte[]> trailers = new ConcurrentHashMap<>();

    /// What a base pack lacks.
    static final class Increment {
        private final byte[] pack;
        private final PackLayout layout;
        private final Set<ObjectId> objects;

        /// @param pack a whole pack, with header and trailer; may hold deltas against the base
        /// @param objects what is in it
        Increment(byte[] pack, PackLayout layout, Set<ObjectId> objects) {
            this.pack = pack;
            this.layout = layout;
            this.objects = objects;
        }
    }

    /// @param tips what the branches and tags point at
    ClonePack(Set<ObjectId> tips, Optional<BasePack> base, Increment increment) {
        this.tips = Set.copyOf(tips);
        this.base = base;
        this.increment = increment;
    }

    /// Whether an object may be seen: whether any branch or tag reaches it.
    boolean contains(ObjectId id) {
        return increment.objects.contains(id)
                || base.map(b -> b.index().hasObject(id)).orElse(false);
    }

    /// Whether so much of the history can be taken from it.
    boolean gives(Extent extent) {
        return extent == Extent.ALL || base.map(b -> b.layout().isSorted()).orElse(true);
    }

    /// What it occupies in memory, about.
    int weight() {
        return increment.pack.length + increment.objects.size() * 64 + tips.size() * 64;
    }

    /// Answers a fetch that asks for all of the same tips, to an extent that it [#gives]. The pack goes out in packets;
    /// memory is one packet.
    void send(FreshFetch fetch, RefView view, OutputStream out) throws IOException {
        var extent = fetch.extent().orElseThrow();
        try (InputStream file =
                base.isPresent() ? Files.newInputStream(base.get().file()) : InputStream.nullInputStream()) {
            if (fetch.protocol() == Protocol.V2) begin(fetch, view, out);
            else out.write(NAK);
            write(extent, file, new SideBand(out));
        }
    }

    /// The sections before the pack (gitprotocol-v2, "output = ...").
    private static void begin(FreshFetch fetch, RefView view, OutputStream out) throws IOException {
        var lines = new PacketLineOut(out);
        lines.setFlushOnEnd(false);
        if (!fetch.wantedRefs().isEmpty()) {
            lines.writeString("wanted-refs\n");
            for (String ref : fetch.wantedRefs())
                lines.writeString(Objects.requireNonNull(view.refs().get(ref)).name() + " " + ref + "\n");
            lines.writeDelim();
        }
        lines.writeString("packfile\n");
    }

    private void write(Extent extent, InputStream file, SideBand pack) throws IOException {
        var known = Optional.ofNullable(trailers.get(extent));
        var digest = sha1();
        SideBand.Sink sink = known.isPresent() ? (_, _, _) -> {} : digest::update;
        byte[] header = header(extent);
        digest.update(header);
        pack.write(header, 0, header.length);
        if (base.isPresent()) {
            file.skipNBytes(PackLayout.HEADER_BYTES);
            pack.copy(file, base.get().layout().upTo(extent).bytes() - PackLayout.HEADER_BYTES, sink);
        }
        int length = (int) increment.layout.upTo(extent).bytes() - PackLayout.HEADER_BYTES;
        sink.take(increment.pack, PackLayout.HEADER_BYTES, length);
        pack.write(increment.pack, PackLayout.HEADER_BYTES, length);
        byte[] trailer = known.orElseGet(digest::digest);
        trailers.putIfAbsent(extent, trailer);
        pack.write(trailer, 0, trailer.length);
        pack.close();
    }

    private byte[] header(Extent extent) {
        long objects = increment.layout.upTo(extent).objects()
                + base.map(b -> b.layout().upTo(extent).objects()).orElse(0L);
        return ByteBuffer.allocate(PackLayout.HEADER_BYTES)
                .put("PACK".getBytes(StandardCharsets.US_ASCII))
                .putInt(2)
                .putInt(Math.toIntExact(objects))
                .array();
    }

    /// The checksum of a pack; not what its objects are named by.
    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-1", e);
        }
    }
}
