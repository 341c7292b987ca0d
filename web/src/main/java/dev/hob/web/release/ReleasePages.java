package dev.hob.web.release;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.code.Revisions;
import dev.hob.node.release.Publishing;
import dev.hob.node.release.Release;
import dev.hob.node.release.ReleaseReading.After;
import dev.hob.node.release.ReleaseReading.Asked;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.html.Faces;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import dev.hob.web.issue.Prose;
import dev.hob.web.repo.Found;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Constants;

/// The releases of a repository, one of them, and their files. Shared between threads.
public final class ReleasePages {
    private static final int LISTED = 10;
    private static final Pattern PLACE = Pattern.compile("([dp])-(\\d{1,15})-([0-9a-f]{40})");

    private final Node node;
    private final Publishing publishing;
    private final Found found;
    private final Prose prose;

    public ReleasePages(Node node, Found found, Prose prose) {
        this.node = node;
        this.publishing = node.publishing();
        this.found = found;
        this.prose = prose;
    }

    /// All of them: drafts first, for those who write, and then the newest.
    public void list(Visit visit) {
        var repo = found.repo(visit, Right.READ);
        boolean member = writes(visit, repo);
        var after = visit.query("after").flatMap(ReleasePages::place);
        var some = repo.isProject()
                ? publishing.reading().newest(repo.rid(), Asked.by(member), after, LISTED + 1)
                : List.<Release>of();
        var shown = some.stream().limit(LISTED).toList();
        String home = home(repo);
        var values = new HashMap<String, Object>();
        values.put("repo", found.head(visit, repo));
        values.put("releases", shown(visit, repo, shown));
        values.put("member", member && repo.isProject());
        values.put("fork", !repo.isProject());
        values.put("first", after.isEmpty());
        values.put(
                "next",
                some.size() > LISTED
                        ? Optional.of(Urls.query(home + "/releases", "after", place(shown.getLast())))
                        : Optional.empty());
        visit.showScripted(200, "releases/list.jte", text("releases.releases") + " · " + repo.path(), values);
    }

    private static Optional<After> place(String text) {
        var matcher = PLACE.matcher(text);
        if (!matcher.matches()) return Optional.empty();
        return Optional.of(new After(
                matcher.group(1).equals("d"),
                Instant.ofEpochMilli(Long.parseLong(matcher.group(2))),
                matcher.group(3)));
    }

    private static String place(Release last) {
        return (last.draft() ? "d-" : "p-") + last.published().toEpochMilli() + "-"
                + last.id().name();
    }

    static String home(Repo repo) {
        return "/" + Urls.path(repo.path());
    }

    private boolean writes(Visit visit, Repo repo) {
        return node.access().may(visit.viewer(), Right.WRITE, repo);
    }

    private List<Shown> shown(Visit visit, Repo repo, List<Release> releases) {
        var view = node.refs().view(repo);
        var faces = new Faces(node.people());
        faces.meet(releases.stream().map(Release::author).toList());
        var look = prose.look(visit.viewer(), repo, view.defaultBranch());
        var latest = releases.isEmpty()
                ? Optional.<Release>empty()
                : publishing.reading().latest(repo.rid());
        var downloads = publishing
                .reading()
                .downloads(
                        repo.rid(),
                        releases.stream().flatMap(it -> it.assets().stream()).toList());
        return releases.stream()
                .map(it -> new Shown(
                        it,
                        home(repo),
                        faces.of(it.author()),
                        it.notes().isBlank() ? "" : look.html(it.notes()),
                        latest.filter(other -> other.id().equals(it.id())).isPresent(),
                        Revisions.target(view, Constants.R_TAGS + it.tag()).map(id -> id.name()),
                        files(repo, it, downloads)))
                .toList();
    }

    private static List<Shown.File> files(Repo repo, Release release, Map<String, Long> downloads) {
        return release.assets().stream()
                .map(it -> new Shown.File(
                        it,
                        home(repo) + "/releases/download/" + Urls.path(release.tag()) + "/" + Urls.path(it.name()),
                        downloads.getOrDefault(it.key(), 0L)))
                .toList();
    }

    /// One of them.
    public void one(Visit visit) {
        var repo = found.repo(visit, Right.READ);
        var release = visible(visit, repo, publishing.reading().ofTag(repo.rid(), visit.part("rest")));
        var values = new HashMap<String, Object>();
        values.put("repo", found.head(visit, repo));
        values.put("shown", shown(visit, repo, List.of(release)).getFirst());
        values.put("member", writes(visit, repo));
        visit.showScripted(200, "releases/show.jte", release.name() + " · " + repo.path(), values);
    }

    private Release visible(Visit visit, Repo repo, Optional<Release> release) {
        return release.filter(_ -> repo.isProject())
                .filter(it -> !it.draft() || writes(visit, repo))
                .orElseThrow(Stop::notFound);
    }

    /// Leads to the newest that is no draft and no pre-release.
    public void latest(Visit visit) {
        var repo = found.repo(visit, Right.READ);
        visit.go(home(repo) + "/releases/tag/" + Urls.path(latest(repo).tag()));
    }

    private Release latest(Repo repo) {
        return Optional.of(repo)
                .filter(Repo::isProject)
                .flatMap(it -> publishing.reading().latest(it.rid()))
                .orElseThrow(Stop::notFound);
    }

    /// A file of the newest, whichever that is: leads to it.
    public void latestFile(Visit visit) {
        var repo = found.repo(visit, Right.READ);
        var release = latest(repo);
        var asset = release.asset(visit.part("file")).orElseThrow(Stop::notFound);
        visit.go(home(repo) + "/releases/download/" + Urls.path(release.tag()) + "/" + Urls.path(asset.name()));
    }

    /// Sends a file, to be kept: no browser shows or runs it.
    public void download(Visit visit) {
        var repo = found.repo(visit, Right.READ);
        String rest = visit.part("rest");
        int slash = rest.lastIndexOf('/');
        if (slash < 0) throw Stop.notFound();
        var release = visible(visit, repo, publishing.reading().ofTag(repo.rid(), rest.substring(0, slash)));
        var asset = release.asset(rest.substring(slash + 1)).orElseThrow(Stop::notFound);
        var context = visit.context();
        boolean isPrivate = repo.isPrivate() || release.draft();
        String tag = "\"" + asset.sha256() + "\"";
        context.header("ETag", tag)
                .header("Cache-Control", (isPrivate ? "private" : "public") + ", no-cache")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Disposition", "attachment; filename*=UTF-8''" + escaped(asset.name()));
        if (tag.equals(context.header("If-None-Match"))) {
            context.status(304);
            return;
        }
        boolean head = context.req().getMethod().equals("HEAD");
        try {
            boolean here = publishing.releases().take(repo, asset, !head, (content, size) -> {
                context.contentType("application/octet-stream").disableCompression();
                context.res().setContentLengthLong(size);
                if (!head) content.transferTo(context.res().getOutputStream());
            });
            if (!here) throw new Stop(404, text("releases.bytes-are-not-here"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send " + asset.name(), e);
        }
    }

    private static String escaped(String name) {
        return Urls.path(name).replace(",", "%2C").replace("=", "%3D");
    }
}
