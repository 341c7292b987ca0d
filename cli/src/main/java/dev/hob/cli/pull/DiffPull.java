package dev.hob.cli.pull;

import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Paper;
import dev.hob.cli.remote.Style;
import dev.hob.cli.remote.Text;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hob pr diff`.
@Command(name = "diff", description = "Shows what a pull request changes, as git does.")
final class DiffPull extends PullErrand {
    @Option(names = "--patch", description = "Its commits one by one, for `git am`.")
    boolean patch;

    @Option(names = "--name-only", description = "Only the files.")
    boolean names;

    DiffPull(Desk desk) {
        super(desk);
    }

    @Override
    void check() {
        if (patch && names) throw misused("say --patch or --name-only, not both");
    }

    @Override
    int on(Pulls pulls, Pull pull) {
        if (asJson()) {
            tell(new Json.Items(List.copyOf(
                    pulls.files(pull.number()).stream().map(DiffPull::file).toList())));
        } else if (names) {
            for (var file : pulls.files(pull.number()))
                screen().out(Text.line(file.text("filename").orElse("")));
        } else {
            String text = pulls.text(pull.number(), patch ? ".patch" : ".diff");
            // To a file as it is; to a terminal without what would command it.
            if (!screen().isTerminal()) screen().out(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
            else coloured(text);
        }
        return 0;
    }

    private void coloured(String text) {
        var paper = new Paper(screen());
        for (String line : Text.block(text).lines().toList()) paper.print(paper.styled(line, style(line)));
    }

    private static Style style(String line) {
        if (line.startsWith("diff ") || line.startsWith("--- ") || line.startsWith("+++ ")) return Style.STRONG;
        if (line.startsWith("@@")) return Style.QUIET;
        if (line.startsWith("+")) return Style.GOOD;
        return line.startsWith("-") ? Style.DONE : Style.PLAIN;
    }

    private static Json.Fields file(Json it) {
        return Json.fields()
                .with("path", it.text("filename").orElse(""))
                .with("before", it.text("previous_filename"))
                .with("status", it.text("status").orElse(""))
                .with("additions", it.number("additions").orElse(0))
                .with("deletions", it.number("deletions").orElse(0));
    }
}
