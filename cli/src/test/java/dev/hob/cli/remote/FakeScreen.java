package dev.hob.cli.remote;

import dev.hob.keys.Secret;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Somebody in a folder of their own, who remembers all that they were shown.
public final class FakeScreen implements Screen {
    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final Deque<String> answers = new ArrayDeque<>();
    private final StringBuilder out = new StringBuilder();
    private final StringBuilder err = new StringBuilder();
    private String input = "";
    private boolean terminal;

    public FakeScreen(Path folder) {
        this.folder = folder;
        environment.put("HOME", folder.toString());
        environment.put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        environment.put("XDG_STATE_HOME", folder.resolve("state").toString());
    }

    public FakeScreen set(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public FakeScreen typing(String text) {
        input = text;
        return this;
    }

    /// A person is at the terminal, and will answer so.
    public FakeScreen answering(String... texts) {
        terminal = true;
        answers.addAll(List.of(texts));
        return this;
    }

    /// What was printed since the last time.
    public String out() {
        String text = out.toString();
        out.setLength(0);
        return text;
    }

    public String err() {
        String text = err.toString();
        err.setLength(0);
        return text;
    }

    @Override
    public void out(String text) {
        out.append(text).append('\n');
    }

    @Override
    public void err(String line) {
        err.append(line).append('\n');
    }

    @Override
    public boolean isTerminal() {
        return terminal;
    }

    @Override
    public Optional<String> ask(String question) {
        err(question);
        return Optional.ofNullable(answers.poll());
    }

    @Override
    public Optional<Secret> askSecret(String question) {
        return ask(question).map(Secret::of);
    }

    @Override
    public String input() {
        return input;
    }

    @Override
    public Path path(String text) {
        return folder.resolve(text);
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }
}
