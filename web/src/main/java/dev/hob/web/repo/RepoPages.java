package dev.hob.web.repo;

import dev.hob.node.Node;
import dev.hob.node.code.Blob;
import dev.hob.node.code.Blobs;
import dev.hob.node.code.CodeIndex;
import dev.hob.node.code.CodePath;
import dev.hob.node.code.Commit;
import dev.hob.node.code.Diffs;
import dev.hob.node.code.History;
import dev.hob.node.code.Place;
import dev.hob.node.code.Signatures;
import dev.hob.node.code.TreeEntry;
import dev.hob.node.code.Trees;
import dev.hob.node.refs.RefView;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.html.BranchLine;
import dev.hob.web.html.CommitLine;
import dev.hob.web.html.Highlighter;
import dev.hob.web.html.Mark;
import dev.hob.web.html.Markdown;
import dev.hob.web.html.RepoHead;
import dev.hob.web.html.Stop;
import dev.hob.web.html.TreeLine;
import dev.hob.web.html.Visit;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// What can be seen of a repository: folders, files, commits, branches and tags.
public final class RepoPages {
    private static final int COMMITS = 50;
    private static final int REFS = 100;
    private static final Set<String> PICTURES = Set.of("png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "ico");

    private final Node node;
    private final CodeIndex index;
    private final Found found;
    private final Trees trees = new Trees();
    private final Blobs blobs = new Blobs();
    private final History history = new History();
    private final Diffs diffs = new Diffs();
    private final Signatures signatures;
    private final Markdown markdown = new Markdown();
    private final Highlighter highlighter = new Highlighter();

    public RepoPages(Node node, CodeIndex index, Found found) {
        this.node = node;
        this.index = index;
        this.found = found;
        this.signatures = new Signatures(node.sshKeys());
    }

    /// The first page: the default branch's files and README, or how to push when there is nothing yet.
    public void home(Visit visit) {
        var repo = found.repo(visit, Right.READ);
        var view = node.refs().view(repo);
        var head = view.headId();
        if (head.isEmpty()) {
            // Something may have been pushed, but not to the default branch.
            var other = view.below("refs/heads/");
            if (!other.isEmpty()) {
                String name = other.firstKey().substring("refs/heads/".length());
                visit.go(found.head(visit, repo, view, "branch", name).src(""));
                return;
            }
            var shown = found.head(visit, repo, view, "branch", view.defaultBranch());
            visit.show("repo/empty.jte", repo.path(), Map.of("repo", shown));
            return;
        }
        var shown = found.head(visit, repo, view, "branch", view.defaultBranch());
        source(visit, new Looking(repo, view, shown, head.get(), ""), false);
    }

    /// A folder or file.
    public Consumer<Visit> source(String kind) {
        return visit ->
                source(visit, found.looking(visit, kind), visit.query("source").isPresent());
    }

    private void source(Visit visit, Looking at, boolean plain) {
        var path = CodePath.parse(at.path()).orElseThrow(Stop::notFound);
        try (var repository = node.storage().open(at.repo().rid())) {
            switch (trees.at(repository, at.commit(), path).orElseThrow(Stop::notFound)) {
                case Place.Folder folder -> folder(visit, at, repository, path, folder);
                case Place.File(var entry) -> file(visit, at, repository, path, entry, plain);
                case Place.Submodule _ -> throw Stop.notFound();
            }
        }
    }

    private void folder(Visit visit, Looking at, Repository repository, CodePath path, Place.Folder folder) {
        var tip = history.commit(repository, at.commit()).orElseThrow(Stop::notFound);
        var last = index.lastCommits(at.repo(), at.commit(), path).orElse(Map.of());
        var commits = new HashMap<ObjectId, Optional<Commit>>();
        var lines = folder.entries().stream()
                .map(entry -> new TreeLine(
                        entry,
                        path.resolve(entry.name()).value(),
                        Optional.ofNullable(last.get(entry.name()))
                                .flatMap(id -> commits.computeIfAbsent(id, _ -> history.commit(repository, id)))))
                .toList();
        var readme = readme(folder);
        var values = new HashMap<String, Object>();
        values.put("repo", at.head());
        values.put("path", path.value());
        values.put("tip", tip);
        values.put("mark", mark(repository, tip));
        values.put("lines", lines);
        values.put("cut", folder.cut());
        values.put("readmeName", readme.map(TreeEntry::name));
        values.put(
                "readme",
                readme.map(entry -> prose(at.head(), repository, path, entry)).orElse(""));
        visit.show(
                "repo/tree.jte",
                path.isRoot()
                        ? at.repo().path()
                        : path.name() + " · " + at.repo().path(),
                values);
    }

    private static Optional<TreeEntry> readme(Place.Folder folder) {
        return folder.entries().stream()
                .filter(entry -> entry.kind() == TreeEntry.Kind.FILE)
                .filter(entry -> {
                    String name = entry.name().toLowerCase(Locale.ROOT);
                    return name.equals("readme.md")
                            || name.equals("readme.markdown")
                            || name.equals("readme")
                            || name.equals("readme.txt");
                })
                .min(java.util.Comparator.comparing(entry -> !isMarkdown(entry.name())));
    }

    private String prose(RepoHead head, Repository repository, CodePath folder, TreeEntry entry) {
        String text = blobs.shown(repository, entry.id()).flatMap(Blob::text).orElse("");
        if (!isMarkdown(entry.name()) || text.length() > Markdown.CHARACTERS_MAX)
            return "<pre>" + escaped(text) + "</pre>";
        String below = folder.isRoot() ? "" : folder.value();
        return markdown.render(entry.id().name(), text, head.src(below) + "/", head.raw(below) + "/");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static boolean isMarkdown(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".md") || lower.endsWith(".markdown");
    }

    private void file(Visit visit, Looking at, Repository repository, CodePath path, TreeEntry entry, boolean plain) {
        var blob = blobs.shown(repository, entry.id()).orElseThrow(Stop::notFound);
        boolean document = isMarkdown(entry.name()) && blob.text().isPresent();
        Optional<String> prose =
                document && !plain ? Optional.of(prose(at.head(), repository, path.parent(), entry)) : Optional.empty();
        var values = new HashMap<String, Object>();
        values.put("repo", at.head());
        values.put("path", path.value());
        values.put("commit", at.commit().name());
        values.put("blob", blob);
        values.put("size", size(blob.size()));
        values.put(
                "picture",
                PICTURES.contains(extension(entry.name()))
                        && !(plain && blob.text().isPresent()));
        values.put(
                "lines",
                blob.text()
                        .map(text -> highlighter.lines(entry.id().name(), entry.name(), text))
                        .orElse(List.of()));
        values.put("prose", prose);
        values.put("source", document);
        visit.show("repo/file.jte", path.name() + " · " + at.repo().path(), values);
    }

    static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static String size(long bytes) {
        if (bytes < 1024) return bytes + " bytes";
        if (bytes < 1024 * 1024) return "%.1f KiB".formatted(bytes / 1024.0);
        return "%.1f MiB".formatted(bytes / (1024.0 * 1024));
    }

    /// A file's bytes.
    public Consumer<Visit> raw(String kind) {
        return visit -> {
            var at = found.looking(visit, kind);
            var path = CodePath.parse(at.path()).orElseThrow(Stop::notFound);
            try (var repository = node.storage().open(at.repo().rid())) {
                var place = trees.at(repository, at.commit(), path).orElseThrow(Stop::notFound);
                if (!(place instanceof Place.File(var entry))) throw Stop.notFound();
                RawFile.send(
                        visit.context(), repository, blobs, entry, at.repo().isPrivate(), kind.equals("commit"));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException("cannot send " + path.value(), e);
            }
        };
    }

    /// The history of a branch, a tag or a commit.
    public Consumer<Visit> commits(String kind) {
        return visit -> {
            var at = found.looking(visit, kind);
            if (!at.path().isEmpty()) throw Stop.notFound();
            var after = visit.query("after").map(text -> {
                if (!ObjectId.isId(text)) throw Stop.notFound();
                return ObjectId.fromString(text);
            });
            try (var repository = node.storage().open(at.repo().rid())) {
                var page = history.page(repository, at.commit(), after, COMMITS).orElseThrow(Stop::notFound);
                var lines = page.commits().stream()
                        .map(commit -> new CommitLine(commit, mark(repository, commit)))
                        .toList();
                Optional<String> next =
                        page.more() ? Optional.of(page.commits().getLast().id().name()) : Optional.empty();
                visit.show(
                        "repo/commits.jte",
                        "Commits · " + at.repo().path(),
                        Map.of("repo", at.head(), "lines", lines, "first", after.isEmpty(), "next", next));
            }
        };
    }

    /// One commit and what it changed.
    public void commit(Visit visit) {
        var repo = found.repo(visit, Right.READ);
        var view = node.refs().view(repo);
        var id = found.commit(repo, view, visit.part("id"));
        try (var repository = node.storage().open(repo.rid())) {
            var commit = history.commit(repository, id).orElseThrow(Stop::notFound);
            var diff = diffs.of(repository, id).orElseThrow(Stop::notFound);
            var head = found.head(visit, repo, view, "commit", id.name());
            visit.show(
                    "repo/commit.jte",
                    commit.subject() + " · " + repo.path(),
                    Map.of("repo", head, "commit", commit, "mark", mark(repository, commit), "diff", diff));
        }
    }

    private Optional<Mark> mark(Repository repository, Commit commit) {
        return Mark.of(signatures.of(repository, commit));
    }

    /// The branches.
    public void branches(Visit visit) {
        refs(visit, "branch", "refs/heads/");
    }

    /// The tags.
    public void tags(Visit visit) {
        refs(visit, "tag", "refs/tags/");
    }

    private void refs(Visit visit, String kind, String prefix) {
        Repo repo = found.repo(visit, Right.READ);
        RefView view = node.refs().view(repo);
        String after = visit.query("after").orElse("");
        try (var repository = node.storage().open(repo.rid())) {
            var names = view.below(prefix).keySet().stream()
                    .map(name -> name.substring(prefix.length()))
                    .filter(name -> name.compareTo(after) > 0)
                    .limit(REFS + 1)
                    .toList();
            var lines = names.stream()
                    .limit(REFS)
                    .map(name -> new BranchLine(
                            name,
                            kind.equals("branch") && name.equals(view.defaultBranch()),
                            Found.target(view, prefix + name).flatMap(id -> history.commit(repository, id))))
                    .toList();
            Optional<String> next = names.size() > REFS
                    ? Optional.of(
                            java.net.URLEncoder.encode(lines.getLast().name(), java.nio.charset.StandardCharsets.UTF_8))
                    : Optional.empty();
            var head = found.head(visit, repo, view, "branch", view.defaultBranch());
            visit.show(
                    "repo/refs.jte",
                    (kind.equals("branch") ? "Branches · " : "Tags · ") + repo.path(),
                    Map.of("repo", head, "kind", kind, "lines", lines, "next", next));
        }
    }
}
