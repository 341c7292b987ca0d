package dev.hob.cli.client;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Unable;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hob mcp`: what a program starts that speaks the Model Context Protocol with its own processes. Each line of
/// standard input is a message, each line of standard output an answer.
@Command(
        name = "mcp",
        description = {
            "Lets an assistant on this computer use a node in your name: a program that speaks the Model Context Protocol"
                    + " starts this.",
            "Reads messages from standard input, asks the node, and prints its answers, until the input ends."
        })
final class McpCommand implements Callable<Integer> {
    private static final int LINE_BYTES_MAX = 1024 * 1024;

    private final Desk desk;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    boolean help;

    @Option(
            names = {"-n", "--node"},
            paramLabel = "URL",
            description = "The node (default: the only one, or that of this clone).")
    Optional<String> node = Optional.empty();

    McpCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        var at = desk.node(node);
        var login = desk.logins()
                .at(at)
                .orElseThrow(() -> new Unable("nobody is logged in at " + at + ": hob login " + at));
        try (var client = Client.of(at, Optional.of(login));
                var input = new BufferedInputStream(desk.screen().stream())) {
            var relay = new Relay(client, desk.screen());
            for (var line = line(input); line.isPresent(); line = line(input)) relay.pass(line.get());
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close standard input", e);
        }
    }

    /// The next line; none at the end.
    private static Optional<byte[]> line(InputStream input) {
        var line = new ByteArrayOutputStream();
        try {
            for (int next = input.read(); next >= 0; next = input.read()) {
                if (next == '\n') return Optional.of(line.toByteArray());
                if (line.size() == LINE_BYTES_MAX)
                    throw new Unable("a message has more than " + LINE_BYTES_MAX + " bytes");
                line.write(next);
            }
        } catch (IOException e) {
            throw new Unable("cannot read standard input: " + e.getMessage(), e);
        }
        return line.size() == 0 ? Optional.empty() : Optional.of(line.toByteArray());
    }
}
