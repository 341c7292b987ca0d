package dev.hob.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Screen;
import dev.hob.cli.remote.Text;
import dev.hob.cli.remote.Unable;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;

/// Passes messages of an assistant on to a node, one by one, and its answers back. It knows of the protocol only what
/// travels in headers. Used by one thread.
final class Relay {
    private static final String SESSION = "Mcp-Session-Id";
    private static final String VERSION = "MCP-Protocol-Version";
    /// JSON-RPC 2.0 §5.1: the rest is for us to choose.
    private static final int UNREADABLE = -32_700;

    private static final int FAILED = -32_000;
    private static final int TOLD_MAX = 500;

    private final Client client;
    private final Screen screen;
    private final Map<String, String> headers = new TreeMap<>();

    Relay(Client client, Screen screen) {
        this.client = client;
        this.screen = screen;
    }

    /// Passes a message on. What goes wrong is told on both ways: to the program, which waits for an answer, and to the
    /// person who looks for the reason.
    void pass(byte[] line) {
        if (new String(line, UTF_8).isBlank()) return;
        Json message;
        try {
            message = Json.read(line);
        } catch (Json.Malformed e) {
            fail(new Json.Nothing(), UNREADABLE, "this is no JSON: " + e.getMessage());
            return;
        }
        try {
            answered(message, client.message(line, headers));
        } catch (Unable e) {
            failed(message, String.valueOf(e.getMessage()));
        }
    }

    private void answered(Json message, HttpResponse<byte[]> response) {
        response.headers().firstValue(SESSION).ifPresent(it -> headers.put(SESSION, it));
        int status = response.statusCode();
        if (status == 202) return;
        Json answer;
        try {
            answer = Json.read(response.body());
        } catch (Json.Malformed _) {
            failed(message, "the node answered with status " + status + " and no JSON: does it know assistants?");
            return;
        }
        if (status >= 300) {
            String told = answer.at("error").flatMap(it -> it.text("message")).orElse("status " + status);
            failed(message, "the node refuses: " + told);
            return;
        }
        // What was agreed on at the beginning goes along from then on.
        answer.at("result").flatMap(it -> it.text("protocolVersion")).ifPresent(it -> headers.put(VERSION, it));
        screen.out(answer.compact());
    }

    /// Only a request waits for an answer.
    private void failed(Json message, String told) {
        message.at("id").ifPresentOrElse(id -> fail(id, FAILED, told), () -> complain(told));
    }

    private void fail(Json id, int code, String told) {
        complain(told);
        screen.out(Json.fields()
                .with("jsonrpc", "2.0")
                .with("id", id)
                .with("error", Json.fields().with("code", code).with("message", line(told)))
                .compact());
    }

    private void complain(String told) {
        screen.err("hob: " + line(told));
    }

    private static String line(String told) {
        String line = Text.line(told);
        return line.length() > TOLD_MAX ? line.substring(0, TOLD_MAX) + "…" : line;
    }
}
