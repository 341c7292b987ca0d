package dev.hob.cli.remote;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// A word that only gathers commands; alone it is a mistake, answered with what could follow.
public abstract class Family implements Callable<Integer> {
    @Spec
    @Nullable
    CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    boolean help;

    /// A command of a family, made only when it is called for: the parser's looking at a command costs more than most
    /// commands do.
    ///
    /// @param word its name
    public record Member(String word, Function<Desk, Errand> command) {}

    /// A line with the one command that is meant, when it is plain which; else with all.
    ///
    /// @param next the word that is typed behind the family's own
    protected static CommandLine line(Family family, List<Member> members, Desk desk, Optional<String> next) {
        var line = new CommandLine(family);
        boolean plain =
                members.stream().anyMatch(it -> next.filter(it.word()::equals).isPresent());
        for (var member : members)
            if (!plain || next.filter(member.word()::equals).isPresent())
                line.addSubcommand(member.word(), member.command().apply(desk));
        return line;
    }

    @Override
    public Integer call() {
        if (spec == null) throw new AssertionError("a command outside of a command line");
        throw new ParameterException(spec.commandLine(), "say what to do:");
    }
}
