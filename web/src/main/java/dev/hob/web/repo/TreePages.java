package dev.hob.web.repo;

import dev.hob.node.Node;
import dev.hob.node.code.Archives;
import dev.hob.node.code.Blobs;
import dev.hob.node.code.CodeIndex;
import dev.hob.node.code.CodePath;
import dev.hob.node.code.Commit;
import dev.hob.node.code.Distances;
import dev.hob.node.code.LastCommits;
import dev.hob.node.code.LfsPointer;
import dev.hob.node.code.Place;
import dev.hob.node.code.Submodules;
import dev.hob.node.code.TreeEntry;
import dev.hob.node.code.Trees;
import dev.hob.node.code.Upstream;
import dev.hob.node.code.Week;
import dev.hob.node.release.Release;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.html.Bars;
import dev.hob.web.html.Highlighter;
import dev.hob.web.html.Parts;
import dev.hob.web.html.RepoAbout;
import dev.hob.web.html.Sizes;
import dev.hob.web.html.Stop;
import dev.hob.web.html.TreeLine;
import dev.hob.web.html.UpstreamLine;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import dev.hob.web.render.Notebook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/// Folders and files of a repository, at a branch, a tag or a commit.
public final class TreePages {
    private static final Duration PATIENCE = Duration.ofMillis(300);
    private static final int ASKS_AGAIN_SECONDS = 3;

    private final Node node;
    private final CodeIndex index;
    private final Found found;
    private final Marks marks;
    private final Parts parts;
    private final ForkHeads heads;
    private final Function<Repo, OptionalInt> holders;
    private final boolean outlined;
    private final Upstream upstream;
    private final Trees trees = new Trees();
    private final Blobs blobs = new Blobs();
    private final ArchiveFile archives = new ArchiveFile();
    private final Highlighter highlighter = new Highlighter();
    private final Readme readme;
    private final RenderedFile rendering;

    /// @param holders how many other nodes have a repository; empty when that cannot be said at once
    /// @param outlined whether what a file defines is listed beside it, and each name leads to where it is defined
    public TreePages(
            Node node,
            Found found,
            Marks marks,
            Parts parts,
            Readme readme,
            Function<Repo, OptionalInt> holders,
            boolean outlined) {
        this.node = node;
        this.outlined = outlined;
        this.index = node.codeIndex();
        this.found = found;
        this.marks = marks;
        this.parts = parts;
        this.readme = readme;
        this.rendering = new RenderedFile(readme, highlighter, parts);
        this.holders = holders;
        this.heads = new ForkHeads(node);
        this.upstream = new Upstream(node.storage(), node.refs(), node.reading().distances());
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
        source(visit, new Looking(repo, view, shown, head.get(), ""));
    }

    /// A folder or file.
    public Consumer<Visit> source(String kind) {
        return visit -> source(visit, found.looking(visit, kind));
    }

    private void source(Visit visit, Looking at) {
        var path = CodePath.parse(at.path()).orElseThrow(Stop::notFound);
        try (var repository = node.storage().open(at.repo().rid())) {
            switch (trees.at(repository, at.commit(), path).orElseThrow(Stop::notFound)) {
                case Place.Folder folder -> folder(visit, at, repository, path, folder);
                case Place.File(var entry) -> file(visit, at, repository, path, entry);
                case Place.Submodule _ -> throw Stop.notFound();
            }
        }
    }

