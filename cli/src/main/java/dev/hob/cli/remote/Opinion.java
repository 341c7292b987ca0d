package dev.hob.cli.remote;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What somebody thinks of a pull request, as it is typed: a verdict, words about all of it, and remarks at lines.
public final class Opinion {
    private static final Pattern REMARK = Pattern.compile("(?s)([^=]+):([1-9]\\d{0,7})(?:-([1-9]\\d{0,7}))?=(.+)");

    @Option(
            names = {"-a", "--approve"},
            description = "It is good.")
    boolean approve;

    @Option(
            names = {"-r", "--request-changes"},
            description = "It must be changed first.")
    boolean changes;

    @Option(
            names = {"-c", "--comment"},
            description = "Neither, but a word about it.")
    boolean comment;

    @Mixin
    Writing writing = new Writing();

    @Option(
            names = "--remark",
            paramLabel = "FILE:LINES=TEXT",
            description = "A word about some lines of the new file, such as a/b.c:3-5='Why?'; may be repeated.")
    List<String> remarks = List.of();

    /// A word about some lines of the new file, from the first to the last, from 1.
    public record Remark(String path, long first, long last, String text) {}

    /// What makes no sense in it.
    public Optional<String> wrong() {
        int said = (approve ? 1 : 0) + (changes ? 1 : 0) + (comment ? 1 : 0);
        if (said != 1) return Optional.of("say one of --approve, --request-changes and --comment");
        return remarks.stream()
                .filter(text -> !REMARK.matcher(text).matches())
                .findFirst()
                .map(text -> "a remark is FILE:LINE=TEXT or FILE:FIRST-LAST=TEXT, not " + Text.line(text));
    }

    public boolean approves() {
        return approve;
    }

    public boolean wantsChanges() {
        return changes;
    }

    /// The verdict, as the API calls it.
    public String event() {
        return approve ? "APPROVED" : changes ? "REQUEST_CHANGES" : "COMMENT";
    }

    /// The words about all of it.
    public Optional<String> body(Screen screen) {
        return writing.given(screen);
    }

    /// The remarks, once nothing is [#wrong].
    public List<Remark> remarks() {
        return remarks.stream().map(Opinion::remark).toList();
    }

    private static Remark remark(String text) {
        var match = REMARK.matcher(text);
        if (!match.matches()) throw new IllegalStateException("no remark: " + text);
        long first = Long.parseLong(match.group(2));
        return new Remark(
                match.group(1), first, match.group(3) == null ? first : Long.parseLong(match.group(3)), match.group(4));
    }
}
