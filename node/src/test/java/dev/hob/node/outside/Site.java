package dev.hob.node.outside;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/// A server in which a test has each byte in its hand. Answers one request on each connection.
final class Site implements AutoCloseable {
    private final ServerSocket socket;
    private final Says says;
    /// The heads of all requests.
    final List<String> heads = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();

    /// What it answers.
    @FunctionalInterface
    interface Says {
        void answer(String head, OutputStream out) throws Exception;
    }

    Site(Says says) throws IOException {
        this("127.0.0.1", 0, Optional.empty(), says);
    }

    Site(String address, int port, Optional<SSLContext> tls, Says says) throws IOException {
        this.says = says;
        this.socket = tls.isPresent() ? tls.get().getServerSocketFactory().createServerSocket() : new ServerSocket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                var connection = socket.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException _) {
                return; // Closed at the end of the test.
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            String head = head(connection.getInputStream());
            heads.add(head);
            says.answer(head, connection.getOutputStream());
            connection.getOutputStream().flush();
        } catch (Exception _) {
            // The other side went away, which is what some tests want.
        }
    }

    static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) break;
            head.append((char) next);
        }
        return head.toString();
    }

    static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(ISO_8859_1));
        out.flush();
    }

    /// A whole answer.
    static Says saying(String status, String more, String body) {
        return (_, out) -> say(
                out,
                "HTTP/1.1 " + status + "\r\n" + more + "Content-Length: " + body.length()
                        + "\r\nConnection: close\r\n\r\n" + body);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
