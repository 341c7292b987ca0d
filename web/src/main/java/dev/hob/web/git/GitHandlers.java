package dev.hob.web.git;

import dev.hob.node.Node;
import dev.hob.node.git.NoSpace;
import dev.hob.node.git.Protocol;
import dev.hob.node.git.Receive;
import dev.hob.node.git.Upload;
import dev.hob.node.people.AccountName;
import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.node.people.Viewer;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.RepositoryName;
import dev.hob.node.repo.Right;
import dev.hob.web.login.Authentication;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.text.MessageFormat;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.eclipse.jgit.internal.JGitText;
import org.eclipse.jgit.util.io.LimitedInputStream;

/// Git's smart HTTP protocol (gitprotocol-http) at `/:owner/:repo` with or without `.git`. Shared between threads.
///
/// To someone who did not sign in, a private repository and none at all are the same 401; to a signed-in stranger,
/// the same 404.
public final class GitHandlers {
    private static final String PLAIN = "text/plain; charset=utf-8";
    private static final String REALM = "Basic realm=\"Hob\", charset=\"UTF-8\"";
    private static final String NOT_FOUND = "There is no such repository, or you may not see it.\n";
    private static final Set<String> ENCODINGS = Set.of("identity", "gzip", "x-gzip");
    private static final String BAD_LINE = MessageFormat.format(JGitText.get().invalidPacketLineHeader, "");
    private static final String INFO_REFS = "/info/refs";
    /// What a client may say when it fetches: wants, haves and the rest, about three hundred thousand of them.
    private static final long FETCH_BYTES_MAX = 16L << 20;

    private final Node node;
    private final Authentication authentication;

    public GitHandlers(Node node, Authentication authentication) {
        this.node = node;
        this.authentication = authentication;
    }

    /// Whether a path is git's, so that errors are told as plain text.
    public static boolean covers(String path) {
        return path.endsWith(INFO_REFS) || path.endsWith("/" + Upload.SERVICE) || path.endsWith("/" + Receive.SERVICE);
    }

    /// An error as git shows it.
    public static void error(Context context, int status, String told) {
        tell(context, status, told + "\n");
    }

    private sealed interface Door {
        /// Come in.
        record Open(Repo repo, Viewer viewer) implements Door {}

        /// Come in, to push.
        record Push(Repo repo, Receive.Pusher pusher) implements Door {}

        /// There is none yet, and a push by this person will make it.
        record ToCreate(Person owner, String name) implements Door {}

        /// It was answered already.
        record Shut() implements Door {}
    }

    /// `GET /:owner/:repo/info/refs?service=…`
    public void infoRefs(Context context) throws IOException {
        String service = Optional.ofNullable(context.queryParam("service")).orElse("");
        if (!service.equals(Upload.SERVICE) && !service.equals(Receive.SERVICE)) {
            tell(context, 403, "Only git's smart HTTP protocol is spoken here: please use a current git.\n");
            return;
        }
        boolean push = service.equals(Receive.SERVICE);
        var door = door(context, push ? Right.WRITE : Right.READ);
        if (door instanceof Door.Shut) return;
        if (push && !node.storage().hasRoom()) {
            // Told here, where git shows it; of an answer to the pack itself it would show only the number.
            context.header("Retry-After", "60");
            tell(context, 503, "There is " + NoSpace.TOLD + ".\n");
            return;
        }
        start(context, "application/x-" + service + "-advertisement");
        var out = context.res().getOutputStream();
        switch (door) {
            case Door.Push(var repo, var pusher) -> node.receive().advertise(repo, pusher, out);
            case Door.Open open -> node.upload().advertise(open.repo(), protocol(context), out);
            case Door.ToCreate _ -> node.receive().advertiseEmpty(out);
            case Door.Shut _ -> throw new AssertionError("answered already");
        }
    }

    /// The same of a repository that everybody may read, to fetch.
    public void infoRefs(Context context, Repo repo) throws IOException {
        if (!Upload.SERVICE.equals(context.queryParam("service"))) {
            tell(context, 403, "Here one can only fetch.\n");
            return;
        }
        start(context, "application/x-" + Upload.SERVICE + "-advertisement");
        node.upload().advertise(repo, protocol(context), context.res().getOutputStream());
    }

