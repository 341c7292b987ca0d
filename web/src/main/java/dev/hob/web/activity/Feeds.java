package dev.hob.web.activity;

import static dev.hob.node.release.ReleaseReading.Asked.PUBLISHED;
import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.activity.Activity;
import dev.hob.node.activity.Activity.Shelf;
import dev.hob.node.code.Commit;
import dev.hob.node.code.History.Asked;
import dev.hob.node.code.Tags;
import dev.hob.node.refs.RefView;
import dev.hob.node.release.Release;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.html.Faces;
import dev.hob.web.html.Sizes;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import dev.hob.web.html.Visits;
import dev.hob.web.html.Who;
import dev.hob.web.login.Authentication;
import dev.hob.web.repo.Found;
import dev.hob.web.repo.RefOrder;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// Atom feeds: what happens in a repository, what somebody does, the commits of a branch, the tags. Whoever may see the
/// page may read its feed, by their browser's session, or with a password or token as feed readers send it. Shared
/// between threads.
public final class Feeds {
    private static final int ENTRIES = 30;
    private static final String SUFFIX = ".atom";

    private final Node node;
    private final Visits visits;
    private final Authentication authentication;
    private final Found found;
    private final Sentences sentences;
    private final Tags tags = new Tags();

    public Feeds(Node node, Visits visits, Authentication authentication, Found found) {
        this.node = node;
        this.visits = visits;
        this.authentication = authentication;
        this.found = found;
        this.sentences = new Sentences(node);
    }

    /// Answers with a feed, to whoever the request's header or cookie says they are.
    private Handler feed(Consumer<Visit> feed) {
        return context -> reader(context).ifPresent(feed);
    }

    /// Who reads; nobody when that was answered with a refusal.
    private Optional<Visit> reader(Context context) {
        context.header("Vary", "Accept-Language, Authorization, Cookie");
        var visit = visits.of(context);
        return switch (authentication.check(context)) {
            case Authentication.Answer.Known(var viewer, var _) -> Optional.of(visit.as(viewer));
            case Authentication.Answer.Anonymous _ -> Optional.of(visit);
            // Not the page to sign in, which a feed reader would take for the feed.
            case Authentication.Answer.Wrong _ -> {
                context.header("WWW-Authenticate", "Basic realm=\"Hob\", charset=\"UTF-8\"");
                refuse(context, 401, "The name, the password or the token is wrong.");
                yield Optional.empty();
            }
            case Authentication.Answer.Slow(var after) -> {
                context.header("Retry-After", String.valueOf(after.toSeconds() + 1));
                refuse(context, 429, "Too many wrong passwords or tokens.");
                yield Optional.empty();
            }
        };
    }

    private static void refuse(Context context, int status, String told) {
        context.status(status)
                .header("Cache-Control", "no-store")
                .contentType("text/plain; charset=utf-8")
                .result(told + "\n");
    }

    /// What happens in a repository.
    public Handler repository() {
        return feed(visit -> {
            var repo = found.repo(visit, Right.READ);
            String page = address(visit, repo);
            var entries = events(visit, new Shelf.In(repo));
            send(
                    visit,
                    repo.isPrivate(),
                    new Atom(
                            id(visit, "r/" + repo.id()),
                            text("activity.feed.activity-of", repo.path()),
                            page + "/activity" + SUFFIX,
                            page + "/activity",
                            newest(entries, repo.created()),
                            entries));
        });
    }

    /// What somebody does where the reader may look.
    public Handler person() {
        return feed(visit -> {
            var person = node.people().find(visit.part("owner")).orElseThrow(Stop::notFound);
            String page = base(visit) + "/" + person.name();
            var entries = events(visit, new Shelf.By(person));
            send(
                    visit,
                    visit.viewer().person().isPresent(),
                    new Atom(
                            id(visit, "u/" + person.id()),
                            text("activity.feed.activity-of", person.shown()),
                            page + SUFFIX,
                            page + "?tab=activity",
                            newest(entries, person.created()),
                            entries));
        });
    }

    private List<Atom.Entry> events(Visit visit, Shelf shelf) {
        var page = node.activity().before(visit.viewer(), shelf, Activity.LATEST, ENTRIES);
        return sentences.of(page.events()).stream()
                .map(line -> entry(visit, line))
                .toList();
    }

