package dev.hob.web.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.hob.federation.Federation;
import dev.hob.federation.actor.Home;
import dev.hob.federation.inbox.Limits;
import dev.hob.federation.outbox.PullOffers;
import dev.hob.federation.remote.Rule;
import dev.hob.federation.vocab.Id;
import dev.hob.keys.DeviceLink;
import dev.hob.keys.DidKey;
import dev.hob.keys.MasterKey;
import dev.hob.keys.Secret;
import dev.hob.keys.SigningKey;
import dev.hob.node.Node;
import dev.hob.node.cob.CodeLocation;
import dev.hob.node.cob.CodeRange;
import dev.hob.node.code.CodePath;
import dev.hob.node.code.Commits;
import dev.hob.node.code.FileChange;
import dev.hob.node.db.DatabaseConfig;
import dev.hob.node.issue.Attachment;
import dev.hob.node.issue.Handles;
import dev.hob.node.issue.Issues;
import dev.hob.node.issue.Label;
import dev.hob.node.issue.Line;
import dev.hob.node.issue.Verdict;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.notification.Notification.Mark;
import dev.hob.node.notification.Notifications;
import dev.hob.node.outside.Policy;
import dev.hob.node.patch.Merges;
import dev.hob.node.patch.Patch;
import dev.hob.node.patch.Patches;
import dev.hob.node.patch.Source;
import dev.hob.node.people.AccessTokens;
import dev.hob.node.people.DeviceKeys;
import dev.hob.node.people.Grant;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.node.people.Viewer;
import dev.hob.node.protection.AutomaticMerges;
import dev.hob.node.protection.BranchRule;
import dev.hob.node.protection.Checks;
import dev.hob.node.protection.Glob;
import dev.hob.node.protection.StatusState;
import dev.hob.node.protection.Statuses;
import dev.hob.node.protection.TagRule;
import dev.hob.node.protection.Who;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import dev.hob.node.repo.Watches.Wish;
import dev.hob.p2p.net.Peers;
import dev.hob.search.Search;
import dev.hob.search.index.Retention;
import dev.hob.web.Far;
import dev.hob.web.HttpConfig;
import dev.hob.web.Met;
import dev.hob.web.Other;
import dev.hob.web.Readers;
import dev.hob.web.Web;
import dev.hob.web.federation.Contributing;
import dev.hob.web.federation.Federating;
import dev.hob.web.issue.Alike;
import dev.hob.web.patch.Fitting;
import dev.hob.web.peers.Neighbours;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/// A node that listens, with `alice`, who owns things, `ada`, `will` and `rita`, who may administer, write and read
/// them, and `mallory`, who was not asked. Every JSON answer is held against the published document.
final class ApiServer implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";
    static final String README = "# Tea\n";
    static final String SOCIAL = "social.example";
    private static final ObjectMapper JSON = new ObjectMapper();

    final Node node;
    final Web web;
    final Person alice;
    final Person ada;
    final Person will;
    final Person rita;
    final Person mallory;
    /// Administers the node, and has nothing in it.
    final Person keeper;

    final Optional<Peers> peers;
    /// What is elsewhere, for a node that is among others.
    final Optional<Far> far;

    /// What finds things here, for a node that is among others; it was not started.
    final Optional<Search> search;

    /// What other servers do.
    final Willing willing;

    private final Optional<Federation> federation;
    private final Federating federating;
    private final Path data;
    private Optional<Other> other = Optional.empty();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Conformance conformance;
    private final Map<Which, String> tokens = new HashMap<>();
    private int made;

    ApiServer(Path data) {
        this(data, false);
    }

    /// One that meets peers, and is among other servers.
    static ApiServer among(Path data) {
        return new ApiServer(data, true);
    }

    private ApiServer(Path data, boolean among) {
        this.data = data;
        node = Node.open(
                data,
                DatabaseConfig.sqlite(data.resolve("hob.db")),
                MasterKey.open(data.resolve("master.key")),
                InstantSource.system());
        peers = among ? Optional.of(Met.of(node, "here")) : Optional.empty();
        far = among ? Optional.of(new Far(node)) : Optional.empty();
        search = among
                ? Optional.of(Search.open(
                        node,
                        data.resolve("search"),
                        Optional.empty(),
                        Retention.usual(InstantSource.system(), List.of())))
                : Optional.empty();
        federation = among
                ? Optional.of(new Federation(
                        node,
                        new Home("https://here.example"),
                        new Policy(false, List.of(), "Hob"),
                        Limits.USUAL,
                        InstantSource.system()))
                : Optional.empty();
        willing = new Willing(node);
        federating = new Federating(
                Optional.empty(),
                Optional.empty(),
                _ -> Optional.empty(),
                far.map(Far::across),
                federation.map(Federation::moderation),
                Optional.<Contributing>of(willing).filter(_ -> among),
                far.map(it -> it.moves(node)),
                Optional.empty());
        var readers = new Readers(peers, federating, search);
        web = new Web(HttpConfig.local(0), node, readers, InstantSource.system(), Optional.empty());
        web.start();
        peers.ifPresent(Met::start);
        alice = person("alice");
        ada = person("ada");
        will = person("will");
        rita = person("rita");
        mallory = person("mallory");
        keeper = person("keeper", true);
        conformance = new Conformance(operations());
    }

    @Override
    public void close() {
        peers.ifPresent(Peers::close);
        other.ifPresent(Other::close);
        far.ifPresent(Far::close);
        web.stop(Duration.ofSeconds(2));
        federation.ifPresent(Federation::close);
        search.ifPresent(Search::close);
        node.close();
    }

    /// All that the API does.
    List<Operation> operations() {
        var fitting = new Fitting(node, new Alike(node, search));
        return Api.operations(node, new Neighbours(node, peers), federating, search, fitting, InstantSource.system());
    }

    /// A repository that everybody may see.
    Repo shown() {
        return node.repos().find("alice", "shown").map(Repos.Found::repo).orElseGet(() -> filled("shown", false));
    }

    /// The id of a pull request that somebody offers to a repository elsewhere.
    String offered(Person person) {
        var wish = new PullOffers.Wish("main", "", "", "Steep it longer", "");
        if (!(willing.offer(person, shown(), wish) instanceof PullOffers.Outcome.Asked(var pull)))
            throw new AssertionError("it was not taken");
        return pull.id();
    }

    /// Another node that this one can connect with.
    Other other() {
        if (other.isEmpty()) other = Optional.of(Other.open(data.resolve("other")));
        return other.get();
    }

    Person person(String name) {
        return person(name, false);
    }

    private Person person(String name, boolean admin) {
        var made = node.people().create(name, name + "@example.org", Optional.of(Secret.of(PASSWORD)), admin);
        return ((People.Creation.Created) made).person();
    }

    /// What an answer was.
    record Answer(int status, JsonNode json, HttpResponse<byte[]> response) {
        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String text() {
            return new String(response.body(), UTF_8);
        }

        Answer is(int expected) {
            assertThat(status)
                    .as(() -> response.request().method() + " " + response.uri() + "\n" + text())
                    .isEqualTo(expected);
            return this;
        }
    }

    String basic(Person person) {
        return "Basic " + Base64.getEncoder().encodeToString((person.name() + ":" + PASSWORD).getBytes(UTF_8));
    }

    /// A token of somebody's; the same for the same, since nobody may have very many.
    String token(Person person, Set<Scope> scopes, Repo... limits) {
        var which = new Which(person.name(), Set.copyOf(scopes), List.of(limits));
        return tokens.computeIfAbsent(which, _ -> fresh(person, scopes, limits));
    }

    private record Which(String person, Set<Scope> scopes, List<Repo> limits) {}

    private String fresh(Person person, Set<Scope> scopes, Repo... limits) {
        Optional<Set<RepositoryId>> limited = limits.length == 0
                ? Optional.empty()
                : Optional.of(
                        Set.copyOf(java.util.Arrays.stream(limits).map(Repo::id).toList()));
        var token = node.tokens().create(person, "t" + made++, new Grant(scopes, limited), Optional.empty());
        return "token " + ((AccessTokens.Creation.Created) token).secret().text();
    }

    String token(Person person) {
        return token(person, Scope.everything());
    }

    Answer get(String path, String credentials, String... headers) {
        return call("GET", path, credentials, "", headers);
    }

    Answer post(String path, String credentials, String body) {
        return call("POST", path, credentials, body);
    }

    /// Sends a file as a form does.
    Answer upload(String path, String credentials, String name, String content) {
        String form = "--x\r\nContent-Disposition: form-data; name=\"attachment\"; filename=\"" + name
                + "\"\r\nContent-Type: text/plain\r\n\r\n" + content + "\r\n--x--\r\n";
        return call("POST", path, credentials, form, "Content-Type", "multipart/form-data; boundary=x");
    }

    Answer call(String method, String path, String credentials, String body, String... headers) {
        try {
            var request = HttpRequest.newBuilder(URI.create(web.localUrl() + Api.address(path)))
                    .method(
                            method,
                            body.isEmpty()
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(body));
            if (!credentials.isEmpty()) request.header("Authorization", credentials);
            boolean typed = List.of(headers).contains("Content-Type");
            if (!body.isEmpty() && !typed) request.header("Content-Type", "application/json");
            for (int i = 0; i < headers.length; i += 2) request.header(headers[i], headers[i + 1]);
            var response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            boolean isJson =
                    response.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
            JsonNode json = isJson ? JSON.readTree(response.body()) : MissingNode.getInstance();
            conformance.check(
                    method,
                    path,
                    response.statusCode(),
                    response.headers().firstValue("Content-Type"),
                    response.body(),
                    json);
            return new Answer(response.statusCode(), json, response);
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// Holds an answer that came over a bare connection against the document, too; its status.
    int told(String method, String path, byte[] answer) throws IOException {
        String text = new String(answer, UTF_8);
        int end = text.indexOf("\r\n\r\n");
        assertThat(text).as(method + " " + path).startsWith("HTTP/1.1 ");
        int status = Integer.parseInt(text.substring(9, 12));
        var type = text.substring(0, end)
                .lines()
                .filter(line -> line.startsWith("Content-Type: "))
                .map(line -> line.substring("Content-Type: ".length()))
                .findFirst();
        byte[] body = text.substring(end + 4).getBytes(UTF_8);
        boolean isJson = type.filter(it -> it.startsWith("application/json")).isPresent();
        conformance.check(method, path, status, type, body, isJson ? JSON.readTree(body) : MissingNode.getInstance());
        return status;
    }

    /// What was answered so far: operations and the statuses of each.
    Set<String> given() {
        return conformance.given();
    }

    private Federation federation() {
        return federation.orElseThrow();
    }

    /// A server that was decided about, and for which something waits.
    void elsewhere() {
        federation().rules().set(SOCIAL, Rule.SILENCED, "Too loud");
        var id = new Id("https://here.example/actor/activities/" + ++made);
        var inbox = new Id("https://" + SOCIAL + "/inbox");
        node.database()
                .writing(tx -> federation().deliveries().enqueue(tx, "node", id, "{}".getBytes(UTF_8), List.of(inbox)));
    }

    /// The position of something that waits for leave.
    long held() {
        long position = 1_000_000L + ++made;
        String actor = "https://" + SOCIAL + "/users/mia";
        node.database()
                .writing(tx -> tx.execute(
                        """
                        insert into inbox_activity (position, activity, kind, object, actor, host, key_id, digest, body,
                                                    received, state, told, tries, due, approved)
                        values (?, ?, 'Create', null, ?, ?, ?, '', '{}', ?, 'held', 'New here.', 0, 0, ?)""",
                        position,
                        actor + "/activities/" + position,
                        actor,
                        SOCIAL,
                        actor + "#main-key",
                        InstantSource.system().millis(),
                        false));
        return position;
    }

    /// The number of a complaint of rita's.
    long report() {
        var reports = federation().moderation().reports();
        assertThat(reports.complain(rita, List.of("https://" + SOCIAL + "/users/mia"), "Spam"))
                .isTrue();
        return reports.open(1).getFirst().number();
    }

    /// What links a key to an account: a fresh challenge, and the key's word.
    String link(Person person, SigningKey key) {
        String nonce = node.devices().challenge(person).text();
        byte[] word = DeviceLink.sign(key, web.localUrl().toString(), person.name(), nonce);
        return "{\"name\":\"laptop\",\"did\":\"%s\",\"nonce\":\"%s\",\"signature\":\"%s\"}"
                .formatted(key.publicKey().did(), nonce, Base64.getEncoder().encodeToString(word));
    }

    /// A device of somebody's, just linked.
    DidKey device(Person person) {
        var key = SigningKey.generate(new SecureRandom());
        var nonce = node.devices().challenge(person);
        byte[] word = DeviceLink.sign(key, "http://x", person.name(), nonce.text());
        assertThat(node.devices().link(person, "http://x", "laptop", key.publicKey(), nonce, word))
                .isInstanceOf(DeviceKeys.Linking.Linked.class);
        return key.publicKey();
    }

    /// An empty repository of alice's.
    static final TagRule HELD_TAGS = new TagRule(Glob.of("held-*"), new Who.Nobody());

    Repo empty(String name, boolean isPrivate) {
        return ((Repos.Creation.Created) node.refs().create(alice, name, isPrivate, "Leaves", "main")).repo();
    }

    /// Lets a repository be a fork of a public one that has the same branches, for who wants to catch up with
    /// that.
    void upstream(Repo repo) {
        var wish = new dev.hob.node.refs.Forking.Wish("of-" + repo.name(), "", true, false);
        var copy = ((Repos.Creation.Created) node.refs().forking().fork(repo, mallory, wish)).repo();
        node.database().writing(handle -> {
            handle.execute(
                    "update repository set is_private = false, forked_from = null where id = ?",
                    copy.id().value());
            handle.execute(
                    "update repository set forked_from = ? where id = ?",
                    copy.id().value(),
                    repo.id().value());
        });
    }

    /// A repository of alice's with two files, the branches `main` and `side`, the tag `v1` and the topic `tea`.
    /// Everybody has given it a star and watches it, whether they may see it or not.
    Repo filled(String name, boolean isPrivate) {
        var repo = empty(name, isPrivate);
        write(repo, "main", "README.md", README);
        write(repo, "main", "docs/a.txt", "a\n");
        var tip = node.refs().view(repo).headId().orElseThrow();
        done(node.commits().point(repo, alice, "refs/heads/side", tip));
        done(node.commits().tag(repo, alice, "v1", tip, "The first\n"));
        node.topics().add(repo, "tea");
        node.edits().addCollaborator(repo, alice, ada, Right.ADMIN);
        node.edits().addCollaborator(repo, alice, will, Right.WRITE);
        node.edits().addCollaborator(repo, alice, rita, Right.READ);
        for (var person : List.of(alice, ada, will, rita, mallory)) {
            node.stars().give(repo, person);
            node.watches().wish(repo, person, Wish.WATCHING);
        }
        var rules = node.protection().rules();
        told(rules.set(repo, alice, BranchRule.usual(Glob.of("held/*")), Optional.empty()));
        told(rules.set(repo, alice, HELD_TAGS, Optional.empty()));
        node.protection()
                .statuses()
                .report(repo, alice, tip, new Statuses.Report("lint", StatusState.PENDING, "", "Looking"));
        return node.repos().byId(repo.id()).orElseThrow();
    }

    /// Two issues of alice's: the first has the label `bug`, the milestone `One`, a file and a comment with a file. And
    /// releases.
    void issues(Repo repo) {
        var tracking = node.tracking();
        told(tracking.trackers().describeLabel(repo, alice, new Label("bug", "aa0000", "It is broken")));
        var one = told(tracking.trackers().makeMilestone(repo, alice, "One", "The first", Optional.empty()));
        var file = new Attachment("leaf.txt", "leaf\n".getBytes(UTF_8));
        var opening = new Issues.Opening("Tea is cold", "Warm it", List.of("bug"), List.of(alice), List.of(file));
        var issue = told(tracking.issues().open(repo, alice, opening));
        told(tracking.issues().comment(repo, alice, issue, "It is", Optional.empty(), List.of(file)));
        told(tracking.trackers().setMilestone(repo, alice, issue, Optional.of(one)));
        told(tracking.issues().open(repo, alice, Issues.Opening.of("Tea is hot", "Wait")));
        releases(repo);
    }

    /// Two releases of alice's, `r1` with a file and `r2`, which is a pre-release.
    void releases(Repo repo) {
        var releases = node.publishing().releases();
        try (var files = releases.incoming();
                var none = releases.incoming()) {
            assertThat(files.add("leaf.txt", new java.io.ByteArrayInputStream("leaf\n".getBytes(UTF_8))))
                    .isEmpty();
            told(releases.publish(repo, alice, dev.hob.node.release.Wish.of("r1", "One", "Fresh *leaves*"), files));
            told(releases.publish(repo, alice, new dev.hob.node.release.Wish("r2", "", "", "Two", "", true), none));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Pull requests of alice's into `main`: one from `handle`, which is merged, and one from `spout`, which will has
    /// approved with a remark at a line. The branch `lid` has something, too.
    void pulls(Repo repo) {
        for (String name : List.of("handle", "spout", "lid")) {
            var tip = node.refs().view(repo).headId().orElseThrow();
            done(node.commits().point(repo, alice, "refs/heads/" + name, tip));
            write(repo, name, name + ".txt", name + "\n");
        }
        var merged = pull(repo, "handle");
        assertThat(node.pulls()
                        .merges()
                        .merge(repo, alice, merged, new Merges.Wish(Merges.Way.MERGE, "", Optional.empty())))
                .isInstanceOf(Merges.Outcome.Merged.class);
        var open = pull(repo, "spout");
        var patch = node.pulls().reading().find(repo.rid(), open).orElseThrow();
        var line =
                new CodeLocation(patch.head(), "spout.txt", Optional.empty(), Optional.of(new CodeRange.Lines(0, 1)));
        told(node.pulls()
                .patches()
                .review(
                        repo,
                        will,
                        open,
                        patch.revision(),
                        "Well",
                        Optional.of(Verdict.ACCEPT),
                        List.of(new Patches.Remark(Optional.of(line), "Longer"))));
    }

    /// Lets the pull request from `spout` wait for a check.
    void waits(Repo repo) {
        var rule = BranchRule.usual(Glob.of("main")).waitingFor(new Checks.Named(List.of("ci")));
        told(node.protection().rules().set(repo, alice, rule, Optional.empty()));
        var wish = new Merges.Wish(Merges.Way.MERGE, "", Optional.empty());
        assertThat(node.protection()
                        .automatic()
                        .ask(repo, alice, from(repo, "spout").id(), wish, false))
                .isInstanceOf(AutomaticMerges.Outcome.Waits.class);
    }

    /// Opens a pull request of alice's from a branch into `main`.
    ObjectId pull(Repo repo, String branch) {
        var head = node.refs().view(repo).refs().get("refs/heads/" + branch);
        var source = Optional.of(new Source(repo.id(), branch));
        return told(node.pulls()
                .patches()
                .open(repo, alice, Patches.Opening.of("The " + branch, "It is new", "main", head, source)));
    }

    /// The pull request that came from a branch.
    Patch from(Repo repo, String branch) {
        return node.pulls()
                .reading()
                .ever(repo.rid(), new Source(repo.id(), branch))
                .getFirst();
    }

    /// The number of a review that somebody has begun of the pull request from `spout`.
    long pending(Repo repo, Person person) {
        var patch = from(repo, "spout");
        return Handles.of(
                told(node.pulls().pending().write(repo, person, patch.id(), patch.revision(), "Hm", List.of())));
    }

    private static ObjectId told(dev.hob.node.issue.Answer answer) {
        assertThat(answer).isInstanceOf(dev.hob.node.issue.Answer.Done.class);
        return ((dev.hob.node.issue.Answer.Done) answer).entry();
    }

    /// The number of something that somebody, who watches, is told of a repository; of nobody's when nobody asks.
    long heard(Repo repo, Optional<Person> person) {
        if (person.isEmpty()) return 1;
        var by = person.get().equals(alice) ? will : alice;
        told(node.tracking().issues().open(repo, by, Issues.Opening.of("Heard", "")));
        var asked = Notifications.Asked.of(Mark.UNREAD).in(repo);
        return node.notifications()
                .list(Viewer.of(person.get()), asked, 0, 1)
                .some()
                .getFirst()
                .id();
    }

    private List<Line> history(Repo repo) {
        var reading = node.tracking().reading();
        var talks = node.tracking().talks();
        var issue = reading.find(repo.rid(), 1).orElseThrow();
        return talks.history(repo.rid(), issue.id(), -1, 100);
    }

    /// What the first issue says.
    Line description(Repo repo) {
        return history(repo).getFirst();
    }

    /// The comment on the first issue.
    Line comment(Repo repo) {
        return history(repo).stream()
                .skip(1)
                .filter(line -> line.what() instanceof Line.What.Said)
                .findFirst()
                .orElseThrow();
    }

    /// The number of the file that goes along with something said.
    static long file(Line line) {
        var comment = IssueShapes.comment(line).orElseThrow();
        return IssueShapes.number(line.entry(), comment.embeds().getFirst());
    }

    ObjectId write(Repo repo, String branch, String path, String text) {
        var changes = new ArrayList<FileChange>();
        changes.add(new FileChange.Create(new CodePath(path), text.getBytes(UTF_8)));
        var signer = Commits.Signer.of(alice);
        return done(node.commits()
                .commit(
                        repo,
                        alice,
                        new Commits.Draft(
                                branch, Optional.empty(), "Add " + path + "\n", signer, signer, List.copyOf(changes))));
    }

    static ObjectId done(Commits.Outcome outcome) {
        assertThat(outcome).isInstanceOf(Commits.Outcome.Done.class);
        return ((Commits.Outcome.Done) outcome).id();
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    static String text(JsonNode base64) {
        return new String(Base64.getDecoder().decode(base64.textValue()), UTF_8);
    }
}
