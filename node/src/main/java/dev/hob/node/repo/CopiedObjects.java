package dev.hob.node.repo;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.pack.PackConfig;

/// Takes objects from one folder into another: what some commits and tags reach, and nothing else.
public final class CopiedObjects {
    private CopiedObjects() {}

    /// Copies what some ids reach and others do not, as one pack. It is seen at once, and reached by no ref yet:
    /// the caller has a lease on both folders.
    ///
    /// @param known ids of the first folder whose objects the second one has
    /// @param aside a folder on the same disk, for the unfinished pack
    public static void copy(Repository from, Repository to, Set<ObjectId> tips, Set<ObjectId> known, Path aside)
            throws IOException {
        var config = new PackConfig(from);
        config.setThreads(1);
        try (var reader = from.newObjectReader();
                var writer = new PackWriter(config, reader)) {
            writer.setDeltaBaseAsOffset(true);
            writer.setReuseDeltaCommits(true);
            writer.setUseBitmaps(false);
            writer.setUseCachedPacks(false);
            writer.preparePack(NullProgressMonitor.INSTANCE, tips, known);
            if (writer.getObjectCount() == 0) return;
            String name = "pack-" + writer.computeName().name();
            store(
                    aside.resolve(name + ".pack"),
                    out -> writer.writePack(NullProgressMonitor.INSTANCE, NullProgressMonitor.INSTANCE, out));
            store(aside.resolve(name + ".idx"), writer::writeIndex);
            var packs = to.getDirectory().toPath().resolve("objects").resolve("pack");
            Files.createDirectories(packs);
            // The index last: a pack is seen by its index.
            for (String ending : new String[] {".pack", ".idx"})
                Files.move(
                        aside.resolve(name + ending),
                        packs.resolve(name + ending),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @FunctionalInterface
    private interface Body {
        void write(OutputStream out) throws IOException;
    }

    private static void store(Path file, Body body) throws IOException {
        try (var channel = FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
                var out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
            body.write(out);
            out.flush();
            channel.force(true);
        }
    }
}
