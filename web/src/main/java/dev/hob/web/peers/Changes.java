package dev.hob.web.peers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.node.code.Blobs;
import dev.hob.node.code.Diffs;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// What differs between two commits.
final class Changes {
    private static final Pattern HUNK = Pattern.compile("@@ -(\\d+)(?:,(\\d+))? \\+(\\d+)(?:,(\\d+))? @@.*");
    /// All files together that are sent with a diff.
    private static final long CONTENT_BYTES_MAX = 4L << 20;

    private Changes() {}

    static ObjectNode of(Diffs.Diff diff) {
        var shape = Shapes.object();
        var files = shape.putArray("files");
        for (var file : diff.files()) files.add(file(file));
        shape.set("stats", stats(diff));
        return shape;
    }

    static ObjectNode stats(Diffs.Diff diff) {
        return Shapes.object()
                .put("filesChanged", diff.filesChanged())
                .put("insertions", diff.added())
                .put("deletions", diff.removed());
    }

    private static ObjectNode file(Diffs.File file) {
        var shape = Shapes.object();
        boolean same = file.oldId().equals(file.newId());
        switch (file.change()) {
            case ADD ->
                shape.put("status", "added")
                        .put("path", file.newPath())
                        .<ObjectNode>set("diff", content(file))
                        .set("new", side(file, file.newId()));
            case DELETE ->
                shape.put("status", "deleted")
                        .put("path", file.oldPath())
                        .<ObjectNode>set("diff", content(file))
                        .set("old", side(file, file.oldId()));
            case MODIFY ->
                shape.put("status", "modified")
                        .put("path", file.newPath())
                        .<ObjectNode>set("diff", content(file))
                        .<ObjectNode>set("old", side(file, file.oldId()))
                        .set("new", side(file, file.newId()));
            case RENAME, COPY -> {
                shape.put("status", file.change().name().equals("COPY") ? "copied" : "moved")
                        .put("oldPath", file.oldPath())
                        .put("newPath", file.newPath());
                if (same) shape.set("current", side(file, file.newId()));
                else
                    shape.<ObjectNode>set("old", side(file, file.oldId()))
                            .<ObjectNode>set("new", side(file, file.newId()))
                            .set("diff", content(file));
            }
        }
        return shape;
    }

    private static ObjectNode side(Diffs.File file, ObjectId id) {
        return Shapes.object().put("oid", id.name()).put("mode", file.module() ? "commit" : "blob");
    }

    private static ObjectNode content(Diffs.File file) {
        if (file.binary()) return Shapes.object().put("type", "binary");
        if (file.lines().isEmpty()) return Shapes.object().put("type", "empty");
        var shape = Shapes.object().put("type", "plain");
        boolean oldMissing = false;
        boolean newMissing = false;
        var hunks = shape.putArray("hunks");
        var lines = Optional.<ArrayNode>empty();
        var last = Diffs.Kind.CONTEXT;
        for (var line : file.lines()) {
            switch (line.kind()) {
                case HUNK -> {
                    var hunk = hunks.addObject().put("header", line.text() + "\n");
                    lines = Optional.of(hunk.putArray("lines"));
                    ranges(hunk, line.text());
                }
                case NOTE -> {
                    oldMissing |= last != Diffs.Kind.ADDED;
                    newMissing |= last != Diffs.Kind.REMOVED;
                }
                case CONTEXT, ADDED, REMOVED -> lines.ifPresent(it -> it.add(line(line)));
            }
            if (line.kind() != Diffs.Kind.NOTE) last = line.kind();
        }
        shape.putObject("stats").put("additions", file.added()).put("deletions", file.removed());
        return shape.put("eof", eof(oldMissing, newMissing));
    }

    private static String eof(boolean oldMissing, boolean newMissing) {
        if (oldMissing && newMissing) return "bothMissing";
        if (oldMissing) return "oldMissing";
        return newMissing ? "newMissing" : "noneMissing";
    }

    private static void ranges(ObjectNode hunk, String header) {
        var parts = HUNK.matcher(header);
        boolean read = parts.matches();
        hunk.set("old", read ? range(parts.group(1), parts.group(2)) : range("0", "0"));
        hunk.set("new", read ? range(parts.group(3), parts.group(4)) : range("0", "0"));
    }

    private static ObjectNode range(String start, @org.jspecify.annotations.Nullable String length) {
        int from = Integer.parseInt(start);
        return Shapes.object().put("start", from).put("end", from + (length == null ? 1 : Integer.parseInt(length)));
    }

    private static ObjectNode line(Diffs.Line line) {
        String text = line.text() + "\n";
        var shape = Shapes.object();
        return switch (line.kind()) {
            case ADDED -> shape.put("type", "addition").put("line", text).put("lineNo", line.after());
            case REMOVED -> shape.put("type", "deletion").put("line", text).put("lineNo", line.before());
            case CONTEXT, HUNK, NOTE ->
                shape.put("type", "context")
                        .put("line", text)
                        .put("lineNoOld", line.before())
                        .put("lineNoNew", line.after());
        };
    }

    /// The files that differ, whole, as far as they are texts that one answer can hold.
    static ObjectNode files(Repository git, Blobs blobs, Diffs.Diff diff) {
        var files = Shapes.object();
        long left = CONTENT_BYTES_MAX;
        for (var file : diff.files()) {
            if (file.module()) continue;
            for (var id : new ObjectId[] {file.oldId(), file.newId()}) {
                if (id.equals(ObjectId.zeroId()) || files.has(id.name())) continue;
                var blob = blobs.shown(git, id);
                if (blob.isEmpty() || blob.get().size() > left) continue;
                left -= blob.get().size();
                files.putObject(id.name())
                        .put("id", id.name())
                        .put("binary", blob.get().binary())
                        .put("content", blob.get().text().orElse(""));
            }
        }
        return files;
    }
}
