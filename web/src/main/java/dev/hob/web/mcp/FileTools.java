package dev.hob.web.mcp;

import dev.hob.node.code.Blobs;
import dev.hob.node.code.Place;
import dev.hob.node.code.TreeEntry;
import dev.hob.node.people.Scope;
import dev.hob.web.api.Code;
import dev.hob.web.api.json.OneOf;
import dev.hob.web.api.json.Says;
import dev.hob.web.html.Sizes;
import dev.hob.web.html.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// `list_files` and `read_file`.
final class FileTools {
    static final int LINES_MAX = 2_000;
    static final int LINE_CHARACTERS_MAX = 2_000;
    private static final int ENTRIES = 200;
    private static final int ENTRIES_MAX = 1_000;

    private final Code code;

    FileTools(Code code) {
        this.code = code;
    }

    List<Tool> tools() {
        var path =
                new Parameter.Text("path", "The folder, such as src/main; the first one when left out", false, 4_096);
        return List.of(
                Tool.reading(
                        "list_files",
                        "List a folder",
                        "Lists what is in a folder of a repository, folders first.",
                        List.of(Asked.REPOSITORY, path, Asked.REF, Paging.FROM, Paging.limit(ENTRIES, ENTRIES_MAX)),
                        Set.of(Scope.READ_REPOSITORY),
                        Folder.class,
                        this::list),
                Tool.reading(
                        "read_file",
                        "Read a file",
                        "Reads a text file of a repository, its lines numbered. At most " + LINES_MAX
                                + " lines at once; the answer says which lines it left out.",
                        List.of(
                                Asked.REPOSITORY,
                                new Parameter.Text("path", "The file, such as src/main/App.java", true, 4_096),
                                Asked.REF,
                                Range.FIRST,
                                Range.LAST),
                        Set.of(Scope.READ_REPOSITORY),
                        File.class,
                        this::read));
    }

    record Folder(
            String repository, String path, String commit, List<Entry> entries, int from, int total, boolean cut) {}

    record Entry(
            @OneOf({"folder", "file", "executable", "link", "submodule"})
            String kind,

            String name) {}

    record File(
            String repository,
            String path,
            String commit,
            String kind,
            long bytes,
            int lines,

            @Says("The first line of the text, counted from 1")
            int fromLine,

            @Says("Its last one; less than from_line when there is none")
            int toLine,

            boolean cut,

            @Says("The lines that were asked for, as far as they are in this answer")
            String text) {}

    private Told<Folder> list(Asked asked) {
        var repo = asked.repo(Scope.READ_REPOSITORY);
        var path = asked.path();
        var paging = Paging.of(asked.arguments());
        try (var opened = code.open(repo)) {
            var at = Spot.of(code, opened, asked);
            if (!(at.place(code) instanceof Place.Folder folder))
                throw new Stop(404, at.shown() + " is no folder; read_file reads it.");
            var entries = folder.entries().stream()
                    .skip(paging.from())
                    .limit(paging.limit())
                    .map(it -> new Entry(kind(it), Plain.line(it.name(), 4_096)))
                    .toList();
            int total = folder.entries().size();
            var text = new StringBuilder("%d of %d entries of this folder of %s at %s:\n"
                    .formatted(entries.size(), total, repo.path(), at.named()));
            text.append(Plain.quoted("/" + path.value()));
            var shown = new ArrayList<Entry>();
            for (var entry : entries) {
                String line = Plain.quoted(entry.kind() + " " + entry.name());
                if (text.length() + line.length() > Told.CHARACTERS_MAX) break;
                text.append(line);
                shown.add(entry);
            }
            if (folder.cut()) text.append("The folder has more entries than are read: only the first are listed.\n");
            return new Told<>(
                    text + paging.below(shown.size(), total),
                    new Folder(
                            repo.path(),
                            Plain.line(path.value(), 4_096),
                            at.commit().name(),
                            shown,
                            paging.from(),
                            total,
                            folder.cut()));
        }
    }

    private static String kind(TreeEntry entry) {
        return switch (entry.kind()) {
            case FOLDER -> "folder";
            case FILE -> "file";
            case EXECUTABLE -> "executable";
            case LINK -> "link";
            case SUBMODULE -> "submodule";
        };
    }

    private Told<File> read(Asked asked) {
        var repo = asked.repo(Scope.READ_REPOSITORY);
        try (var opened = code.open(repo)) {
            var at = Spot.of(code, opened, asked);
            var entry =
                    switch (at.place(code)) {
                        case Place.File(var file) -> file;
                        case Place.Folder _ -> throw new Stop(404, at.shown() + " is a folder; list_files lists it.");
                        case Place.Submodule _ ->
                            throw new Stop(404, at.shown() + " is a submodule: a commit of another repository.");
                    };
            var blob = code.blobs().shown(opened.git(), entry.id()).orElseThrow(at::missing);
            if (blob.binary())
                throw new Stop(422, at.shown() + " is no text, but " + Sizes.of(blob.size()) + " of something else.");
            String content = blob.text()
                    .orElseThrow(() -> new Stop(
                            422,
                            at.shown() + " has " + Sizes.of(blob.size()) + "; only up to "
                                    + Sizes.of(Blobs.SHOWN_BYTES_MAX) + " are read. Clone the repository instead."));
            var lines = content.lines().toList();
            var range = Range.of(asked.arguments(), lines.size(), at);
            int first = range.first();
            int last = range.last();
            var text = new StringBuilder();
            var plain = new StringBuilder();
            boolean cut = false;
            int next = first;
            for (; next <= last && next < first + LINES_MAX; next++) {
                String line = Plain.cut(lines.get(next - 1), LINE_CHARACTERS_MAX);
                if (text.length() + line.length() > Told.CHARACTERS_MAX) break;
                cut |= line.length() < lines.get(next - 1).length();
                text.append(Plain.numbered(next, line));
                plain.append(Plain.shown(line)).append('\n');
            }
            String head = "%s of %d of this %s of %s at %s (%s):\n"
                    .formatted(
                            next == first ? "No lines" : "Lines " + first + " to " + (next - 1),
                            lines.size(),
                            kind(entry),
                            repo.path(),
                            at.named(),
                            Sizes.of(blob.size()));
            String below = next <= last ? "\nCut here: go on with from_line=" + next + ".\n" : "";
            return new Told<>(
                    head + Plain.quoted("/" + at.path().value()) + text + below,
                    new File(
                            repo.path(),
                            Plain.line(at.path().value(), 4_096),
                            at.commit().name(),
                            kind(entry),
                            blob.size(),
                            lines.size(),
                            first,
                            next - 1,
                            cut || next <= last,
                            plain.toString()));
        }
    }
}
