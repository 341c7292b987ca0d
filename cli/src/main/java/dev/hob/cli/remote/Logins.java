package dev.hob.cli.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.keys.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// The nodes where somebody is known, in a file that only its owner may read. One login for each node.
public final class Logins {
    private static final int FILE_BYTES_MAX = 1024 * 1024;
    private static final int LOGINS_MAX = 1_000;
    private static final String OWN = "rw-------";
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final Path file;

    public Logins(Path file) {
        this.file = file;
    }

    /// Where they are kept for whoever has this environment.
    public static Logins of(Screen screen) {
        return new Logins(folder(screen).resolve("logins.json"));
    }

    private static Path folder(Screen screen) {
        var home = screen.variable("XDG_CONFIG_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> home(screen).resolve(".config"));
        return home.resolve("hob");
    }

    static Path home(Screen screen) {
        return Path.of(screen.variable("HOME").orElseGet(() -> System.getProperty("user.home")));
    }

    public List<Login> all() {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) throw new Unable(file + " is too long for a list of logins");
            keptToItself();
            return Json.read(Files.readAllBytes(file)).items("logins").stream()
                    .map(this::login)
                    .toList();
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (Json.Malformed e) {
            throw new Unable(
                    file + " cannot be understood (" + e.getMessage() + "): mend it, or remove it and log in again", e);
        } catch (IOException e) {
            throw new Unable("cannot read " + file + ": " + e, e);
        }
    }

    public Optional<Login> at(NodeUrl node) {
        return all().stream().filter(login -> login.node().equals(node)).findFirst();
    }

    /// Adds a login, in place of an older one at the same node.
    public void put(Login login) {
        change(logins -> {
            var changed = new ArrayList<>(logins.stream()
                    .filter(it -> !it.node().equals(login.node()))
                    .toList());
            changed.add(login);
            if (changed.size() > LOGINS_MAX) throw new Unable("these are too many logins: end some with `hob logout`");
            return changed;
        });
    }

    public void remove(NodeUrl node) {
        change(logins -> logins.stream().filter(it -> !it.node().equals(node)).toList());
    }

    /// Two commands at once wait for each other, so that neither forgets what the other wrote.
    private void change(UnaryOperator<List<Login>> change) {
        var folder = file.toAbsolutePath().getParent();
        try {
            if (folder != null && !Files.isDirectory(folder))
                Files.createDirectories(folder, mode(folder, "rwx------"));
            var lock = file.resolveSibling(file.getFileName() + ".lock");
            try (var channel = FileChannel.open(
                            lock, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), mode(file, OWN));
                    var _ = channel.lock()) {
                write(change.apply(all()));
            }
        } catch (IOException e) {
            throw new Unable("cannot write " + file + ": " + e, e);
        }
    }

    private void write(List<Login> logins) throws IOException {
        var items = logins.stream()
                .sorted(Comparator.comparing(login -> login.node().toString()))
                .map(Logins::json)
                .toList();
        var next = Files.createTempFile(file.toAbsolutePath().getParent(), "logins", ".next", mode(file, OWN));
        try {
            try (var channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                var bytes = ByteBuffer.wrap((Json.fields().with("logins", items).pretty() + "\n").getBytes(UTF_8));
                while (bytes.hasRemaining()) channel.write(bytes);
                channel.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private static FileAttribute<?>[] mode(Path near, String permissions) {
        return near.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /// A token that others may read is theirs too.
    private void keptToItself() throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) return;
        var permissions = EnumSet.copyOf(OTHERS);
        permissions.retainAll(Files.getPosixFilePermissions(file));
        if (!permissions.isEmpty())
            throw new Unable("others can read or write " + file + ", which holds tokens: chmod 600 " + file);
    }

    private Login login(Json json) {
        return new Login(
                json.text("node").flatMap(NodeUrl::of).orElseThrow(() -> lacks("node")),
                json.text("account").orElseThrow(() -> lacks("account")),
                json.text("token").map(Secret::of).orElseThrow(() -> lacks("token")),
                json.text("token_name"),
                json.flag("allow_http"),
                json.at("device").map(this::device));
    }

    private Device device(Json json) {
        return new Device(
                json.text("did").orElseThrow(() -> lacks("device.did")),
                json.text("key").map(Secret::of).orElseThrow(() -> lacks("device.key")));
    }

    private Unable lacks(String field) {
        return new Unable("a login in " + file + " has no " + field + ": mend it, or remove it and log in again");
    }

    private static Json.Fields json(Login login) {
        var fields = Json.fields()
                .with("node", login.node().toString())
                .with("account", login.account())
                .with("token", login.token().text())
                .with("token_name", login.tokenName())
                .with("allow_http", login.allowHttp());
        return login.device()
                .map(it -> fields.with(
                        "device",
                        Json.fields()
                                .with("did", it.did())
                                .with("key", it.seed().text())))
                .orElse(fields);
    }
}
