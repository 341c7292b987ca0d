package dev.hob.web.api;

import dev.hob.node.repo.Right;
import dev.hob.web.api.json.AnnotatedTag;
import dev.hob.web.api.json.GitBlob;
import dev.hob.web.api.json.GitTree;
import dev.hob.web.api.json.Reference;
import dev.hob.web.html.Stop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/// Git's own objects, by name or by id.
final class GitOperations {
    /// How many lines of a tree a page has.
    static final int ENTRIES = 1_000;

    /// A larger file is only sent raw.
    static final long BLOB_BYTES_MAX = 10L << 20;

    /// A larger tree is not walked to its end.
    private static final int WALKED_MAX = 1_000_000;

    private static final int REFS_MAX = 10_000;

    private final Code code;
    private final CommitShapes shapes;

    GitOperations(Code code, CommitShapes shapes) {
        this.code = code;
        this.shapes = shapes;
    }

    void declare(Operations all) {
        all.chapter("Git objects");
        all.get("repoListAllGitRefs", "/repos/{owner}/{repo}/git/refs", "All branches and tags")
                .needs(Right.READ)
                .givesAll(Reference.class, call -> refs(call, Constants.R_REFS));
        all.get("repoListGitRefs", "/repos/{owner}/{repo}/git/refs/<ref>", "The ref of a name, or those that begin so")
                .needs(Right.READ)
                .givesOneOrMore(Reference.class, this::below);
        all.get("GetTree", "/repos/{owner}/{repo}/git/trees/<sha>", "A tree, by its id or that of a commit, or by name")
                .needs(Right.READ)
                .flag("recursive", "Folders in it too")
                .number("page", "Which page, from 1")
                .number("per_page", "How many lines on a page, up to " + ENTRIES)
                .gives(GitTree.class, this::tree);
        all.get("GetBlob", "/repos/{owner}/{repo}/git/blobs/{sha}", "A file's bytes, by their id")
                .needs(Right.READ)
                .refuses(304, "The caller has it already")
                .refuses(413, "It is larger than " + BLOB_BYTES_MAX + " bytes")
                .gives(GitBlob.class, this::blob);
        all.get("GetAnnotatedTag", "/repos/{owner}/{repo}/git/tags/{sha}", "A tag that is an object, by its id")
                .needs(Right.READ)
                .refuses(304, "The caller has it already")
                .gives(AnnotatedTag.class, this::tag);
    }

    private List<Reference> refs(Call call, String prefix) throws IOException {
        try (var opened = code.open(call.repo());
                var walk = new RevWalk(opened.git())) {
            var found = new ArrayList<Reference>();
            for (var ref : opened.view().below(prefix).entrySet()) {
                if (found.size() == REFS_MAX) break;
                found.add(reference(call, opened, ref.getKey(), walk.parseAny(ref.getValue())));
            }
            return found;
        }
    }

    private static Reference reference(Call call, Code.Opened opened, String ref, RevObject object) {
        return new Reference(
                ref, call.links().api(opened.repo(), "git", ref), CommitShapes.target(call, opened.repo(), object));
    }

    private Object below(Call call) throws IOException {
        String ref = Constants.R_REFS + call.part("ref");
        var found = refs(call, ref);
        if (found.isEmpty()) throw Call.missing();
        // As Gitea: the one that was named, unless others begin like it.
        return found.size() == 1 && found.getFirst().ref().equals(ref) ? found.getFirst() : found;
    }

    private GitTree tree(Call call) throws IOException {
        String asked = call.part("sha");
        int page = Math.clamp(call.number("page").orElse(1), 1, WALKED_MAX);
        int size = Math.clamp(call.number("per_page").orElse(ENTRIES), 1, ENTRIES);
        try (var opened = code.open(call.repo());
                var walk = new RevWalk(opened.git())) {
            var root = root(call, opened, walk, asked);
            if (asked.equals(root.name())) call.immutable(root);
            try (var tree = new TreeWalk(opened.git())) {
                tree.addTree(root);
                boolean recursive = call.flag("recursive", false);
                var lines = new ArrayList<GitTree.Entry>();
                long from = (page - 1L) * size;
                int count = 0;
                while (count < WALKED_MAX && tree.next()) {
                    if (count >= from && count < from + size) lines.add(line(call, opened, tree));
                    count++;
                    if (recursive && tree.isSubtree()) tree.enterSubtree();
                }
                String url = call.links().api(call.repo(), "git/trees", root.name());
                call.context().header("X-Total-Count", String.valueOf(count));
                return new GitTree(root.name(), url, lines, count > from + size, page, count);
            }
        }
    }

    private RevTree root(Call call, Code.Opened opened, RevWalk walk, String asked) throws IOException {
        var named = code.revisions().find(opened.git(), opened.repo(), opened.view(), asked);
        if (named.isPresent()) return walk.parseCommit(named.get().commit()).getTree();
        return switch (walk.parseAny(code.object(call, opened, asked))) {
            case RevTree tree -> tree;
            case RevTag tag
            when walk.peel(tag) instanceof RevCommit commit ->
                walk.parseCommit(commit).getTree();
            case RevObject _ -> throw Call.missing();
        };
    }

    private static GitTree.Entry line(Call call, Code.Opened opened, TreeWalk tree) throws IOException {
        var mode = tree.getFileMode(0);
        var id = tree.getObjectId(0);
        boolean isTree = mode.equals(FileMode.TREE);
        boolean isModule = mode.equals(FileMode.GITLINK);
        String type = isTree ? "tree" : isModule ? "commit" : "blob";
        long size = isTree || isModule ? 0 : tree.getObjectReader().getObjectSize(id, Constants.OBJ_BLOB);
        return new GitTree.Entry(
                tree.getPathString(),
                String.format(Locale.ROOT, "%06o", mode.getBits()),
                type,
                size,
                id.name(),
                isModule ? "" : call.links().api(opened.repo(), "git/" + type + "s", id.name()));
    }

    private GitBlob blob(Call call) throws IOException {
        try (var opened = code.open(call.repo())) {
            var id = code.object(call, opened, call.part("sha"));
            long size = size(opened, id);
            if (size > BLOB_BYTES_MAX) throw new Stop(413, "this file is only sent raw");
            call.immutable(id);
            String content = ContentOperations.base64(code.blobs(), opened, id);
            return new GitBlob(
                    content, "base64", call.links().api(call.repo(), "git/blobs", id.name()), id.name(), size);
        }
    }

    private static long size(Code.Opened opened, ObjectId id) throws IOException {
        try (var reader = opened.git().newObjectReader()) {
            var loader = reader.open(id);
            if (loader.getType() != Constants.OBJ_BLOB) throw Call.missing();
            return loader.getSize();
        }
    }

    private AnnotatedTag tag(Call call) throws IOException {
        try (var opened = code.open(call.repo());
                var walk = new RevWalk(opened.git())) {
            var id = code.object(call, opened, call.part("sha"));
            if (!(walk.parseAny(id) instanceof RevTag tag)) throw Call.missing();
            call.immutable(id);
            return shapes.annotated(call, call.repo(), walk, tag);
        }
    }
}
