package dev.hob.cli.release;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Editor;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Place;
import dev.hob.cli.remote.RepositoryErrand;
import dev.hob.cli.remote.Screen;
import dev.hob.cli.remote.Unable;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hob release create`. With files it is a draft until all of them are there, so that nobody sees half of it.
@Command(
        name = "create",
        description = "Publishes a release, and makes its tag when there is none; without --notes in your editor.")
final class CreateRelease extends RepositoryErrand {
    private static final int NOTES_BYTES_MAX = 1024 * 1024;

    @Parameters(index = "0", paramLabel = "NAME", description = "Its tag.")
    String tag = "";

    @Parameters(index = "1..*", paramLabel = "FILE", description = "What comes with it.")
    List<String> files = List.of();

    @Option(
            names = {"-t", "--title"},
            paramLabel = "TEXT",
            description = "What it is called, when that is not its tag.")
    Optional<String> title = Optional.empty();

    @Option(
            names = {"-n", "--notes"},
            paramLabel = "TEXT",
            description = "The notes, in Markdown; - reads them from standard input.")
    Optional<String> notes = Optional.empty();

    @Option(
            names = {"-F", "--notes-file"},
            paramLabel = "FILE",
            description = "A file with the notes; - reads them from standard input.")
    Optional<String> notesFile = Optional.empty();

    @Option(names = "--generate-notes", description = "Tells what was merged since the release before.")
    boolean generate;

    @Option(
            names = "--target",
            paramLabel = "BRANCH",
            description = "Where a new tag is made: a branch or a commit (default: the default branch).")
    Optional<String> target = Optional.empty();

    @Option(
            names = {"-d", "--draft"},
            description = "Leaves it a draft, which only those who write see.")
    boolean draft;

    @Option(
            names = {"-p", "--prerelease"},
            description = "Marks it as not ready for everybody.")
    boolean prerelease;

    CreateRelease(Desk desk) {
        super(desk);
    }

    @Override
    protected int run(Place place, Client client) {
        if (notes.isPresent() && notesFile.isPresent()) throw misused("say --notes or --notes-file, not both");
        place.account();
        var sent = Releases.files(screen(), files);
        var releases = new Releases(place, client);
        var given = given(screen());
        if (given.isPresent() || generate) {
            told(make(releases, given.orElse(""), sent));
            return 0;
        }
        var written = new Editor(screen())
                .edit(
                        "release",
                        "",
                        "The notes of " + tag + " in " + place.path() + " at " + place.node()
                                + ", in Markdown. Without a text nothing is released.");
        try {
            told(make(releases, written.text(), sent));
        } catch (Unable e) {
            throw written.kept(e);
        }
        written.sent();
        return 0;
    }

    private Optional<String> given(Screen screen) {
        if (notes.isPresent() && !notes.get().equals("-")) return notes;
        if (notes.isPresent() || notesFile.filter("-"::equals).isPresent()) return Optional.of(screen.input());
        return notesFile.map(name -> {
            var path = screen.path(name);
            try {
                if (Files.size(path) > NOTES_BYTES_MAX) throw new Unable(path + " is longer than 1 MiB");
                return new String(Files.readAllBytes(path), UTF_8);
            } catch (IOException e) {
                throw new Unable("cannot read " + path, e);
            }
        });
    }

    private Release make(Releases releases, String text, List<java.nio.file.Path> sent) {
        boolean first = draft || !sent.isEmpty();
        var made = releases.create(Json.fields()
                .with("tag_name", tag)
                .withGiven("target_commitish", target)
                .withGiven("name", title)
                .with("body", text)
                .with("draft", first)
                .with("prerelease", prerelease)
                .with("generate_release_notes", generate));
        if (sent.isEmpty()) return made;
        try {
            releases.upload(made, sent, screen());
            return draft
                    ? releases.find(Optional.of(tag))
                    : releases.change(made, Json.fields().with("draft", false));
        } catch (Unable e) {
            throw new Unable(
                    e.getMessage() + "\n" + tag + " is a draft now; `hob release upload " + tag
                            + "` goes on, `hob release delete " + tag + "` takes it away",
                    e);
        }
    }

    private void told(Release release) {
        if (asJson()) tell(release.json());
        else screen().out(release.url());
    }
}
