package dev.hob.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/// A data folder that belongs to this process, as long as this is open. Others that want to write knock at its
/// socket.
final class DataFolder implements AutoCloseable {
    /// A file that is there while a backup is unpacked.
    static final String RESTORING = "restoring";

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /// Takes a folder, making it if need be (readable by its owner only); none when another process has it.
    static Optional<DataFolder> take(Path path) {
        try {
            create(path);
            var channel = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) return Optional.of(new DataFolder(path, channel, lock));
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            throw new CommandException("cannot use the data folder " + path + ": " + e, e);
        }
    }

    private static void create(Path path) throws IOException {
        if (Files.isDirectory(path)) return;
        if (path.getParent() != null) Files.createDirectories(path.getParent());
        try {
            Files.createDirectory(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (UnsupportedOperationException _) {
            Files.createDirectory(path); // No POSIX modes on this file system.
        }
    }

    /// Where data is kept when nobody says where.
    static Path standard(Map<String, String> environment) {
        String told = environment.getOrDefault("HOB_DATA", "");
        if (!told.isEmpty()) return Path.of(told).toAbsolutePath().normalize();
        String share = environment.getOrDefault("XDG_DATA_HOME", "");
        var base = share.isEmpty() ? Path.of(System.getProperty("user.home"), ".local", "share") : Path.of(share);
        return base.resolve("hob").toAbsolutePath().normalize();
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new CommandException("cannot let go of the data folder " + path, e);
        }
    }
}