    private Atom.Entry entry(Visit visit, ActivityLine line) {
        String base = base(visit);
        var commits = new ArrayList<Atom.Line>();
        for (var commit : line.commits())
            commits.add(new Atom.Line(commit.id(), base + commit.url(), commit.subject()));
        if (!line.more().isEmpty()) commits.add(new Atom.Line("", "", line.more()));
        return new Atom.Entry(
                id(visit, "event/" + line.id()),
                line.words(),
                base + line.url(),
                line.at(),
                new Atom.Author(line.who().words(), line.who().whole(base)),
                new Atom.Body(commits, line.said()));
    }

    /// The commits of a branch, at the address of their page with `.atom` behind it, unless that is itself a branch's.
    ///
    /// @param page what is shown otherwise
    public Handler commits(Handler page) {
        return context -> {
            String rest = context.pathParam("rest");
            if (!rest.endsWith(SUFFIX)) {
                page.handle(context);
                return;
            }
            var reader = reader(context);
            if (reader.isEmpty()) return;
            var visit = reader.get();
            var repo = found.repo(visit, Right.READ);
            var view = node.refs().view(repo);
            if (view.refs().containsKey(Constants.R_HEADS + rest)) page.handle(context);
            else commits(visit, repo, view, rest.substring(0, rest.length() - SUFFIX.length()));
        };
    }

    private void commits(Visit visit, Repo repo, RefView view, String branch) {
        var tip =
                Optional.ofNullable(view.refs().get(Constants.R_HEADS + branch)).orElseThrow(Stop::notFound);
        String page = address(visit, repo);
        String here = page + "/commits/branch/" + Urls.path(branch);
        try (var repository = node.storage().open(repo.rid())) {
            // From the tip itself there is no way to be walked.
            var commits = node.reading().history().page(repo, repository, tip, Optional.empty(), ENTRIES)
                            instanceof Asked.Page some
                    ? some.commits()
                    : List.<Commit>of();
            var entries = commits.stream()
                    .map(commit -> entry(visit, repo, commit, title(commit), commit.body()))
                    .toList();
            send(
                    visit,
                    repo.isPrivate(),
                    new Atom(
                            id(visit, "r/" + repo.id() + "/commits/" + Urls.path(branch)),
                            text("activity.feed.commits-of", branch, repo.path()),
                            here + SUFFIX,
                            here,
                            newest(entries, repo.created()),
                            entries));
        }
    }

    private static String title(Commit commit) {
        return commit.subject().isEmpty() ? text("word.no-message") : commit.subject();
    }

    private Atom.Entry entry(Visit visit, Repo repo, Commit commit, String title, String text) {
        return new Atom.Entry(
                id(visit, "r/" + repo.id() + "/commit/" + commit.id().name()),
                title,
                address(visit, repo) + "/commit/" + commit.id().name(),
                commit.committer().at(),
                new Atom.Author(commit.author().name(), ""),
                new Atom.Body(List.of(), text));
    }

    /// A file or a page for whoever the request's header or cookie says they are, as programs fetch it.
    public Handler read(Consumer<Visit> page) {
        return feed(page);
    }

    /// The releases that are published, the newest first.
    public Handler releases() {
        return feed(visit -> {
            var repo = found.repo(visit, Right.READ);
            String page = address(visit, repo) + "/releases";
            var releases = repo.isProject()
                    ? node.publishing().reading().newest(repo.rid(), PUBLISHED, Optional.empty(), ENTRIES)
                    : List.<Release>of();
            var faces = new Faces(node.people());
            faces.meet(releases.stream().map(Release::author).toList());
            var entries = releases.stream()
                    .map(it -> release(visit, repo, faces.of(it.author()), it))
                    .toList();
            send(
                    visit,
                    repo.isPrivate(),
                    new Atom(
                            id(visit, "r/" + repo.id() + "/releases"),
                            text("activity.feed.releases-of", repo.path()),
                            page + SUFFIX,
                            page,
                            newest(entries, repo.created()),
                            entries));
        });
    }

