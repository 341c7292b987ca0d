package dev.hob.cli.remote;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// A command that talks to a node.
public abstract class Errand implements Callable<Integer> {
    private final Desk desk;

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    boolean help;

    @Option(names = "--json", description = "Prints a JSON document and nothing else.")
    boolean json;

    @Option(
            names = "--node",
            paramLabel = "URL",
            description = "Which node (default: that of this clone, or the only one you are logged in at).")
    Optional<String> node = Optional.empty();

    protected Errand(Desk desk) {
        this.desk = desk;
    }

    protected final Desk desk() {
        return desk;
    }

    protected final Screen screen() {
        return desk.screen();
    }

    protected final boolean asJson() {
        return json;
    }

    protected final Optional<String> node() {
        return node;
    }

    /// Prints a document.
    protected final void tell(Json document) {
        screen().out(document.pretty());
    }

    /// What was typed makes no sense; the exit status is 2.
    protected final ParameterException misused(String told) {
        if (spec == null) throw new AssertionError("a command outside of a command line");
        return new ParameterException(spec.commandLine(), told);
    }

    /// Asks before what cannot be taken back. Where nobody can be asked, it must have been said.
    protected final void confirm(boolean said, String question, String expected) {
        if (said) return;
        String answer = screen().ask(question).orElseThrow(() -> new Unable("say --yes: nobody is here to be asked"));
        if (!answer.strip().equals(expected)) throw new Unable("nothing was done");
    }
}
