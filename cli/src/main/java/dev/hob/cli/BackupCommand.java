package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `hob backup FILE`: one file with everything, of one moment, while work goes on.
///
/// While no repository is written, made or deleted, the database is copied, and each file of a repository gets a second
/// name in the copy (a hard link). That costs next to nothing, and since git replaces files and never changes one, the
/// copy outlives whatever is pushed, packed or deleted next. Then work goes on, and the copy is written into the file.
@Command(name = "backup", description = "Writes everything into one file, while the node runs or is stopped.")
final class BackupCommand extends Act {
    /// In the archive: what it is and in which layout.
    static final String NOTE = "hob-backup";

    static final String LAYOUT = "1";
    /// The database, also that of a PostgreSQL server, as an SQLite file.
    static final String DATABASE = "hob.db";
    private static final Path PRESERVED = Path.of("objects", "pack", "preserved");

    @Parameters(paramLabel = "FILE", description = "A new file. It holds every key: keep it as safe as the node.")
    String file = "";

    BackupCommand(Terminal terminal, Ground ground) {
        super(terminal, ground);
    }

    @Override
    int run(House house) {
        var target = terminal.path(file);
        try {
            // In the storage: there a boot sweeps it out after a crash, and objects can be linked to.
            var aside = house.node().storage().aside();
            try {
                write(house, aside, target);
            } finally {
                Storage.remove(aside);
            }
        } catch (FileAlreadyExistsException e) {
            throw new CommandException(e.getMessage() + " exists already", e);
        } catch (IOException e) {
            throw new CommandException("cannot write the backup " + target + ": " + e, e);
        }
        terminal.out(target.toString());
        return 0;
    }

    private void write(House house, Path aside, Path target) throws IOException {
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel = Files.newByteChannel(
                        target, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode);
                var zip = new ZipOutputStream(Channels.newOutputStream(channel))) {
            zip.setLevel(Deflater.BEST_SPEED); // Packs are compressed already.
            zip.putNextEntry(new ZipEntry(NOTE));
            zip.write(LAYOUT.getBytes(UTF_8));
            zip.closeEntry();
            copy(house, aside);
            var progress = new Progress(terminal, "files kept");
            long[] count = {0};
            for (String name : List.of("master.key", "hob.toml"))
                if (Files.exists(house.data().resolve(name)))
                    add(zip, house.data().resolve(name), name);
            Files.walkFileTree(aside, each(path -> {
                add(zip, path, aside.relativize(path).toString());
                progress.at(++count[0]);
            }));
        } catch (IOException | RuntimeException e) {
            if (!(e instanceof FileAlreadyExistsException)) Files.deleteIfExists(target);
            throw e;
        }
    }

    private static void copy(House house, Path aside) throws IOException {
        var node = house.node();
        node.lateSigning().flush(); // So that little is left to sign while everybody waits.
        var still = node.storage().stillness();
        still.lock();
        try {
            node.lateSigning().flush();
            node.database().snapshotTo(aside.resolve(DATABASE));
            for (var repo : node.repos().all()) {
                var from = node.storage().path(repo.rid());
                var to = aside.resolve("storage").resolve(repo.rid().folder());
                if (!Files.exists(to)) copy(from, to);
            }
        } finally {
            still.unlock();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, each(path -> {
            var relative = from.relativize(path);
            String name = path.getFileName().toString();
            if (name.endsWith(".lock") || name.endsWith(".tmp")) return; // Somebody's who was killed.
            if (relative.startsWith(PRESERVED)) return; // Only for fetches that run.
            var copy = to.resolve(relative);
            Files.createDirectories(parent(copy));
            link(path, copy);
        }));
    }

    private static Path parent(Path path) {
        return Optional.ofNullable(path.getParent()).orElseThrow();
    }

    private static void link(Path path, Path copy) throws IOException {
        try {
            Files.createLink(copy, path);
        } catch (UnsupportedOperationException | FileSystemException e) {
            if (e instanceof NoSuchFileException gone) throw gone;
            Files.copy(path, copy); // A file system without links.
        }
    }

    private static void add(ZipOutputStream zip, Path path, String name) throws IOException {
        try (var in = Files.newInputStream(path)) {
            zip.putNextEntry(new ZipEntry(name.replace('\\', '/')));
            in.transferTo(zip);
            zip.closeEntry();
        }
    }

    private interface Visit {
        void at(Path path) throws IOException;
    }

    private static SimpleFileVisitor<Path> each(Visit visit) {
        return new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                try {
                    visit.at(file);
                } catch (NoSuchFileException _) {
                    // Git's own maintenance goes on, and what it takes away it has packed before.
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) return FileVisitResult.CONTINUE;
                throw e;
            }
        };
    }
}
