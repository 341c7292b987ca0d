package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.node.db.Database;
import dev.hob.node.db.DatabaseConfig;
import dev.hob.node.db.DatabaseException;
import dev.hob.node.people.WaitingKeys;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hob restore FILE`: makes a data folder from a backup. The folder must be new or empty, so nothing is overwritten.
/// Its keys wait ([WaitingKeys]): the node they come from may have signed since.
@Command(
        name = "restore",
        description = "Makes a new data folder from a backup. Its keys wait until `hob keys resume`.")
final class RestoreCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE")
    String file = "";

    @Option(names = "--data", paramLabel = "DIR", description = "The data folder to make.")
    Optional<String> data = Optional.empty();

    RestoreCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var source = terminal.path(file);
        var target = data.map(terminal::path).orElseGet(() -> DataFolder.standard(System.getenv()));
        try {
            if (Files.exists(target)) {
                try (var there = Files.list(target)) {
                    if (there.findAny().isPresent())
                        throw new CommandException(target + " is not empty: restore into a new folder");
                }
            }
            try (var folder = DataFolder.take(target).orElseThrow(() -> new CommandException(target + " is in use"));
                    var zip = new ZipInputStream(new BufferedInputStream(Files.newInputStream(source)))) {
                // Whatever stops us, a folder that is restored by half is never served.
                var unfinished = Files.createFile(folder.path().resolve(DataFolder.RESTORING));
                unpack(zip, folder.path());
                var config =
                        Settings.load(folder.path(), System.getenv(), Map.of()).database(folder.path());
                if (config.isPostgres()) fillServer(folder.path(), config);
                letKeysWait(config);
                Files.delete(unfinished);
            }
        } catch (IOException e) {
            throw new CommandException("cannot restore " + source + ": " + e, e);
        }
        terminal.out(target.toString());
        return 0;
    }

    /// A node whose settings name a PostgreSQL server keeps its rows there; that database must be a new one.
    private void fillServer(Path target, DatabaseConfig config) throws IOException {
        var file = target.resolve(BackupCommand.DATABASE);
        try (var from = Database.open(DatabaseConfig.sqlite(file));
                var server = Database.open(config)) {
            from.copyTo(server);
        } catch (DatabaseException e) {
            throw new CommandException("cannot fill the database that hob.toml names: " + e.getMessage(), e);
        }
        Files.delete(file);
    }

    private void letKeysWait(DatabaseConfig config) {
        try (var database = Database.open(config)) {
            int count = new WaitingKeys(database, Assembly.CLOCK).beginAll(WaitingKeys.Reason.RESTORED);
            if (count > 0)
                terminal.err("hob: " + count + " keys sign nothing in public repositories until `hob keys resume`");
        }
    }

    private void unpack(ZipInputStream zip, Path target) throws IOException {
        var note = zip.getNextEntry();
        if (note == null
                || !note.getName().equals(BackupCommand.NOTE)
                || !new String(zip.readAllBytes(), UTF_8).equals(BackupCommand.LAYOUT))
            throw new CommandException("this is no backup of Hob, or one of a newer Hob");
        var progress = new Progress(terminal, "files restored");
        long count = 0;
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            var path = target.resolve(entry.getName()).normalize();
            if (!path.startsWith(target))
                throw new CommandException("a backup with a path outside: " + entry.getName());
            if (path.getParent() != null) Files.createDirectories(path.getParent());
            Files.copy(zip, path);
            if (entry.getName().equals("master.key"))
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            progress.at(++count);
        }
        // Git wants these folders even when they are empty.
        var storage = target.resolve("storage");
        if (!Files.isDirectory(storage)) return;
        try (var repositories = Files.list(storage)) {
            for (var repository : repositories.filter(Files::isDirectory).toList())
                for (String name : Set.of("refs", "objects/info", "objects/pack"))
                    Files.createDirectories(repository.resolve(name));
        }
    }
}
