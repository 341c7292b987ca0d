package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.keys.Secret;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The back door of a running node: a local socket that only the folder's owner can reach. A command that finds its
/// folder taken sends its words here; they run inside the node, and the answer comes back line by line.
final class Control implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Control.class.getName());
    private static final int WORDS_MAX = 256;
    private static final int TEXT_BYTES_MAX = 2 * 1024 * 1024;
    /// A socket's path is at most 108 bytes on Linux and 104 on macOS.
    private static final int SOCKET_PATH_MAX = 100;

    private static final byte OUT = 1;
    private static final byte ERR = 2;
    private static final byte EXIT = 3;

    /// Runs a command's words for a client and returns the exit status.
    interface Runner {
        int run(List<String> words, Terminal terminal);
    }

    private final ServerSocketChannel server;
    private final Path socket;
    private final Path note;
    private final Runner runner;

    private Control(ServerSocketChannel server, Path socket, Path note, Runner runner) {
        this.server = server;
        this.socket = socket;
        this.note = note;
        this.runner = runner;
    }

    /// Opens the door of a folder that this process owns.
    static Control open(DataFolder folder, Runner runner) {
        try {
            var note = folder.path().resolve("control");
            var socket = folder.path().resolve("control.socket");
            if (socket.toString().getBytes(UTF_8).length > SOCKET_PATH_MAX)
                socket = Files.createTempDirectory("hob").resolve("control.socket");
            Files.deleteIfExists(socket);
            var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            Files.writeString(note, socket.toString());
            var control = new Control(server, socket, note, runner);
            Thread.ofPlatform().name("control").daemon().start(control::listen);
            return control;
        } catch (IOException e) {
            throw new CommandException("cannot open the control socket of " + folder.path() + ": " + e, e);
        }
    }

    private void listen() {
        while (server.isOpen()) {
            try {
                var client = server.accept();
                Thread.ofVirtual().name("control").start(() -> serve(client));
            } catch (ClosedChannelException _) {
                return; // We are stopping.
            } catch (IOException e) {
                LOG.log(Level.WARNING, "the control socket failed", e);
                return;
            }
        }
    }

    private void serve(SocketChannel client) {
        try (client;
                var in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(client)));
                var out = new DataOutputStream(Channels.newOutputStream(client))) {
            var words = new ArrayList<String>();
            int count = in.readInt();
            if (count < 0 || count > WORDS_MAX) throw new IOException("a command of " + count + " words");
            for (int i = 0; i < count; i++) words.add(text(in));
            var from = Path.of(text(in));
            var input = Secret.of(text(in));
            int status = runner.run(words, new Remote(out, from, input));
            frame(out, EXIT, Integer.toString(status));
        } catch (IOException e) {
            LOG.log(Level.FINE, "a client of the control socket left", e);
        }
    }

    /// Sends a command to the node that owns a folder, and shows its answer.
    static int send(Path data, List<String> words, Terminal terminal, Secret input) {
        try (var client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.connect(UnixDomainSocketAddress.of(Files.readString(data.resolve("control"))));
            var out = new DataOutputStream(Channels.newOutputStream(client));
            out.writeInt(words.size());
            for (String word : words) text(out, word);
            text(out, terminal.path("").toString());
            text(out, input.text());
            out.flush();
            var in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(client)));
            while (true) {
                byte kind = in.readByte();
                String line = text(in);
                switch (kind) {
                    case OUT -> terminal.out(line);
                    case ERR -> terminal.err(line);
                    default -> {
                        return Integer.parseInt(line);
                    }
                }
            }
        } catch (IOException e) {
            throw new CommandException(
                    "the data folder " + data + " is in use by another process that does not answer: " + e, e);
        }
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > TEXT_BYTES_MAX) throw new IOException("a text of " + length + " bytes");
        return new String(in.readNBytes(length), UTF_8);
    }

    private static void frame(DataOutputStream out, byte kind, String line) throws IOException {
        synchronized (out) {
            out.writeByte(kind);
            text(out, line);
            out.flush();
        }
    }

    /// The client's side of the socket as a terminal. When the client leaves, the command goes on unheard.
    private record Remote(DataOutputStream stream, Path from, Secret input) implements Terminal {
        @Override
        public void out(String line) {
            write(OUT, line);
        }

        @Override
        public void err(String line) {
            write(ERR, line);
        }

        private void write(byte kind, String line) {
            try {
                frame(stream, kind, line);
            } catch (IOException e) {
                LOG.log(Level.FINE, "a client of the control socket left", e);
            }
        }

        @Override
        public Path path(String text) {
            return from.resolve(text).normalize();
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(socket);
            Files.deleteIfExists(note);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot close the control socket", e);
        }
    }
}