    private static Atom.Entry release(Visit visit, Repo repo, Who by, Release it) {
        String page = address(visit, repo) + "/releases/";
        var files = new ArrayList<Atom.Line>();
        for (var asset : it.assets())
            files.add(new Atom.Line(
                    asset.name(),
                    page + "download/" + Urls.path(it.tag()) + "/" + Urls.path(asset.name()),
                    Sizes.of(asset.size()) + ", SHA-256 " + asset.sha256()));
        return new Atom.Entry(
                id(visit, "r/" + repo.id() + "/release/" + it.key()),
                it.prerelease() ? text("activity.feed.pre-release", it.name()) : it.name(),
                page + "tag/" + Urls.path(it.tag()),
                it.updated(),
                new Atom.Author(by.name(), by.url().isEmpty() ? "" : base(visit) + by.url()),
                new Atom.Body(files, it.notes()));
    }

    /// The tags, the newest version first.
    public Handler tags() {
        return feed(visit -> {
            var repo = found.repo(visit, Right.READ);
            String page = address(visit, repo) + "/tags";
            try (var repository = node.storage().open(repo.rid())) {
                var view = node.refs().view(repo);
                var entries = new ArrayList<Atom.Entry>();
                view.below(Constants.R_TAGS).keySet().stream()
                        .map(ref -> ref.substring(Constants.R_TAGS.length()))
                        .sorted(RefOrder.UPWARDS.reversed())
                        .limit(ENTRIES)
                        .forEach(
                                name -> tag(visit, repo, repository, view, name).ifPresent(entries::add));
                send(
                        visit,
                        repo.isPrivate(),
                        new Atom(
                                id(visit, "r/" + repo.id() + "/tags"),
                                text("activity.feed.tags-of", repo.path()),
                                page + SUFFIX,
                                page,
                                newest(entries, repo.created()),
                                entries));
            }
        });
    }

    private Optional<Atom.Entry> tag(Visit visit, Repo repo, Repository repository, RefView view, String name) {
        var ref = Constants.R_TAGS + name;
        var target = Optional.<ObjectId>ofNullable(view.peeled().get(ref))
                .or(() -> Optional.ofNullable(view.refs().get(ref)));
        var commit = target.flatMap(id -> node.reading().history().commit(repository, id));
        if (commit.isEmpty()) return Optional.empty(); // It names a file or a folder.
        var annotated = view.peeled().containsKey(ref)
                ? Optional.ofNullable(view.refs().get(ref)).flatMap(id -> tags.at(repository, id))
                : Optional.<Tags.Tag>empty();
        var by = annotated.flatMap(Tags.Tag::by).orElse(commit.get().author());
        return Optional.of(new Atom.Entry(
                id(visit, "r/" + repo.id() + "/tag/" + Urls.path(name)),
                name,
                address(visit, repo) + "/src/tag/" + Urls.path(name),
                annotated
                        .flatMap(Tags.Tag::by)
                        .map(Commit.Signature::at)
                        .orElse(commit.get().committer().at()),
                new Atom.Author(by.name(), ""),
                new Atom.Body(
                        List.of(new Atom.Line(
                                commit.get().shortId(),
                                address(visit, repo) + "/commit/"
                                        + commit.get().id().name(),
                                title(commit.get()))),
                        annotated.map(Tags.Tag::message).orElse(""))));
    }

    private static Instant newest(List<Atom.Entry> entries, Instant otherwise) {
        return entries.stream().map(Atom.Entry::updated).max(Instant::compareTo).orElse(otherwise);
    }

    private static String base(Visit visit) {
        return visit.url("");
    }

    private static String address(Visit visit, Repo repo) {
        return base(visit) + "/" + Urls.path(repo.path());
    }

    /// RFC 4151: an id that stays the same wherever the thing moves to on this node.
    private static String id(Visit visit, String what) {
        return "tag:" + Optional.ofNullable(visit.base().getHost()).orElse("localhost") + ",2026:" + what;
    }

    private static void send(Visit visit, boolean isPrivate, Atom feed) {
        byte[] bytes = feed.bytes();
        String tag = "\"" + hash(bytes) + "\"";
        var context = visit.context();
        context.header("ETag", tag).header("Cache-Control", (isPrivate ? "private" : "public") + ", no-cache");
        if (tag.equals(context.header("If-None-Match"))) context.status(304);
        else context.contentType(Atom.TYPE + "; charset=utf-8").result(bytes);
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java runtime has SHA-256", e);
        }
    }
}
