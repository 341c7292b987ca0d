package dev.hob.web.peers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hob.node.Node;
import dev.hob.node.code.CodePath;
import dev.hob.web.git.GitHandlers;
import dev.hob.web.html.Stop;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.time.InstantSource;
import java.util.function.Function;

/// The read API of `radicle-httpd`, version 6.1.0, where its clients look for it: below `/api/v1`, beside Gitea's. A
/// repository is named by its RID, which no account is called. Every page of every site may read it. Shared between
/// threads.
public final class Httpd {
    private static final String API = "/api/v1";
    private static final String REPOS = API + "/repos";
    private static final String REPO = REPOS + "/rad:{rid}";
    private static final String RAW = "/raw/rad:{rid}";
    private static final String VERSION = "6.1.0";
    private static final String SUFFIX = ".tar.gz";
    private static final String ASKED = "hob.httpd";
    /// What an id of an object decides never changes.
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final String FOR_NOW = "no-cache";

    private final Node node;
    private final Repositories repositories;
    private final Sources sources;
    private final Talk talk;
    private final GitHandlers git;

    public Httpd(Node node, GitHandlers git, InstantSource clock) {
        this.node = node;
        this.repositories = new Repositories(node);
        this.sources = new Sources(node, clock);
        this.talk = new Talk(node);
        this.git = git;
    }

    /// Whether a request is answered by this, so that errors are told as its clients expect them.
    public static boolean covers(Context context) {
        return context.attribute(ASKED) != null;
    }

    /// An error as `radicle-httpd` tells it.
    public static void error(Context context, int status, String told) {
        context.header("Cache-Control", "no-store");
        send(context, status, Shapes.object().put("error", told).put("code", status));
    }

    /// Gives everything its route. Before Gitea's API, which would take a RID for an account.
    public void declare(RoutesConfig to) {
        get(to, API + "/info", FOR_NOW, _ -> info());
        get(to, API + "/node", FOR_NOW, _ -> repositories.node());
        get(to, API + "/node/policies/repos", FOR_NOW, _ -> repositories.policies());
        get(to, API + "/node/policies/repos/rad:{rid}", FOR_NOW, repositories::policy);
        get(to, API + "/nodes/{nid}", FOR_NOW, repositories::other);
        get(to, API + "/nodes/{nid}/inventory", FOR_NOW, repositories::inventory);
        get(to, API + "/delegates/{did}/repos", FOR_NOW, repositories::ofDelegate);
        get(to, API + "/stats", FOR_NOW, _ -> repositories.stats());
        get(to, REPOS, FOR_NOW, repositories::list);
        get(to, REPO, FOR_NOW, repositories::info);
        get(to, REPO + "/commits", FOR_NOW, sources::commits);
        get(to, REPO + "/commits/{sha}", FOR_EVER, sources::commit);
        get(to, REPO + "/diff/{base}/{oid}", FOR_EVER, sources::diff);
        get(to, REPO + "/diff/{base}/{oid}/stats", FOR_EVER, sources::diffStats);
        get(to, REPO + "/activity", FOR_NOW, sources::activity);
        get(to, REPO + "/tree/{sha}", FOR_EVER, asked -> sources.tree(asked, CodePath.ROOT));
        get(to, REPO + "/tree/{sha}/<path>", FOR_EVER, asked -> sources.tree(asked, asked.path()));
        get(to, REPO + "/stats/tree/{sha}", FOR_NOW, sources::stats);
        get(to, REPO + "/stats/commits/{sha}", FOR_EVER, sources::commitStats);
        get(to, REPO + "/remotes", FOR_NOW, repositories::remotes);
        get(to, REPO + "/remotes/{peer}", FOR_NOW, repositories::remote);
        get(to, REPO + "/blob/{sha}/<path>", FOR_EVER, sources::blob);
        get(to, REPO + "/readme/{sha}", FOR_EVER, sources::readme);
        get(to, REPO + "/jobs/{sha}", FOR_NOW, asked -> {
            asked.repo();
            return Shapes.array(); // Nobody builds anything here.
        });
        get(to, REPO + "/issues", FOR_NOW, talk::issues);
        get(to, REPO + "/issues/{id}", FOR_NOW, talk::issue);
        get(to, REPO + "/patches", FOR_NOW, talk::patches);
        get(to, REPO + "/patches/{id}", FOR_NOW, talk::patch);
        to.get(RAW + "/head/<path>", open(asked -> sources.raw(asked, true)));
        to.get(RAW + "/blobs/{oid}", open(sources::rawBlob));
        to.get(
                RAW + "/archive/<name>",
                open(asked -> sources.archive(asked, asked.context().pathParam("name"))));
        to.get(RAW + "/{sha}", open(this::archive));
        to.get(RAW + "/{sha}/<path>", open(asked -> sources.raw(asked, false)));
        to.get("/{rid}.git/info/refs", context -> git.infoRefs(context, project(context)));
        to.post("/{rid}.git/git-upload-pack", context -> git.uploadPack(context, project(context)));
    }

    /// Whether a search is one of a client of `radicle-httpd`: it counts its pages otherwise than Gitea's.
    public Handler searchOr(Handler gitea) {
        var ours = handler(FOR_NOW, repositories::search);
        return context -> {
            boolean isOurs = context.queryParam("perPage") != null;
            (isOurs ? ours : gitea).handle(context);
        };
    }

    /// What stands at the top, for who asks for no page.
    public Handler rootOr(Handler page) {
        var ours = handler(FOR_NOW, _ -> root());
        return context -> {
            boolean isOurs = "application/json".equals(context.header("Accept"));
            (isOurs ? ours : page).handle(context);
        };
    }

    private JsonNode root() {
        var root = Shapes.object()
                .put("message", "Welcome!")
                .put("service", "radicle-httpd")
                .put("version", "hob")
                .put("apiVersion", VERSION)
                .put("nid", repositories.nid().nid())
                .put("path", API);
        var links = root.putArray("links");
        for (String href : new String[] {"/repos", "/node", "/stats"})
            links.addObject().put("href", href).put("rel", href.substring(1)).put("type", "GET");
        return root;
    }

    private JsonNode info() {
        var info = Shapes.object();
        info.set("node", repositories.node());
        info.putObject("httpd").put("searchAvailable", true);
        return info;
    }

    private void archive(Asked asked) {
        String name = asked.context().pathParam("sha");
        if (!name.endsWith(SUFFIX)) throw Stop.notFound();
        sources.archive(asked, name.substring(0, name.length() - SUFFIX.length()));
    }

    private dev.hob.node.repo.Repo project(Context context) {
        mark(context);
        return new Asked(node, context).repo();
    }

    private void get(RoutesConfig to, String path, String keeping, Function<Asked, JsonNode> answer) {
        to.get(path, handler(keeping, answer));
    }

    private Handler handler(String keeping, Function<Asked, JsonNode> answer) {
        return open(asked -> {
            var told = answer.apply(asked);
            asked.context().header("Cache-Control", keeping);
            send(asked.context(), 200, told);
        });
    }

    @FunctionalInterface
    private interface Sending {
        void send(Asked asked);
    }

    private Handler open(Sending sending) {
        return context -> {
            mark(context);
            sending.send(new Asked(node, context));
        };
    }

    private static void mark(Context context) {
        context.attribute(ASKED, true);
        // Only what everybody may see is told, and nothing by who asks.
        context.header("Access-Control-Allow-Origin", "*");
    }

    private static void send(Context context, int status, JsonNode told) {
        context.status(status).contentType("application/json; charset=utf-8").result(told.toString());
    }
}