    private void folder(Visit visit, Looking at, Repository repository, CodePath path, Place.Folder folder) {
        var tip = commit(repository, at.commit()).orElseThrow(Stop::notFound);
        var known = index.known(at.repo(), at.commit(), path);
        var last = known.flatMap(_ -> last(at, repository, path)).orElse(tip);
        var mark = marks.of(repository, last);
        var checks = node.protection().statuses().tallies(at.repo(), List.of(last.id()));
        String moment = Long.toString(visit.page("").moment(tip.committer().at()));
        var about = path.isRoot() ? about(visit, at, repository) : RepoAbout.NOTHING;
        var upstream = path.isRoot() ? upstream(visit, at) : Optional.<UpstreamLine>empty();
        int pending = pending(visit, at);
        var introduces = Readme.of(folder);
        var slow = introduces.filter(Readme::mayWait).map(it -> readme.rendered(at.head(), repository, path, it));
        visit.scripted();
        if (slow.filter(Rendered::waits).isPresent()) askAgain(visit);
        else if (visit.unchanged(
                at.head().toString(),
                at.commit().name(),
                path.value(),
                slow.map(Rendered::told).orElse(""),
                Integer.toString(pending),
                mark.toString(),
                checks.toString(),
                about.toString(),
                upstream.toString(),
                moment,
                Boolean.toString(known.isPresent()))) return;
        var values = new HashMap<String, Object>();
        values.put("repo", at.head());
        values.put("path", path.value());
        values.put("pending", pending);
        values.put("stranded", stranded(visit, at));
        values.put("last", last);
        values.put("mark", mark);
        values.put("checks", checks);
        values.put("about", about);
        values.put("upstream", upstream);
        values.put("commits", known.map(LastCommits.Known::commits));
        values.put("files", files(visit, at, repository, path, folder, known, moment));
        values.put("complete", known.isPresent());
        values.put("cut", folder.cut());
        var look = slow.or(() -> introduces.map(it -> readme.rendered(at.head(), repository, path, it)));
        values.put("readmeName", introduces.map(TreeEntry::name));
        values.put(
                "readmePath",
                introduces.map(it -> path.resolve(it.name()).value()).orElse(""));
        values.put("told", look.map(Rendered::told).orElse(""));
        values.put(
                "readme",
                look.flatMap(Rendered::html)
                        .or(() -> introduces.map(it -> readme.source(repository, it)))
                        .orElse(""));
        visit.show("repo/tree.jte", title(at, path), values);
    }

    private static void askAgain(Visit visit) {
        visit.context().header("Refresh", String.valueOf(ASKS_AGAIN_SECONDS));
    }

    /// How many files of the branch the reader has changed and not committed yet.
    private int pending(Visit visit, Looking at) {
        return at.head().isWritable()
                ? visit.person()
                        .map(it -> node.pending().count(at.repo(), at.head().ref(), it))
                        .orElse(0)
                : 0;
    }

    /// The branches that are gone, for which the reader has written something and not committed it.
    private List<String> stranded(Visit visit, Looking at) {
        if (!at.head().isWritable() || !at.head().kind().equals("branch")) return List.of();
        return visit.person().map(it -> node.pending().branches(at.repo(), it)).orElse(List.of()).stream()
                .filter(branch -> !at.view().refs().containsKey(Constants.R_HEADS + branch))
                .toList();
    }

    /// How the branch stands to what this is a fork of, as far as the reader may know.
    private Optional<UpstreamLine> upstream(Visit visit, Looking at) {
        if (!at.head().kind().equals("branch")) return Optional.empty();
        var parent = heads.parent(visit, at.repo());
        String branch = at.head().ref();
        return parent.flatMap(it -> upstream.of(at.repo(), it, branch, PATIENCE).map(standing -> {
            var project = it.isProject() ? Optional.of(it) : node.repos().project(it.rid());
            String compare = project.map(to -> "/" + Urls.path(to.path()) + "/compare/"
                            + Urls.path(upstream.counterpart(to, branch)) + "..."
                            + Urls.path(at.repo().path() + ":" + branch))
                    .orElse("");
            return new UpstreamLine(
                    it.path(),
                    standing.branch(),
                    branch,
                    standing.distance().ahead(),
                    standing.distance().behind(),
                    compare,
                    Distances.COUNTED_MAX);
        }));
    }

    /// The commit that last changed a folder or file, as far as it is known.
    private Optional<Commit> last(Looking at, Repository repository, CodePath path) {
        return index.known(at.repo(), at.commit(), path.parent())
                .flatMap(known -> Optional.ofNullable(known.last().get(path.name())))
                .flatMap(id -> commit(repository, id));
    }

    private RepoAbout about(Visit visit, Looking at, Repository repository) {
        var languages = node.reading().languages().soon(at.repo(), repository, at.commit(), PATIENCE);
        var latest = at.repo().isProject()
                ? node.publishing().reading().latest(at.repo().rid())
                : Optional.<Release>empty();
        return RepoAbout.of(
                node.topics().of(at.repo()),
                languages.orElse(Map.of()),
                lately(visit, at),
                latest.map(it -> new RepoAbout.Latest(
                        it.name(), at.head().url() + "/releases/tag/" + Urls.path(it.tag()), it.published())),
                held(at));
    }

