package dev.hob.cli.client;

import dev.hob.cli.elsewhere.ElsewhereCommands;
import dev.hob.cli.elsewhere.MoveCommands;
import dev.hob.cli.issue.IssueCommands;
import dev.hob.cli.pull.PullCommands;
import dev.hob.cli.release.ReleaseCommands;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Family;
import dev.hob.cli.remote.Fetched;
import dev.hob.cli.remote.Screen;
import dev.hob.cli.remote.Unable;
import dev.hob.cli.repo.RepositoryCommands;
import dev.hob.cli.search.SearchCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/// The command line of those who talk to a node.
public final class ClientLine {
    private static final List<Word> WORDS = List.of(
            new Word("login", (desk, _) -> new CommandLine(new LoginCommand(desk))),
            new Word("logout", (desk, _) -> new CommandLine(new LogoutCommand(desk))),
            new Word("repo", RepositoryCommands::line),
            new Word("fork", (desk, _) -> RepositoryCommands.fork(desk)),
            new Word("issue", IssueCommands::line),
            new Word("pr", PullCommands::line),
            new Word("release", ReleaseCommands::line),
            new Word("search", (desk, _) -> new CommandLine(new SearchCommand(desk))),
            new Word("star", (desk, _) -> ElsewhereCommands.star(desk)),
            new Word("unstar", (desk, _) -> ElsewhereCommands.unstar(desk)),
            new Word("elsewhere", ElsewhereCommands::line),
            new Word("move", MoveCommands::line),
            new Word("mcp", (desk, _) -> new CommandLine(new McpCommand(desk))),
            new Word("git-credential", (desk, _) -> new CommandLine(new CredentialCommand(desk))),
            new Word("candidates", (desk, _) -> new CommandLine(new CandidatesCommand(desk))),
            new Word("rehearse-client", (_, _) -> new CommandLine(new ClientRehearsal())));

    /// On the machine of a node these are about its peers; with somebody of another server they are about those.
    private static final List<Word> SHARED = List.of(
            new Word("follow", (desk, _) -> ElsewhereCommands.follow(desk)),
            new Word("unfollow", (desk, _) -> ElsewhereCommands.unfollow(desk)));

    /// @param line makes the command, given the word that is typed behind it
    private record Word(String word, BiFunction<Desk, Optional<String>, CommandLine> line) {}

    private ClientLine() {}

    /// Whether a command is one of these.
    public static boolean takes(List<String> words) {
        if (words.isEmpty()) return false;
        boolean shared = SHARED.stream().anyMatch(it -> it.word().equals(words.getFirst()));
        return shared ? words.stream().skip(1).anyMatch(ClientLine::isElsewhere) : words().contains(words.getFirst());
    }

    /// Whether a word names somebody of another server: a peer's id has neither of these.
    private static boolean isElsewhere(String word) {
        return !word.startsWith("-")
                && (word.contains("@") || word.startsWith("https://") || word.startsWith("http://"));
    }

    /// The words that begin such a command.
    public static List<String> words() {
        return WORDS.stream().map(Word::word).toList();
    }

    /// The same, and the word that completes them all.
    public static List<String> names() {
        return Stream.concat(words().stream(), Stream.of("completion")).toList();
    }

    /// Adds all of them to a line with more, and what completes that line.
    public static void addTo(CommandLine line, Screen screen, Supplier<Fetched> fetched) {
        var desk = new Desk(screen, fetched);
        for (var word : WORDS) line.addSubcommand(word.word(), word.line().apply(desk, Optional.empty()));
        line.addSubcommand(new CompletionCommand(screen));
    }

    /// Runs one; nothing of the others is loaded for it.
    public static int run(List<String> words, Screen screen, Supplier<Fetched> fetched) {
        var line = new CommandLine(new Hob());
        var next = words.stream().skip(1).findFirst();
        for (var word : Stream.concat(WORDS.stream(), SHARED.stream()).toList())
            if (word.word().equals(words.getFirst()))
                line.addSubcommand(word.word(), word.line().apply(new Desk(screen, fetched), next));
        var out = new StringWriter();
        line.setOut(new PrintWriter(out));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(screen.isTerminal() ? Ansi.AUTO : Ansi.OFF));
        line.setParameterExceptionHandler((e, _) -> misused(e, screen));
        line.setExecutionExceptionHandler((e, _, _) -> told(e, screen));
        int status = line.execute(words.toArray(String[]::new));
        if (!out.toString().isBlank()) screen.out(out.toString().stripTrailing());
        return status;
    }

    /// What makes no sense is said in a sentence, with the way to the rest.
    private static int misused(ParameterException e, Screen screen) {
        var line = e.getCommandLine();
        screen.err("hob: " + e.getMessage());
        if (line.getCommand() instanceof Family)
            screen.err(line.getUsageMessage().stripTrailing());
        else screen.err("hob: `" + line.getCommandSpec().qualifiedName() + " --help` says what it takes");
        return CommandLine.ExitCode.USAGE;
    }

    /// What cannot be done is told in a sentence; what we did wrong, with its trace.
    private static int told(Exception e, Screen screen) {
        if (e instanceof ParameterException misused) return misused(misused, screen);
        if (e instanceof Unable) {
            screen.err("hob: " + e.getMessage());
        } else {
            var trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace, true));
            screen.err("hob: this should not have happened\n" + trace);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    @Command(name = "hob")
    static final class Hob extends Family {}
}
