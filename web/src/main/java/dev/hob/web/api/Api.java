package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import dev.hob.search.Search;
import dev.hob.web.api.json.Json;
import dev.hob.web.api.json.Problem;
import dev.hob.web.calm.Calm;
import dev.hob.web.calm.Client;
import dev.hob.web.calm.Spent;
import dev.hob.web.federation.Federating;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visits;
import dev.hob.web.login.Authentication;
import dev.hob.web.patch.Fitting;
import dev.hob.web.peers.Neighbours;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;

/// The API that Gitea's clients speak, below `/api/v1`, and what is ours alone, below `/api/hob/v1`: every operation,
/// and the checks that come before each. Shared between threads.
public final class Api {
    static final String PREFIX = "/api/v1";

    /// What Gitea has nothing like.
    static final String OURS = "/api/hob/v1";

    private static final String PEERS = "/p2p/";
    private static final String FEDERATION = "/federation/";
    private static final String PAGE = "/api/swagger";
    private static final String FINDING = "/search";
    private static final String SIMILAR = "/issues/similar";
    private static final String SUGGESTED = "/reviewers/suggested";
    private static final String SEARCH = "/repos/search";
    private static final int LARGE_BODIES_MAX = 4;

    private final Node node;
    private final Calm calm;
    private final Authentication authentication;
    private final Visits visits;
    private final List<Operation> operations;
    private final Document document;
    private final DocumentPage page;
    private final Semaphore large = new Semaphore(LARGE_BODIES_MAX);

    public Api(
            Node node,
            Neighbours neighbours,
            Federating federating,
            Optional<Search> search,
            Fitting fitting,
            Authentication authentication,
            Visits visits,
            InstantSource clock,
            Calm calm) {
        this.node = node;
        this.calm = calm;
        this.authentication = authentication;
        this.visits = visits;
        this.operations = operations(node, neighbours, federating, search, fitting, clock);
        this.document = new Document(operations);
        this.page = new DocumentPage(operations);
    }

    /// Every operation there is.
    static List<Operation> operations(
            Node node,
            Neighbours neighbours,
            Federating federating,
            Optional<Search> search,
            Fitting fitting,
            InstantSource clock) {
        var all = new Operations();
        var code = new Code(node);
        var repositories = new RepositoryShapes(node, code);
        var commits = new CommitShapes(node, code);
        var issues = new IssueShapes(node);
        var finder = new IssueFinder(node);
        var issueOperations = new IssueOperations(node, finder, issues, clock);
        new NodeOperations().declare(all);
        new SearchOperations(node, search).declare(all);
        new PeopleOperations(node).declare(all);
        new TokenOperations(node).declare(all);
        new DeviceOperations(node).declare(all);
        issueOperations.declareSearch(all);
        new RepositoryOperations(node, repositories, clock).declare(all);
        new ForkOperations(node, repositories, federating.contributing()).declare(all);
        new CollaboratorOperations(node).declare(all);
        new TopicOperations(node).declare(all);
        new StarOperations(node, repositories).declare(all);
        new ActivityOperations(node, repositories).declare(all);
        new NotificationOperations(node, repositories).declare(all);
        new CommentOperations(node, finder, issues).declare(all);
        new ReactionOperations(node, finder, issues).declare(all);
        new AttachmentOperations(node, finder, issues).declare(all);
        new IssueMarkOperations(node, finder, issues).declare(all);
        new SubscriptionOperations(node, finder).declare(all);
        new TemplateOperations(node).declare(all);
        issueOperations.declare(all); // Behind `issues/pinned` and `issues/comments`, which it would take for numbers.
        pulls(node, code, finder, issues, repositories, commits, fitting, all);
        new LabelOperations(node).declare(all);
        new MilestoneOperations(node).declare(all);
        new BranchOperations(node, code, commits).declare(all);
        new TagOperations(node, code, commits).declare(all);
        new ReleaseOperations(node).declare(all);
        new ProtectionOperations(node).declare(all);
        new StatusOperations(node, code, repositories).declare(all);
        new CommitOperations(code, commits).declare(all);
        new ContentOperations(code).declare(all);
        new FileOperations(node, code, commits).declare(all);
        new DownloadOperations(code).declare(all);
        new GitOperations(code, commits).declare(all);
        new PeerOperations(neighbours).declare(all);
        new SeedOperations(neighbours).declare(all);
        new AcrossOperations(federating.across()).declare(all);
        new ContributionOperations(node, federating.contributing()).declare(all);
        new LettingOperations(federating.across()).declare(all);
        new MovingOperations(node, federating.moves()).declare(all);
        new FederationOperations(node, federating.moderation()).declare(all);
        return all.all();
    }

    private static void pulls(
            Node node,
            Code code,
            IssueFinder finder,
            IssueShapes issues,
            RepositoryShapes repositories,
            CommitShapes commits,
            Fitting fitting,
            Operations all) {
        var found = new PullFinder(node);
        var pulls = new PullOperations(node, finder, found, new PullShapes(node, code, issues, repositories));
        var changes = new PullDiffOperations(code, commits, found);
        var reviews = new ReviewShapes(node, code);
        changes.declareFirst(all);
        pulls.declare(all);
        new PullMergeOperations(node, found).declare(all);
        changes.declare(all);
        new ReviewerOperations(node, finder, found, reviews, fitting).declare(all);
        new ReviewOperations(node, code, found, reviews).declare(all);
        pulls.declareLast(all);
    }

