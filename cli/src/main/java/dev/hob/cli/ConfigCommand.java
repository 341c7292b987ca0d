package dev.hob.cli;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hob config`: every setting, its value, its default and its environment variable.
@Command(name = "config", description = "Lists every setting with its value, default and environment variable.")
final class ConfigCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--data", paramLabel = "DIR", description = "The data folder.")
    Optional<String> data = Optional.empty();

    ConfigCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var folder = data.map(terminal::path).orElseGet(() -> DataFolder.standard(System.getenv()));
        var settings = Settings.load(folder, System.getenv(), Map.of());
        terminal.out("# " + folder.resolve("hob.toml"));
        for (var setting : Setting.values()) {
            String value = settings.text(setting);
            terminal.out("");
            terminal.out("# " + setting.meaning());
            terminal.out("# default \"" + setting.fallback() + "\" · " + setting.variable());
            String shown = setting.isSecret() && !value.isEmpty() ? "(set)" : value;
            terminal.out(setting.key() + " = \"" + shown + "\"");
        }
        return 0;
    }
}