    /// How much was written in the last year, if somebody had it counted.
    private Optional<RepoAbout.Lately> lately(Visit visit, Looking at) {
        if (!at.view().headId().equals(Optional.of(at.commit()))) return Optional.empty();
        var now = Week.of(visit.page("").now());
        return node.reading()
                .contributions()
                .glance(at.repo(), at.commit())
                .map(weeks -> new RepoAbout.Lately(
                        Bars.of(weeks, now.plus(-ContributorPages.WEEKS), now),
                        at.head().url() + "/contributors"));
    }

    private Optional<RepoAbout.Held> held(Looking at) {
        int nodes = holders.apply(at.repo()).orElse(0);
        return nodes == 0
                ? Optional.empty()
                : Optional.of(new RepoAbout.Held(nodes, at.head().url() + "/peers"));
    }

    private Optional<Commit> commit(Repository repository, ObjectId id) {
        return node.reading().history().commit(repository, id);
    }

    private static String title(Looking at, CodePath path) {
        return path.isRoot()
                ? at.repo().path()
                : path.name() + " · " + at.repo().path();
    }

    private String files(
            Visit visit,
            Looking at,
            Repository repository,
            CodePath path,
            Place.Folder folder,
            Optional<LastCommits.Known> known,
            String moment) {
        var last = known.map(LastCommits.Known::last).orElse(Map.of());
        var commits = new HashMap<ObjectId, Optional<Commit>>();
        if (known.isEmpty())
            return parts.once("repo/files.jte", values(visit, at, repository, path, folder, last, commits));
        return parts.of(
                "repo/files.jte",
                List.of(at.head().src(path.value()), at.commit().name(), moment),
                () -> values(visit, at, repository, path, folder, last, commits));
    }

    private Map<String, Object> values(
            Visit visit,
            Looking at,
            Repository repository,
            CodePath path,
            Place.Folder folder,
            Map<String, ObjectId> last,
            Map<ObjectId, Optional<Commit>> commits) {
        node.reading().revisions().shown(at.repo(), at.commit(), last.values());
        boolean joined = folder.entries().stream().anyMatch(it -> it.kind() == TreeEntry.Kind.SUBMODULE);
        var modules = joined ? Submodules.urls(repository, at.commit()) : Map.<String, String>of();
        var lines = folder.entries().stream()
                .map(entry -> new TreeLine(
                        entry,
                        path.resolve(entry.name()).value(),
                        module(at, modules.get(path.resolve(entry.name()).value()), entry),
                        Optional.ofNullable(last.get(entry.name()))
                                .flatMap(id -> commits.computeIfAbsent(id, _ -> commit(repository, id)))))
                .toList();
        return Map.of("page", visit.page(""), "repo", at.head(), "lines", lines);
    }

    private static String module(Looking at, @Nullable String url, TreeEntry entry) {
        if (url == null || entry.kind() != TreeEntry.Kind.SUBMODULE) return "";
        return ModuleLink.of(url, at.repo().path(), entry.id().name()).orElse("");
    }

