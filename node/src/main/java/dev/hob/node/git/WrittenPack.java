package dev.hob.node.git;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.internal.storage.commitgraph.CommitGraphWriter;
import org.eclipse.jgit.internal.storage.commitgraph.GraphCommits;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.internal.storage.pack.PackExt;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdSet;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.pack.PackConfig;

/// A pack and its index, written outside of any repository and forced to the disk.
///
/// @param name the file's name without its ending
record WrittenPack(Path folder, String name, PackLayout layout, PackIndex objects) {
    private static final long DELTA_WINDOW_BYTES_MAX = 32L << 20;
    private static final long DELTA_CACHE_BYTES_MAX = 16L << 20;
    private static final String COMMIT_GRAPH = "objects/info/commit-graph";

    /// How deltas come about. JGit looks for none between objects that lie whole in two packs, as what pushes bring
    /// does, unless it makes all of them anew.
    enum Deltas {
        /// As they are in the packs they come from.
        KEPT,
        /// Searched for: much smaller, and much slower.
        ANEW
    }

    /// Writes what some ids reach and others do not, without what is somewhere else already; none when that is
    /// nothing.
    static Optional<WrittenPack> reached(
            Repository repository,
            Set<ObjectId> tips,
            Set<ObjectId> without,
            List<ObjectIdSet> elsewhere,
            Deltas deltas,
            Path folder)
            throws IOException {
        try (var reader = repository.newObjectReader();
                var writer = writer(repository, reader, deltas)) {
            elsewhere.forEach(writer::excludeObjects);
            writer.preparePack(NullProgressMonitor.INSTANCE, tips, without);
            return write(writer, folder);
        }
    }

    /// Writes all objects of some packs, and some more.
    static Optional<WrittenPack> all(
            Repository repository, List<StoredPack> packs, Collection<ObjectId> more, Deltas deltas, Path folder)
            throws IOException {
        try (var reader = repository.newObjectReader();
                var walk = new RevWalk(reader);
                var writer = writer(repository, reader, deltas)) {
            var objects = new ArrayList<RevObject>();
            for (var pack : packs) for (var entry : pack.index()) objects.add(lookUp(walk, reader, entry.toObjectId()));
            for (var id : more) objects.add(lookUp(walk, reader, id));
            writer.preparePack(objects.iterator());
            return write(writer, folder);
        }
    }

    private static RevObject lookUp(RevWalk walk, ObjectReader reader, ObjectId id) throws IOException {
        return walk.lookupAny(id, reader.open(id).getType());
    }

    private static PackWriter writer(Repository repository, ObjectReader reader, Deltas deltas) {
        var config = new PackConfig(repository);
        config.setThreads(1);
        config.setReuseDeltas(deltas == Deltas.KEPT);
        config.setDeltaSearchMemoryLimit(DELTA_WINDOW_BYTES_MAX);
        config.setDeltaCacheSize(DELTA_CACHE_BYTES_MAX);
        var writer = new PackWriter(config, reader);
        writer.setDeltaBaseAsOffset(true);
        writer.setReuseDeltaCommits(true);
        writer.setUseBitmaps(false);
        writer.setUseCachedPacks(false);
        return writer;
    }

    private static Optional<WrittenPack> write(PackWriter writer, Path folder) throws IOException {
        if (writer.getObjectCount() == 0) return Optional.empty();
        String name = "pack-" + writer.computeName().name();
        store(
                folder.resolve(name + "." + PackExt.PACK.getExtension()),
                out -> writer.writePack(NullProgressMonitor.INSTANCE, NullProgressMonitor.INSTANCE, out));
        var index = folder.resolve(name + "." + PackExt.INDEX.getExtension());
        store(index, writer::writeIndex);
        return Optional.of(
                new WrittenPack(folder, name, PackLayout.of(writer.getStatistics()), PackIndex.open(index.toFile())));
    }

    /// Puts the files into their place, the index last, since a pack is seen by its index.
    void moveTo(Path packs) throws IOException {
        for (var kind : List.of(PackExt.PACK, PackExt.INDEX)) {
            String file = name + "." + kind.getExtension();
            Files.move(
                    folder.resolve(file),
                    packs.resolve(file),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// Writes the commit-graph of what some ids reach (gitformat-commit-graph).
    static void commitGraph(Repository repository, Set<ObjectId> tips) throws IOException {
        var file = repository.getDirectory().toPath().resolve(COMMIT_GRAPH);
        var fresh = file.resolveSibling("commit-graph.new");
        Files.createDirectories(file.getParent());
        try (var walk = new RevWalk(repository)) {
            var commits = GraphCommits.fromWalk(NullProgressMonitor.INSTANCE, tips, walk);
            store(fresh, out -> new CommitGraphWriter(commits).write(NullProgressMonitor.INSTANCE, out));
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @FunctionalInterface
    private interface Body {
        void write(OutputStream out) throws IOException;
    }

    private static void store(Path file, Body body) throws IOException {
        try (var channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            try (var out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
                body.write(out);
                out.flush();
                channel.force(true);
            }
        }
    }
}