    /// `POST /:owner/:repo/git-upload-pack`
    public void uploadPack(Context context) throws IOException {
        if (!isRequest(context, Upload.SERVICE)) return;
        if (door(context, Right.READ) instanceof Door.Open open) fetch(context, open.repo());
    }

    /// The same of a repository that everybody may read.
    public void uploadPack(Context context, Repo repo) throws IOException {
        if (isRequest(context, Upload.SERVICE)) fetch(context, repo);
    }

    private void fetch(Context context, Repo repo) throws IOException {
        start(context, "application/x-" + Upload.SERVICE + "-result");
        try {
            var body = new Bounded(body(context), FETCH_BYTES_MAX);
            node.upload().serve(repo, protocol(context), body, context.res().getOutputStream());
        } catch (Bounded.Exceeded e) {
            tell(context, 413, "This asks for more at once than this node answers.\n");
        } catch (IOException e) {
            nonsense(context, e);
        }
    }

    /// `POST /:owner/:repo/git-receive-pack`; the first push makes the repository.
    public void receivePack(Context context) throws IOException {
        if (!isRequest(context, Receive.SERVICE)) return;
        switch (door(context, Right.WRITE)) {
            case Door.Push(var repo, var pusher) -> receive(context, repo, pusher);
            case Door.Open _ -> throw new AssertionError("a push comes in by its own door");
            case Door.ToCreate(var owner, var name) -> {
                switch (node.refs().create(owner, name, true, "", "main")) {
                    case Repos.Creation.Created(var repo) ->
                        receive(context, repo, new Receive.Pusher(owner, true, false));
                    case Repos.Creation.Refused(var _, var told) -> tell(context, 409, told + "\n");
                }
            }
            case Door.Shut _ -> {}
        }
    }

    private void receive(Context context, Repo repo, Receive.Pusher who) throws IOException {
        start(context, "application/x-" + Receive.SERVICE + "-result");
        try {
            var outcome =
                    node.receive().serve(repo, who, body(context), context.res().getOutputStream());
            if (outcome instanceof Receive.Outcome.Unreadable(var tooLarge, var told))
                tell(context, tooLarge ? 413 : 400, told + "\n");
        } catch (IOException e) {
            nonsense(context, e);
        }
    }

    /// Answers what is neither git's protocol nor gzip. Whatever else went wrong is not the client's doing.
    private static void nonsense(Context context, IOException e) throws IOException {
        boolean line = String.valueOf(e.getMessage()).startsWith(BAD_LINE);
        if (!line && !(e instanceof ZipException)) throw e;
        tell(context, 400, line ? "This is not git's protocol.\n" : "The body is not what its encoding says.\n");
    }

    private static boolean isRequest(Context context, String service) {
        String expected = "application/x-" + service + "-request";
        boolean known = ENCODINGS.contains(encoding(context));
        if (known && expected.equals(context.contentType())) return true;
        tell(context, 415, "Expected " + expected + ", plain or as gzip.\n");
        return false;
    }

    private static String encoding(Context context) {
        return Optional.ofNullable(context.header("Content-Encoding")).orElse("identity");
    }

    private Door door(Context context, Right right) {
        String name = context.pathParam("repo");
        if (name.endsWith(".git")) name = name.substring(0, name.length() - ".git".length());
        var viewer =
                switch (authentication.check(context)) {
                    case Authentication.Answer.Known known -> Optional.of(known.viewer());
                    case Authentication.Answer.Anonymous _ -> Optional.of(Viewer.ANYONE);
                    case Authentication.Answer.Wrong _ -> {
                        challenge(context, "The password or token is wrong, has expired or was revoked.\n");
                        yield Optional.<Viewer>empty();
                    }
                    case Authentication.Answer.Slow(var after) -> {
                        context.header("Retry-After", Long.toString(Math.max(1, after.toSeconds())));
                        tell(context, 429, "Too many wrong passwords or tokens: please wait a while.\n");
                        yield Optional.<Viewer>empty();
                    }
                };
        if (viewer.isEmpty()) return new Door.Shut();
        return door(context, right, viewer.get(), context.pathParam("owner"), name);
    }

