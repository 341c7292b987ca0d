package dev.hob.node.code;

import dev.hob.node.code.DatedFolder.Entry;
import dev.hob.node.code.DatedFolder.Inside;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.zip.CRC32;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// One state of what [LastCommits] wrote down about a repository. The file only grows: dated folders, each after
/// those within it, and tips, each after its root. What a crash tore off at its end is passed over. Immutable; each
/// growth gives the next state. Only the one who holds the repository's lock in [LastCommits] makes it grow.
///
/// @param number rises each time that the file is written anew
/// @param size how far it is filled
/// @param tips the commits that are known, in the order in which they were learnt
record DatedFile(Path folder, long number, long size, SequencedMap<ObjectId, Tip> tips) {
    /// A file begins with this; the last byte is the version of the format.
    private static final long MAGIC = 0x686f622d64617401L;

    private static final byte FOLDER = 'F';
    private static final byte TIP = 'T';
    private static final int HEAD_BYTES = 5;
    private static final int RECORD_BYTES_MAX = 64 << 20;
    private static final int ENTRIES_MAX = 1_000_000;
    private static final long NO_PLACE = -1;

    /// A commit that is known.
    ///
    /// @param root where its root folder is written
    /// @param commits how many commits it reaches, itself among them
    record Tip(long root, int commits) {}

    /// The bytes are not what was written: the file is good for nothing.
    static final class Damaged extends IOException {
        private static final long serialVersionUID = 1L;

        Damaged(String told) {
            super(told);
        }
    }

    DatedFile {
        tips = new LinkedHashMap<>(tips);
    }

    /// Opens the newest file in a folder, or says where the first will be.
    static DatedFile open(Path folder) throws IOException {
        long number = 0;
        if (Files.isDirectory(folder)) {
            try (var children = Files.list(folder)) {
                number = children.map(child -> child.getFileName().toString())
                        .filter(name -> name.matches("\\d{1,18}"))
                        .mapToLong(Long::parseLong)
                        .max()
                        .orElse(0);
            }
        }
        var fresh = fresh(folder, number);
        return Files.exists(fresh.file()) ? scan(fresh) : fresh;
    }

    /// A file that is not there yet.
    static DatedFile fresh(Path folder, long number) {
        return new DatedFile(folder, number, 0, new LinkedHashMap<>());
    }

    /// Where it is.
    Path file() {
        return folder.resolve(Long.toString(number));
    }