    private void file(Visit visit, Looking at, Repository repository, CodePath path, TreeEntry entry) {
        var last = last(at, repository, path);
        boolean plain = visit.query("source").isPresent();
        var page = visit.page("");
        if (Notebook.isNotebook(entry.name())) visit.scripted(Visit.Carries.PICTURES);
        else if (RawFile.media(entry.name()).isPresent()) visit.scripted(Visit.Carries.MEDIA);
        else visit.scripted();
        var slow = Optional.of(entry)
                .filter(it -> !plain && Readme.mayWait(it))
                .flatMap(it -> blobs.shown(repository, it.id()))
                .map(blob -> rendering.of(at.head(), repository, path, entry, blob));
        if (slow.filter(Rendered::waits).isPresent()) askAgain(visit);
        else if (visit.unchanged(
                at.head().toString(),
                at.commit().name(),
                path.value(),
                slow.map(Rendered::told).orElse(""),
                Boolean.toString(plain),
                last.map(it -> it.id().name() + page.moment(it.committer().at()))
                        .orElse(""))) return;
        var blob = blobs.shown(repository, entry.id()).orElseThrow(Stop::notFound);
        var look = plain ? Rendered.NOT : slow.orElseGet(() -> rendering.of(at.head(), repository, path, entry, blob));
        var rendered = look.html();
        boolean picture = RawFile.picture(entry.name()).isPresent();
        var values = new HashMap<String, Object>();
        values.put("repo", at.head());
        values.put("path", path.value());
        values.put("commit", at.commit().name());
        values.put("last", last);
        values.put("blob", blob);
        values.put("link", entry.kind() == TreeEntry.Kind.LINK);
        values.put("executable", entry.kind() == TreeEntry.Kind.EXECUTABLE);
        values.put("size", Sizes.of(blob.size()));
        values.put("pointer", blob.text().flatMap(LfsPointer::of));
        values.put("lines", blob.text().map(text -> text.lines().count()).orElse(0L));
        values.put("picture", picture && !(plain && blob.text().isPresent()));
        values.put(
                "source",
                (plain || rendered.isPresent() || picture) && blob.text().isPresent());
        values.put("rendered", rendered);
        values.put("told", look.told());
        values.put(
                "media", RawFile.media(entry.name()).filter(_ -> blob.binary()).orElse(""));
        values.put(
                "drawn", RenderedFile.drawn(entry.name(), blob).map(Enum::name).orElse(""));
        values.put("code", blob.text().map(text -> code(entry, text)).orElse(""));
        boolean read = outlined && rendered.isEmpty();
        values.put(
                "outline",
                blob.text()
                        .filter(_ -> read)
                        .map(text -> outline(path, entry, text))
                        .orElse(""));
        values.put("symbols", read ? Urls.query(at.head().url() + "/symbol", "path", path.value()) : "");
        visit.show("repo/file.jte", title(at, path), values);
    }

    private String outline(CodePath path, TreeEntry entry, String text) {
        return parts.of(
                "repo/outline.jte",
                List.of(entry.id().name(), path.value()),
                () -> Map.of("lines", OutlineLine.of(path.value(), text)));
    }

    private String code(TreeEntry entry, String text) {
        return parts.of(
                "repo/code.jte",
                List.of(entry.id().name(), entry.name()),
                () -> Map.of(
                        "name",
                        entry.name(),
                        "lines",
                        highlighter.lines(entry.id().name(), entry.name(), text)));
    }

    /// A file's bytes.
    public Consumer<Visit> raw(String kind) {
        return visit -> {
            var at = found.looking(visit, kind);
            var path = CodePath.parse(at.path()).orElseThrow(Stop::notFound);
            try (var repository = node.storage().open(at.repo().rid())) {
                var place = trees.at(repository, at.commit(), path).orElseThrow(Stop::notFound);
                if (!(place instanceof Place.File(var entry))) throw Stop.notFound();
                var keeping = new RawFile.Keeping(at.repo().isPrivate(), kind.equals("commit"));
                boolean download = visit.query("download").isPresent();
                RawFile.send(visit.context(), repository, blobs, entry, keeping, download);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot send " + path.value(), e);
            }
        };
    }

    /// All files of a branch, tag or commit in one.
    public void archive(Visit visit) {
        var repo = found.repo(visit, Right.READ);
        var view = node.refs().view(repo);
        String asked = visit.part("rest");
        var format = Archives.Format.of(asked).orElseThrow(Stop::notFound);
        String name = asked.substring(0, asked.length() - format.ending().length());
        try (var repository = node.storage().open(repo.rid())) {
            var at = node.reading()
                    .revisions()
                    .find(repository, repo, view, name)
                    .orElseThrow(Stop::notFound);
            String tag = "\"" + at.commit().name() + format.ending() + "\"";
            visit.context().header("ETag", tag).header("Cache-Control", "private, no-cache");
            if (tag.equals(visit.context().header("If-None-Match")))
                visit.context().status(304);
            else archives.send(visit.context(), repository, repo, at, format);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send " + asked, e);
        }
    }
}
