package dev.hob.node.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.PackFile;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.internal.storage.pack.PackExt;
import org.eclipse.jgit.lib.Repository;

/// A pack that is in a repository's folder now, whatever an open handle knows of it.
record StoredPack(PackFile file, long bytes) {
    /// All files of packs.
    static final String FILES = "pack-*.*";

    private static final String INDEXES = "pack-*." + PackExt.INDEX.getExtension();

    /// All packs of a folder.
    static List<StoredPack> of(Repository repository) throws IOException {
        var folder = ((ObjectDirectory) repository.getObjectDatabase()).getPackDirectory();
        var packs = new ArrayList<StoredPack>();
        try (var indexes = Files.newDirectoryStream(folder.toPath(), INDEXES)) {
            for (var index : indexes) {
                var pack = at(index);
                if (pack.file().exists()) packs.add(pack);
            }
        }
        return packs;
    }

    /// The pack of an index.
    static StoredPack at(Path index) {
        var file = new PackFile(index.toFile()).create(PackExt.PACK);
        return new StoredPack(file, file.length());
    }

    /// The name of its files without their endings.
    String name() {
        String name = file.getName();
        return name.substring(0, name.lastIndexOf('.'));
    }

    Path path() {
        return file.toPath();
    }

    /// What is in it. Read from the disk at each call.
    PackIndex index() throws IOException {
        return PackIndex.open(file.create(PackExt.INDEX));
    }
}