    /// Whether an operation's path is one that Gitea has nothing like.
    static boolean isOurs(String path) {
        return path.startsWith(PEERS)
                || path.startsWith(FEDERATION)
                || path.startsWith(FINDING)
                || path.contains(SIMILAR)
                || path.endsWith(SUGGESTED);
    }

    /// Where an operation's path is on this node.
    static String address(String path) {
        return (isOurs(path) ? OURS : PREFIX) + path;
    }

    /// Whether a path belongs to the API, so that errors are told as JSON.
    public static boolean covers(String path) {
        return path.startsWith("/api/") && !path.equals(PAGE);
    }

    /// An error as Gitea tells it.
    public static void error(Context context, int status, String told) {
        context.header("Cache-Control", "no-store");
        context.res().setHeader("ETag", null); // Whatever was begun, it is not that answer.
        Call.tell(context, status, new Problem(told, PAGE));
    }

    /// Gives every operation its route.
    ///
    /// @param root answers first at the top, for who asks for no page
    /// @param search the same for a search, whose address another API has too
    public void declare(RoutesConfig to, UnaryOperator<Handler> root, UnaryOperator<Handler> search) {
        to.get(PREFIX + "/openapi.json", document::send);
        to.get(PAGE, context -> page.show(visits.of(context)));
        to.get(PREFIX, root.apply(context -> context.redirect(PAGE)));
        to.get(PREFIX + "/swagger", context -> context.redirect(PAGE));
        for (var operation : operations) {
            String path = operation.address();
            switch (operation.method()) {
                case GET -> {
                    Handler handler = context -> answer(context, operation);
                    to.get(path, operation.path().equals(SEARCH) ? search.apply(handler) : handler);
                }
                case POST -> to.post(path, context -> answer(context, operation));
                case PUT -> to.put(path, context -> answer(context, operation));
                case PATCH -> to.patch(path, context -> answer(context, operation));
                case DELETE -> to.delete(path, context -> answer(context, operation));
            }
        }
    }

    private void answer(Context context, Operation operation) throws IOException {
        var caller = Caller.of(context, authentication);
        if (operation.who() == Operation.Who.WITH_PASSWORD && !caller.byPassword()) {
            caller.person();
            throw new Stop(401, "auth required: use Basic with your password");
        }
        operation.scope().ifPresent(caller::needs);
        Optional<Repo> repo = operation.right().map(right -> repo(context, caller, right, operation));
        if (operation.who() != Operation.Who.ANYONE) caller.person();
        if (operation.who() == Operation.Who.ADMINISTRATOR) caller.administers();
        var links = new Links(visits.base(context).toString());
        try {
            answer(new Call(context, operation, caller, repo, links, large), operation);
        } catch (Call.NotModified _) {
            context.status(304);
        } catch (Spent spent) {
            throw Stop.later(
                    429,
                    "too much was asked for from here: try again in " + spent.seconds() + " seconds",
                    Duration.ofSeconds(spent.seconds()));
        }
    }

    private void answer(Call call, Operation operation) throws IOException {
        switch (operation.cost()) {
            case LITTLE -> operation.answering().answer(call);
            case MUCH -> calm.run(client(call), () -> done(call, operation));
            case SENT -> calm.send(client(call), () -> done(call, operation));
        }
    }

    private static boolean done(Call call, Operation operation) throws IOException {
        operation.answering().answer(call);
        return true;
    }

    private static Client client(Call call) {
        return call.perhaps()
                .<Client>map(person -> new Client.Person(person.id()))
                .orElseGet(() -> Client.Stranger.at(call.context().ip()));
    }

    private Repo repo(Context context, Caller caller, Right right, Operation operation) {
        var needed = operation.scope();
        String owner = context.pathParam("owner");
        String name = context.pathParam("repo");
        var repo = Optional.of(name)
                .filter(_ -> Json.isText(owner) && Json.isText(name))
                .flatMap(_ -> node.repos().find(owner, name))
                .map(Repos.Found::repo)
                .filter(it -> may(caller, Right.READ, it, needed))
                .filter(it -> it.isProject() || !isTalk(operation))
                .orElseThrow(Call::missing);
        if (!may(caller, right, repo, needed)) {
            caller.person();
            refuseAway(repo);
            throw new Stop(403, "user should have " + right.name().toLowerCase(Locale.ROOT) + " access");
        }
        // What everybody may do in public, a token for other repositories does not do in its owner's name.
        boolean changes =
                needed.filter(scope -> scope.text().startsWith("write:")).isPresent();
        if (changes && caller.viewer().person().isPresent()) refuseAway(repo);
        if (changes && !caller.viewer().grant().reaches(repo.id()))
            throw new Stop(403, "this token is limited to other repositories");
        return repo;
    }

    /// What has moved to another server is changed there.
    private static void refuseAway(Repo repo) {
        repo.away().ifPresent(away -> {
            throw new Stop(403, repo.path() + " has moved to " + away.page());
        });
    }

    /// Whether it is about issues or pull requests: those of a fork that is a namespace are its project's.
    private static boolean isTalk(Operation operation) {
        return operation
                        .scope()
                        .filter(scope -> scope == Scope.READ_ISSUE || scope == Scope.WRITE_ISSUE)
                        .isPresent()
                || operation.path().startsWith("/repos/{owner}/{repo}/pulls");
    }

    /// Tokens for issues reach the issues of a private repository, and nothing else of it.
    private boolean may(Caller caller, Right right, Repo repo, Optional<Scope> needed) {
        var access = node.access();
        return needed.map(scope -> access.may(caller.viewer(), right, repo, scope))
                .orElseGet(() -> access.may(caller.viewer(), right, repo));
    }
}
