package dev.hob.cli.client;

import dev.hob.cli.remote.Screen;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `hob completion`.
@Command(
        name = "completion",
        description = "Prints what makes a shell complete these commands: bash, zsh or fish.",
        footer = {
            "",
            "bash:  hob completion bash > ~/.local/share/bash-completion/completions/hob",
            "zsh:   hob completion zsh > \"$${fpath[1]}/_hob\"",
            "fish:  hob completion fish > ~/.config/fish/completions/hob.fish"
        })
final class CompletionCommand implements Callable<Integer> {
    private final Screen screen;

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    boolean help;

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    String shell = "";

    CompletionCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        if (spec == null) throw new AssertionError("a command outside of a command line");
        var table = CommandTable.of(spec.root());
        screen.out(
                switch (shell) {
                    case "bash" -> new Bash().script(table);
                    case "zsh" -> new Zsh().script(table);
                    case "fish" -> new Fish().script(table);
                    default -> throw new ParameterException(spec.commandLine(), "a shell is bash, zsh or fish");
                });
        return 0;
    }
}
