package dev.hob.web.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.node.code.Blobs;
import dev.hob.node.code.CodePath;
import dev.hob.node.code.Place;
import dev.hob.node.code.Revisions;
import dev.hob.node.code.TreeEntry;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.Contents;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// Files and folders, read.
final class ContentOperations {
    private static final int LINK_BYTES_MAX = 4_096;
    private static final String REF = "A branch, tag or commit; the default branch when left out";

    private final Code code;

    ContentOperations(Code code) {
        this.code = code;
    }

    void declare(Operations all) {
        all.chapter("Files");
        all.get("repoGetContentsList", "/repos/{owner}/{repo}/contents", "What is in the first folder")
                .needs(Right.READ)
                .query("ref", REF)
                .givesAll(Contents.class, this::root);
        all.get("repoGetContents", "/repos/{owner}/{repo}/contents/<filepath>", "A file, or what is in a folder")
                .needs(Right.READ)
                .query("ref", REF)
                .givesOneOrMore(Contents.class, this::get);
    }

    private List<Contents> root(Call call) throws IOException {
        try (var opened = code.open(call.repo())) {
            if (opened.view().isEmpty() && call.query("ref").isEmpty()) return List.of();
            var revision = code.find(opened, call.query("ref")).orElseThrow(Call::missing);
            return folder(call, opened, revision, CodePath.ROOT);
        }
    }

    private Object get(Call call) throws IOException {
        var path = Code.path(call.part("filepath"));
        try (var opened = code.open(call.repo())) {
            var revision = code.find(opened, call.query("ref")).orElseThrow(Call::missing);
            if (path.isRoot()) return folder(call, opened, revision, path);
            return switch (code.trees()
                    .at(opened.git(), revision.commit(), path)
                    .orElseThrow(Call::missing)) {
                case Place.Folder _ -> folder(call, opened, revision, path);
                case Place.File(var entry) -> shape(code, call, opened, revision, path, entry, true);
                case Place.Submodule(var id) -> {
                    var entry = new TreeEntry(path.name(), TreeEntry.Kind.SUBMODULE, id);
                    yield shape(code, call, opened, revision, path, entry, true);
                }
            };
        }
    }

    private List<Contents> folder(Call call, Code.Opened opened, Revisions.Revision revision, CodePath path)
            throws IOException {
        var place = code.trees().at(opened.git(), revision.commit(), path).orElseThrow(Call::missing);
        if (!(place instanceof Place.Folder folder)) throw Call.missing();
        var shown = new ArrayList<Contents>();
        for (var entry : folder.entries().stream()
                .sorted(Comparator.comparing(TreeEntry::name))
                .toList()) shown.add(shape(code, call, opened, revision, path.resolve(entry.name()), entry, false));
        return shown;
    }

    /// What a path leads to; with the file's bytes when it was asked for itself.
    static Contents shape(
            Code code,
            Call call,
            Code.Opened opened,
            Revisions.Revision at,
            CodePath path,
            TreeEntry entry,
            boolean whole)
            throws IOException {
        var repo = opened.repo();
        var links = call.links();
        boolean isFile = entry.kind() == TreeEntry.Kind.FILE || entry.kind() == TreeEntry.Kind.EXECUTABLE;
        boolean isBlob = isFile || entry.kind() == TreeEntry.Kind.LINK;
        long size = isBlob ? size(opened, entry.id()) : 0;
        Optional<String> content = isFile && whole && size <= GitOperations.BLOB_BYTES_MAX
                ? Optional.of(base64(code.blobs(), opened, entry.id()))
                : Optional.empty();
        Optional<String> target = entry.kind() == TreeEntry.Kind.LINK && size <= LINK_BYTES_MAX
                ? Optional.of(new String(bytes(code.blobs(), opened, entry.id()), UTF_8))
                : Optional.empty();
        String self = links.api(repo, "contents", path.value()) + "?ref=" + escaped(at.name());
        String kind = at.kind().name().toLowerCase(Locale.ROOT);
        String html = links.html(repo, "src", kind, at.name(), path.value());
        String git =
                links.api(repo, isBlob ? "git/blobs" : "git/trees", entry.id().name());
        return new Contents(
                path.name(),
                path.value(),
                entry.id().name(),
                TYPES.getOrDefault(entry.kind(), "file"),
                size,
                content.map(_ -> "base64"),
                content,
                target,
                self,
                html,
                git,
                isBlob ? Optional.of(links.html(repo, "raw", kind, at.name(), path.value())) : Optional.empty(),
                Optional.empty(),
                new Contents.Links(self, git, html));
    }

    private static final Map<TreeEntry.Kind, String> TYPES = Map.of(
            TreeEntry.Kind.FOLDER, "dir",
            TreeEntry.Kind.LINK, "symlink",
            TreeEntry.Kind.SUBMODULE, "submodule");

    private static String escaped(String name) {
        return URLEncoder.encode(name, UTF_8);
    }

    private static long size(Code.Opened opened, ObjectId id) throws IOException {
        try (var reader = opened.git().newObjectReader()) {
            return reader.getObjectSize(id, Constants.OBJ_BLOB);
        }
    }

    static String base64(Blobs blobs, Code.Opened opened, ObjectId id) throws IOException {
        return Base64.getEncoder().encodeToString(bytes(blobs, opened, id));
    }

    private static byte[] bytes(Blobs blobs, Code.Opened opened, ObjectId id) throws IOException {
        var stream = blobs.open(opened.git(), id).orElseThrow(Call::missing);
        try (var in = stream.bytes()) {
            return in.readAllBytes();
        }
    }
}