    private Door door(Context context, Right right, Viewer viewer, String owner, String name) {
        var repo = node.repos().find(owner, name).map(Repos.Found::repo);
        var away = repo.flatMap(Repo::away);
        if (away.isPresent() && node.access().may(viewer, Right.READ, repo.get())) {
            lead(context, right, repo.get(), away.get());
            return new Door.Shut();
        }
        if (repo.isPresent() && right == Right.WRITE) {
            var pusher = pusher(viewer, repo.get());
            if (pusher.isPresent()) return new Door.Push(repo.get(), pusher.get());
        } else if (repo.isPresent() && node.access().may(viewer, right, repo.get()))
            return new Door.Open(repo.get(), viewer);
        if (viewer.person().isEmpty()) {
            challenge(context, "Please sign in with your name and a password or token.\n");
            return new Door.Shut();
        }
        if (repo.isPresent() && node.access().may(viewer, Right.READ, repo.get())) {
            tell(context, 403, "You may read " + repo.get().path() + ", but not push to it.\n");
            return new Door.Shut();
        }
        var person = viewer.person().get();
        boolean own = person.name().equals(AccountName.folded(owner));
        if (repo.isEmpty() && right == Right.WRITE && own && reachesAll(viewer)) return toCreate(context, viewer, name);
        tell(context, 404, NOT_FOUND);
        return new Door.Shut();
    }

    /// Git goes to the other server when it begins to fetch. A push is refused with the new address, for it would carry
    /// a password there.
    private static void lead(Context context, Right right, Repo repo, Repo.Away away) {
        String told = repo.path() + " has moved to " + away.git() + "\n";
        if (right == Right.READ && context.path().endsWith(INFO_REFS)) {
            context.header("Location", away.git() + INFO_REFS + "?service=" + Upload.SERVICE);
            tell(context, 301, told);
        } else tell(context, 403, told + "Push there: git remote set-url origin " + away.git() + "\n");
    }

    /// Who may push at all: those who may write, those to whom a branch is lent, and those who may speak and
    /// have a device that could have signed what they say.
    private Optional<Receive.Pusher> pusher(Viewer viewer, Repo repo) {
        boolean code = node.access().may(viewer, Right.WRITE, repo);
        boolean talk = node.access().maySpeak(viewer, repo);
        var lent = code ? Set.<String>of() : node.pulls().lent().to(viewer, repo);
        boolean speaks =
                talk && !node.devices().of(viewer.person().orElseThrow()).isEmpty();
        if (!code && lent.isEmpty() && !speaks) return Optional.empty();
        return Optional.of(new Receive.Pusher(viewer.person().orElseThrow(), code, talk, lent));
    }

    /// Whether a token sees every repository of its owner: to any other, what it does not see is what does not
    /// exist.
    private static boolean reachesAll(Viewer viewer) {
        return viewer.grant().limitedTo().isEmpty() && viewer.grant().allows(Scope.READ_REPOSITORY);
    }

    private static Door toCreate(Context context, Viewer viewer, String name) {
        var objection = RepositoryName.objection(name);
        if (objection.isPresent()) tell(context, 400, objection.get() + "\n");
        else if (!viewer.grant().allows(Scope.WRITE_REPOSITORY))
            tell(context, 403, "This token may not create repositories.\n");
        else return new Door.ToCreate(viewer.person().orElseThrow(), name);
        return new Door.Shut();
    }

    private static void challenge(Context context, String told) {
        context.header("WWW-Authenticate", REALM);
        tell(context, 401, told);
    }

    private static void tell(Context context, int status, String told) {
        context.status(status).contentType(PLAIN).result(told);
    }

    private static void start(Context context, String type) {
        context.res().setContentType(type);
        context.res().setHeader("Cache-Control", "no-cache, max-age=0, must-revalidate");
    }

    private static Protocol protocol(Context context) {
        return Protocol.of(Optional.ofNullable(context.header("Git-Protocol")));
    }

    /// A body that ends with an error when it is longer than it may be, whatever it was compressed to.
    private static final class Bounded extends LimitedInputStream {
        Bounded(InputStream in, long bytesMax) {
            super(in, bytesMax);
        }

        @Override
        protected void limitExceeded() throws Exceeded {
            throw new Exceeded();
        }

        static final class Exceeded extends IOException {
            private static final long serialVersionUID = 1L;
        }
    }

    private static InputStream body(Context context) throws IOException {
        var raw = context.req().getInputStream();
        return encoding(context).equals("identity") ? raw : new GZIPInputStream(raw);
    }
}
