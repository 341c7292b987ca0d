package dev.hob.cli;

import dev.hob.cli.client.ClientLine;
import dev.hob.cli.client.SystemScreen;
import dev.hob.cli.remote.Unable;
import dev.hob.keys.KeyException;
import dev.hob.keys.Secret;
import dev.hob.node.db.DatabaseException;
import dev.hob.node.repo.StorageException;
import dev.hob.web.WebException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;

/// Where it starts.
public final class Main {
    private Main() {}

    public static void main(String[] words) {
        var said = List.of(words);
        // What talks to a node from elsewhere needs nothing of the node's code, and starts quickly without it.
        int status = ClientLine.takes(said)
                ? ClientLine.run(said, new SystemScreen(), ClonedIssues::new)
                : run(said, new SystemTerminal(), System.getenv());
        if (status != 0) System.exit(status);
    }

    /// Runs a command as its own process does.
    static int run(List<String> words, Terminal terminal, Map<String, String> environment) {
        return execute(words, terminal, new Outside(words, terminal, environment), true);
    }

    /// Runs a command inside a node that serves.
    static int inside(House house, List<String> words, Terminal terminal) {
        return execute(words, terminal, (data, work) -> work.applyAsInt(house), false);
    }

    private static int execute(List<String> words, Terminal terminal, Ground ground, boolean outside) {
        var line = new CommandLine(new Hob())
                .addSubcommand(UserCommands.line(terminal, ground))
                .addSubcommand(TokenCommands.line(terminal, ground))
                .addSubcommand(KeysCommands.line(terminal, ground))
                .addSubcommand(PeerCommands.line(terminal, ground))
                .addSubcommand(InstanceCommands.line(terminal, ground))
                .addSubcommand(new DoctorCommand(terminal, ground))
                .addSubcommand(new RebuildCommand(terminal, ground))
                .addSubcommand(new BackupCommand(terminal, ground))
                .addSubcommand(new ImportCommand(terminal, ground))
                .addSubcommand(new SeedDemoCommand(terminal, ground));
        SeedCommands.addTo(line, terminal, ground);
        if (outside)
            line.addSubcommand(new ServeCommand(terminal))
                    .addSubcommand(new ConfigCommand(terminal))
                    .addSubcommand(new RestoreCommand(terminal))
                    .addSubcommand(new RehearseCommand())
                    .addSubcommand(new DemoCommand(terminal))
                    .addSubcommand(new HelpCommand());
        if (outside) ClientLine.addTo(line, new SystemScreen(), ClonedIssues::new);
        CommandGroups.in(line);
        var out = new StringWriter();
        var err = new StringWriter();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        line.setExecutionExceptionHandler((e, line2, parsed) -> told(e, terminal));
        int status = line.execute(words.toArray(String[]::new));
        if (!out.toString().isBlank()) terminal.out(out.toString().stripTrailing());
        if (!err.toString().isBlank()) terminal.err(err.toString().stripTrailing());
        return status;
    }

    /// What the world did to us is told in a sentence; what we did wrong, with its trace.
    private static int told(Exception e, Terminal terminal) {
        switch (e) {
            case CommandException _,
                    Unable _,
                    KeyException _,
                    DatabaseException _,
                    StorageException _,
                    WebException _ -> {
                terminal.err("hob: " + e.getMessage());
                for (var cause = e.getCause(); cause != null; cause = cause.getCause())
                    if (!(e instanceof CommandException || e instanceof Unable) && cause.getMessage() != null)
                        terminal.err("hob:   because: " + cause.getMessage());
            }
            default -> {
                var trace = new StringWriter();
                e.printStackTrace(new PrintWriter(trace, true));
                terminal.err("hob: this should not have happened\n" + trace);
            }
        }
        return 1;
    }

    /// A command in a process of its own: it opens the folder, or hands itself to the node that has it.
    private record Outside(List<String> words, Terminal terminal, Map<String, String> environment) implements Ground {
        @Override
        public int in(Path data, ToIntFunction<House> work) {
            var taken = DataFolder.take(data);
            if (taken.isEmpty()) {
                boolean reads = words.contains("--password-stdin") || words.contains("--passphrase-stdin");
                return Control.send(data, words, terminal, reads ? terminal.input() : Secret.of(""));
            }
            var settings = Settings.load(data, environment, Map.of());
            LogLines.begin(settings);
            try (var folder = taken.get();
                    var house = Assembly.open(folder, settings, environment)) {
                return work.applyAsInt(house);
            }
        }
    }

    @Command(
            name = "hob",
            description = "A forge for your hearth.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    static final class Hob implements Group {}

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "hob "
                        + Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                                .orElse("from a source tree")
            };
        }
    }
}
