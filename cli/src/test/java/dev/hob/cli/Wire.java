package dev.hob.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// HTTP by hand over a socket: what a hostile client sends, without a library that would tidy it up.
final class Wire implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = (int) Duration.ofSeconds(60).toMillis();

    private final Socket socket;

    private Wire(Socket socket) {
        this.socket = socket;
    }

    static Wire open(URI node) throws IOException {
        var socket = new Socket(node.getHost(), node.getPort());
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return new Wire(socket);
    }

    /// What a server answered, read to the end of the connection.
    record Answer(int status, List<String> headers, String body) {
        static Answer parse(byte[] bytes) {
            String text = new String(bytes, ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            if (end < 0) return new Answer(0, List.of(), text);
            var lines = new ArrayList<>(List.of(text.substring(0, end).split("\r\n")));
            int status = Integer.parseInt(lines.removeFirst().split(" ")[1]);
            return new Answer(status, List.copyOf(lines), text.substring(end + 4));
        }

        String header(String name) {
            String prefix = name.toLowerCase(Locale.ROOT) + ":";
            return headers.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                    .map(line -> line.substring(prefix.length()).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    /// One request without a body, and its answer.
    static Answer ask(URI node, String method, String path, String... headers) throws IOException {
        try (var wire = open(node)) {
            wire.send(head(method, path, headers));
            return wire.answer();
        }
    }

    /// One request with a body, and its answer.
    static Answer post(URI node, String path, byte[] body, String... headers) throws IOException {
        return send(node, "POST", path, body, headers);
    }

    static Answer send(URI node, String method, String path, byte[] body, String... headers) throws IOException {
        try (var wire = open(node)) {
            var all = new ArrayList<>(List.of(headers));
            all.add("Content-Length: " + body.length);
            wire.send(head(method, path, all.toArray(String[]::new)));
            try {
                wire.send(body);
            } catch (IOException _) {
                // The server may refuse before it has read everything.
            }
            return wire.answer();
        }
    }

    static byte[] head(String method, String path, String... headers) {
        var head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        for (String header : headers) head.append(header).append("\r\n");
        return head.append("\r\n").toString().getBytes(UTF_8);
    }

    static String basic(String name, String secret) {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString((name + ":" + secret).getBytes(UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    InputStream in() throws IOException {
        return socket.getInputStream();
    }

    /// Everything until the server closes.
    Answer answer() throws IOException {
        var all = new ByteArrayOutputStream();
        try {
            in().transferTo(all);
        } catch (java.net.SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            if (all.size() == 0) throw e; // A reset after an answer is an answer.
        }
        return Answer.parse(all.toByteArray());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    // ---- git's lines -----------------------------------------------------------------------------------------------

    static byte[] line(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return Pack.join("%04x".formatted(bytes.length + 4).getBytes(UTF_8), bytes);
    }

    static byte[] flush() {
        return "0000".getBytes(UTF_8);
    }

    /// What a push sends before its pack: one ref from where to where.
    static byte[] command(String before, String after, String ref) {
        return Pack.join(line(before + " " + after + " " + ref + "\0report-status\n"), flush());
    }
}