    private static DatedFile scan(DatedFile fresh) throws IOException {
        var file = fresh.file();
        var tips = new LinkedHashMap<ObjectId, Tip>();
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() < Long.BYTES || read(channel, 0, Long.BYTES).getLong() != MAGIC)
                throw new Damaged(file + " is of another kind or version");
            long end = Long.BYTES;
            while (end + HEAD_BYTES <= channel.size()) {
                var head = read(channel, end, HEAD_BYTES);
                int length = head.getInt();
                byte kind = head.get();
                long next = end + HEAD_BYTES + length + Integer.BYTES;
                if (length < 0 || length > RECORD_BYTES_MAX || next > channel.size()) break;
                if (kind == TIP) {
                    var payload = payload(channel, end, length, kind);
                    if (payload.isEmpty()) break;
                    tip(payload.get(), tips);
                }
                end = next;
            }
            return new DatedFile(fresh.folder, fresh.number, end, tips);
        }
    }

    private static void tip(byte[] payload, Map<ObjectId, Tip> tips) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(payload));
        tips.put(id(in), new Tip(in.readLong(), in.readInt()));
    }

    /// Whether what was written is still on the disk.
    boolean isThere() throws IOException {
        return size == 0 || (Files.exists(file()) && Files.size(file()) >= size);
    }

    /// Reads a folder.
    DatedFolder folder(long place) throws IOException {
        try (var channel = FileChannel.open(file(), StandardOpenOption.READ)) {
            var head = read(channel, place, HEAD_BYTES);
            int length = head.getInt();
            byte kind = head.get();
            if (kind != FOLDER || length < 0 || length > RECORD_BYTES_MAX)
                throw new Damaged("no folder at " + place + " of " + file());
            return folder(payload(channel, place, length, kind)
                    .orElseThrow(() -> new Damaged("the folder at " + place + " of " + file())));
        }
    }

    /// What a record holds, if it is what was written.
    private static Optional<byte[]> payload(FileChannel channel, long place, int length, byte kind) throws IOException {
        var record = read(channel, place + HEAD_BYTES, length + Integer.BYTES);
        var payload = new byte[length];
        record.get(payload);
        return record.getInt() == sum(kind, payload) ? Optional.of(payload) : Optional.empty();
    }

    private static ByteBuffer read(FileChannel channel, long place, int bytes) throws IOException {
        var buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining())
            if (channel.read(buffer, place + buffer.position()) < 0)
                throw new Damaged("it ends before " + (place + bytes));
        return buffer.flip();
    }

    private static DatedFolder folder(byte[] payload) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(payload));
        var tree = id(in);
        int count = in.readInt();
        if (count < 0 || count > ENTRIES_MAX) throw new Damaged("a folder of " + count + " entries");
        var entries = new ArrayList<Entry>(count);
        for (int i = 0; i < count; i++) {
            byte[] name = in.readNBytes(in.readUnsignedShort());
            int mode = in.readInt();
            var id = id(in);
            var last = id(in);
            long place = in.readLong();
            entries.add(new Entry(name, mode, id, last, place < 0 ? DatedFolder.NOTHING : new Inside.At(place)));
        }
        return new DatedFolder(tree, entries);
    }

    private static ObjectId id(DataInputStream in) throws IOException {
        byte[] bytes = in.readNBytes(Constants.OBJECT_ID_LENGTH);
        if (bytes.length < Constants.OBJECT_ID_LENGTH) throw new EOFException();
        return ObjectId.fromRaw(bytes);
    }

    /// The next state: a tip and what of its folders is not written yet.
    DatedFile with(ObjectId commit, int commits, DatedFolder root) throws IOException {
        Files.createDirectories(folder);
        var out = new Growth();
        long place = out.folder(root);
        out.tip(commit, new Tip(place, commits));
        try (var channel = FileChannel.open(file(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.truncate(size);
            var bytes = ByteBuffer.wrap(out.bytes.toByteArray());
            for (long at = size; bytes.hasRemaining(); ) at += channel.write(bytes, at);
        }
        var grown = new LinkedHashMap<>(tips);
        grown.remove(commit); // So that it comes last again.
        grown.put(commit.copy(), new Tip(place, commits));
        return new DatedFile(folder, number, size + out.bytes.size(), grown);
    }

    /// The same in the next file, with the last so many tips only and without what no other reaches.
    DatedFile rewritten(int tipsMax) throws IOException {
        var kept = new LinkedHashMap<>(tips);
        while (kept.size() > tipsMax) kept.pollFirstEntry();
        var next = fresh(folder, number + 1);
        var moved = new HashMap<Long, Long>();
        var out = next.new Growth();
        for (var tip : kept.entrySet()) {
            long root = copy(tip.getValue().root(), out, moved);
            tip.setValue(new Tip(root, tip.getValue().commits()));
            out.tip(tip.getKey(), tip.getValue());
        }
        var fresh = folder.resolve("new");
        Files.write(fresh, out.bytes.toByteArray());
        Files.move(fresh, next.file(), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(file());
        return new DatedFile(folder, next.number, out.bytes.size(), kept);
    }

    private long copy(long place, Growth out, Map<Long, Long> moved) throws IOException {
        var known = moved.get(place);
        if (known != null) return known;
        var folder = folder(place);
        var entries = new ArrayList<Entry>(folder.entries().size());
        for (var entry : folder.entries())
            entries.add(
                    entry.inside() instanceof Inside.At(long within)
                            ? entry.at(new Inside.At(copy(within, out, moved)))
                            : entry);
        long written = out.folder(new DatedFolder(folder.tree(), entries));
        moved.put(place, written);
        return written;
    }

    private static int sum(byte kind, byte[] payload) {
        var sum = new CRC32();
        sum.update(kind);
        sum.update(payload);
        return (int) sum.getValue();
    }

    /// Bytes that will be written behind what is there.
    private final class Growth {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        Growth() throws IOException {
            if (size == 0) out.writeLong(MAGIC);
        }

        long folder(DatedFolder folder) throws IOException {
            var payload = new ByteArrayOutputStream();
            var data = new DataOutputStream(payload);
            folder.tree().copyRawTo(data);
            data.writeInt(folder.entries().size());
            for (var entry : folder.entries()) {
                byte[] name = entry.name();
                if (name.length > 0xffff) throw new IOException("a name of " + name.length + " bytes");
                data.writeShort(name.length);
                data.write(name);
                data.writeInt(entry.mode());
                entry.id().copyRawTo(data);
                entry.last().copyRawTo(data);
                data.writeLong(
                        switch (entry.inside()) {
                            case Inside.Nothing _ -> NO_PLACE;
                            case Inside.At(long place) -> place;
                            case Inside.Here(var inner) -> folder(inner);
                        });
            }
            return record(FOLDER, payload.toByteArray());
        }

        void tip(ObjectId commit, Tip tip) throws IOException {
            var payload = new ByteArrayOutputStream();
            var data = new DataOutputStream(payload);
            commit.copyRawTo(data);
            data.writeLong(tip.root());
            data.writeInt(tip.commits());
            record(TIP, payload.toByteArray());
        }

        private long record(byte kind, byte[] payload) throws IOException {
            if (payload.length > RECORD_BYTES_MAX) throw new IOException("a folder of " + payload.length + " bytes");
            long place = size + bytes.size();
            out.writeInt(payload.length);
            out.writeByte(kind);
            out.write(payload);
            out.writeInt(sum(kind, payload));
            return place;
        }
    }
}
