package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `hob backup FILE`: one file with everything, of one moment, while work goes on.
///
/// While nobody can write to the database, it is copied together with every ref. A push needs the database first (its
/// intent), so each push is in the copy wholly, or as an open intent that the first boot finishes or drops. Objects
/// are
/// never changed, so they are read afterwards: more of them than the refs need does no harm.
@Command(name = "backup", description = "Writes everything into one file, while the node runs or is stopped.")
final class BackupCommand extends Act {
    /// In the archive: what it is and in which layout.
    static final String NOTE = "hob-backup";

    static final String LAYOUT = "1";
    static final String DATABASE = "hob.db";

    @Parameters(paramLabel = "FILE", description = "A new file. It holds every key: keep it as safe as the node.")
    String file = "";

    BackupCommand(Terminal terminal, Ground ground) {
        super(terminal, ground);
    }

    @Override
    int run(House house) {
        var target = terminal.path(file);
        if (house.node().database().isPostgres())
            throw new CommandException(
                    "this node's database is a PostgreSQL server: stop the node, then copy the folder"
                            + " and take the database with pg_dump");
        try {
            var aside = Files.createTempDirectory(house.data(), "backup-");
            try {
                write(house, aside, target);
            } finally {
                delete(aside);
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
                var zip = new ZipOutputStream(java.nio.channels.Channels.newOutputStream(channel))) {
            zip.setLevel(Deflater.BEST_SPEED); // Packs are compressed already.
            zip.putNextEntry(new ZipEntry(NOTE));
            zip.write(LAYOUT.getBytes(UTF_8));
            zip.closeEntry();
            var storage = house.data().resolve("storage");
            var refs = aside.resolve("storage");
            house.node().database().writing(_ -> {
                house.node().database().snapshotTo(aside.resolve(DATABASE));
                try {
                    copyRefs(storage, refs);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            var progress = new Progress(terminal, "files kept");
            long[] count = {0};
            for (String name : List.of("master.key", "hob.toml"))
                if (Files.exists(house.data().resolve(name)))
                    add(zip, house.data().resolve(name), name);
            add(zip, aside.resolve(DATABASE), DATABASE);
            Files.walkFileTree(aside.resolve("storage"), each(path -> {
                add(zip, path, aside.relativize(path).toString());
                progress.at(++count[0]);
            }));
            Files.walkFileTree(storage, each(path -> {
                if (!isObject(storage.relativize(path))) return;
                add(zip, path, house.data().relativize(path).toString());
                progress.at(++count[0]);
            }));
        } catch (IOException | RuntimeException e) {
            if (!(e instanceof FileAlreadyExistsException)) Files.deleteIfExists(target);
            throw e;
        }
    }

    private static void copyRefs(Path storage, Path refs) throws IOException {
        Files.createDirectories(refs);
        Files.walkFileTree(storage, each(path -> {
            var relative = storage.relativize(path);
            if (isObject(relative) || relative.toString().endsWith(".lock")) return;
            var copy = refs.resolve(relative);
            Files.createDirectories(copy.getParent() == null ? refs : copy.getParent());
            Files.copy(path, copy, StandardCopyOption.COPY_ATTRIBUTES);
        }));
    }

    /// `<rid>/objects/…`
    private static boolean isObject(Path relative) {
        return relative.getNameCount() > 2 && relative.getName(1).toString().equals("objects");
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
                    // Work goes on: a file of a quarantine, or a ref that was packed, may be gone since the listing.
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

    /// Deletes a folder with all that is in it.
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) Files.deleteIfExists(path);
        }
    }
}
