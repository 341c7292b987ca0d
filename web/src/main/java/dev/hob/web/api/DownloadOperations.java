package dev.hob.web.api;

import dev.hob.node.code.Archives;
import dev.hob.node.code.Place;
import dev.hob.node.code.Revisions;
import dev.hob.node.repo.Right;
import dev.hob.web.repo.ArchiveFile;
import dev.hob.web.repo.RawFile;
import java.io.IOException;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;

/// Files as they are, everything in one archive, and in which languages it is written.
final class DownloadOperations {
    private final Code code;
    private final ArchiveFile archives = new ArchiveFile();

    DownloadOperations(Code code) {
        this.code = code;
    }

    void declare(Operations all) {
        all.chapter("Files");
        for (String kind : new String[] {"raw", "media"})
            all.get(
                            kind.equals("raw") ? "repoGetRawFile" : "repoGetRawFileOrLFS",
                            "/repos/{owner}/{repo}/" + kind + "/<filepath>",
                            kind.equals("raw") ? "A file's bytes" : "The same: nothing is kept elsewhere")
                    .needs(Right.READ)
                    .query("ref", "A branch, tag or commit; the default branch when left out")
                    .sends(Map.of("*/*", "The bytes, in a form that no browser runs"), this::raw);
        all.get(
                        "repoGetArchive",
                        "/repos/{owner}/{repo}/archive/<archive>",
                        "All files of a branch, tag or commit: its name with .zip, .tar.gz or .bundle behind it")
                .needs(Right.READ)
                .costlySent()
                .sends(
                        Map.of(
                                Archives.Format.ZIP.type(), "A zip file",
                                Archives.Format.TAR_GZ.type(), "A tar file, gzipped",
                                Archives.Format.BUNDLE.type(), "Git's own: history and all"),
                        this::archive);
        all.get("repoGetLanguages", "/repos/{owner}/{repo}/languages", "Bytes in each language")
                .needs(Right.READ)
                .givesNumbers(this::languages);
    }

    private void raw(Call call) throws IOException {
        var path = Code.path(call.part("filepath"));
        try (var opened = code.open(call.repo())) {
            var at = code.find(opened, call.query("ref")).orElseThrow(Call::missing);
            var place = code.trees().at(opened.git(), at.commit(), path).orElseThrow(Call::missing);
            if (!(place instanceof Place.File(var entry))) throw Call.missing();
            boolean byId = at.kind() == Revisions.Kind.COMMIT
                    && call.query("ref").filter(ObjectId::isId).isPresent();
            var keeping = new RawFile.Keeping(call.repo().isPrivate(), byId);
            RawFile.send(call.context(), opened.git(), code.blobs(), entry, keeping, false);
        }
    }

    private void archive(Call call) throws IOException {
        String asked = call.part("archive");
        var format = Archives.Format.of(asked).orElseThrow(Call::missing);
        String name = asked.substring(0, asked.length() - format.ending().length());
        var repo = call.repo();
        try (var opened = code.open(repo)) {
            var at = code.named(opened, name);
            // What a branch is called leads elsewhere tomorrow.
            if (at.kind() == Revisions.Kind.COMMIT && ObjectId.isId(name)) call.immutable(at.commit());
            else call.revalidated(at.commit());
            archives.send(call.context(), opened.git(), repo, at, format);
        }
    }

    private Map<String, Long> languages(Call call) {
        try (var opened = code.open(call.repo())) {
            return opened.view()
                    .headId()
                    .map(head -> code.languages().of(opened.git(), head))
                    .orElse(Map.of());
        }
    }
}
