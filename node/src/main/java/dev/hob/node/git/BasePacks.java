package dev.hob.node.git;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.log.RepoId;
import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which pack of each folder is its [BasePack], kept beside the folder's own files. A note that is lost or does not
/// fit costs speed and nothing else. Shared between threads.
public final class BasePacks {
    private static final Logger LOG = LoggerFactory.getLogger(BasePacks.class);
    private static final String NOTE = "hob/base-pack.json";
    private static final int KNOWN_MAX = 256;
    private static final ObjectMapper MAPPER =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Storage storage;
    private final Cache<RepoId, Optional<BasePack>> known =
            Caffeine.newBuilder().maximumSize(KNOWN_MAX).build();

    public BasePacks(Storage storage) {
        this.storage = storage;
    }

    /// What is kept on disk.
    private record Note(String pack, List<String> tips, PackLayout layout) {}

    /// The base pack of a folder that is open, where it has one.
    Optional<BasePack> of(RepoId rid, Repository repository) {
        return known.get(rid, _ -> read(rid, repository));
    }

    private Optional<BasePack> read(RepoId rid, Repository repository) {
        try {
            var note = MAPPER.readValue(Files.readAllBytes(file(rid)), Note.class);
            for (var pack : StoredPack.of(repository)) {
                if (!pack.name().equals(note.pack())) continue;
                if (pack.bytes() != note.layout().all().bytes() + PackLayout.TRAILER_BYTES) break;
                var tips = note.tips().stream().map(ObjectId::fromString).collect(Collectors.toSet());
                return Optional.of(new BasePack(note.pack(), pack.path(), note.layout(), tips, pack.index()));
            }
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("cannot use the base pack of {}", rid, e);
            return Optional.empty();
        }
    }

    /// Notes a pack that has come into the folder as its base.
    void replace(RepoId rid, String pack, PackLayout layout, Iterable<ObjectId> tips) throws IOException {
        write(file(rid), pack, layout, tips);
        known.invalidate(rid);
    }

    /// Notes a pack as the base of a folder that is not in its place yet, and that nobody knows.
    static void begin(Path folder, String pack, PackLayout layout, Iterable<ObjectId> tips) throws IOException {
        write(folder.resolve(NOTE), pack, layout, tips);
    }

    private static void write(Path file, String pack, PackLayout layout, Iterable<ObjectId> tips) throws IOException {
        var names = new ArrayList<String>();
        for (var tip : tips) names.add(tip.name());
        Files.createDirectories(file.getParent());
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, MAPPER.writeValueAsBytes(new Note(pack, names, layout)));
        try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Forgets the base of a folder: the pack is an ordinary one from now on.
    void drop(RepoId rid) throws IOException {
        Files.deleteIfExists(file(rid));
        known.invalidate(rid);
    }

    private Path file(RepoId rid) {
        return storage.path(rid).resolve(NOTE);
    }
}
