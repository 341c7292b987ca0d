package dev.hob.node.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.code.Mailmap.Identity;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who is who by a `.mailmap`, against what git says.
class MailmapTest {
    private static final String MAP = """
            # Comments are none.
            Alice Adams <alice@example.org>
            <bob@example.org> <bob@old.example>
            Carol Clay <carol@example.org> <CAROL@laptop.example>
            Dan Dean <dan@example.org> danny <shared@example.org>
            Eve Elm <eve@example.org> <shared@example.org>
            First <twice@example.org>
            Second <twice@example.org>
            Nobody at all
            <broken
              Frank  <frank@example.org>  # and more
            <only@example.org>
            """;

    @TempDir
    Path folder;

    @Test
    void everybody_is_who_git_takes_them_for() throws Exception {
        var bench = new Bench(folder.resolve("git"));
        var files = Map.of(Mailmap.FILE, new Bench.File(Bench.FILE, MAP));
        var authors = List.of(
                "al <alice@example.org>",
                "al <ALICE@example.org>",
                "bob <bob@old.example>",
                "carol <carol@laptop.example>",
                "Danny <shared@example.org>",
                "someone <shared@example.org>",
                "x <twice@example.org>",
                "f <frank@example.org>",
                "o <only@example.org>",
                "Stranger <stranger@example.org>");
        int tip = 0;
        for (String author : authors)
            tip = tip == 0 ? bench.commit(files, author, "Begin\n") : bench.commit(files, author, "Go on\n", tip);
        bench.load();
        try (var repository = bench.open()) {
            var map = Mailmap.of(repository, bench.id(tip));
            var ours = authors.stream()
                    .map(author -> author.split(" <|>"))
                    .map(parts -> map.proper(new Identity(parts[0], parts[1])))
                    .map(it -> it.name() + " <" + it.email() + ">")
                    .toList();
            assertThat(ours.reversed())
                    .isEqualTo(bench.ok(
                                    "-c",
                                    "mailmap.blob=" + bench.id(tip).name() + ":" + Mailmap.FILE,
                                    "log",
                                    "--use-mailmap",
                                    "--format=%aN <%aE>",
                                    bench.id(tip).name())
                            .lines()
                            .toList());
        }
    }

    @Test
    void where_there_is_none_everybody_is_who_they_say() throws Exception {
        var bench = new Bench(folder.resolve("git"));
        int without = bench.commit(new HashMap<>(), "Begin\n");
        int large = bench.commit(
                Map.of(Mailmap.FILE, new Bench.File(Bench.FILE, "Alice <al@example.org>\n".repeat(1 << 16))),
                "Much\n",
                without);
        bench.load();
        var al = new Identity("al", "al@example.org");
        try (var repository = bench.open()) {
            for (int commit : List.of(without, large))
                assertThat(Mailmap.of(repository, bench.id(commit)).proper(al)).isEqualTo(al);
        }
    }
}
