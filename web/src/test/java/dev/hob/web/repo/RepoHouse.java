package dev.hob.web.repo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.MasterKey;
import dev.hob.keys.Secret;
import dev.hob.node.Node;
import dev.hob.node.db.DatabaseConfig;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.web.HttpConfig;
import dev.hob.web.Web;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TagBuilder;

/// A node with its pages in one process, on which alice has a public repository `tea`, and browsers of several people.
final class RepoHouse implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";
    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    final Node node;
    final Web web;
    final Person alice;
    final Repo tea;
    private final Map<String, HttpClient> browsers = new HashMap<>();
    private int commits;

    RepoHouse(Path data) {
        var config = new DatabaseConfig("sqlite:" + data.resolve("hob.db"), Optional.empty(), Optional.empty(), 2);
        node = Node.open(data, config, MasterKey.open(data.resolve("master.key")), InstantSource.system());
        web = new Web(HttpConfig.local(0), node, InstantSource.system());
        web.start();
        alice = person("alice");
        tea = repository("tea", false);
    }

    Person person(String name) {
        var made = node.people().create(name, name + "@example.org", Optional.of(Secret.of(PASSWORD)), false);
        return ((People.Creation.Created) made).person();
    }

    Repo repository(String name, boolean isPrivate) {
        return ((Repos.Creation.Created) node.refs().create(alice, name, isPrivate, "", "main")).repo();
    }

    Repo now() {
        return node.repos().byId(tea.id()).orElseThrow();
    }

    /// A commit with exactly these files on a branch of alice's.
    ObjectId push(String branch, String message, Map<String, byte[]> files) throws IOException {
        try (var repository = node.storage().open(tea.rid());
                var inserter = repository.newObjectInserter()) {
            var cache = DirCache.newInCore();
            var builder = cache.builder();
            for (var file : files.entrySet()) {
                var entry = new DirCacheEntry(file.getKey());
                entry.setFileMode(FileMode.REGULAR_FILE);
                entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, file.getValue()));
                builder.add(entry);
            }
            builder.finish();
            var commit = new CommitBuilder();
            commit.setTreeId(cache.writeTree(inserter));
            commit.setMessage(message);
            var at = Instant.ofEpochSecond(1_700_000_000L + 3600L * commits++);
            var who = new PersonIdent("Alice <b>bold</b>", "alice@example.org", at, ZoneOffset.UTC);
            commit.setAuthor(who);
            commit.setCommitter(who);
            String ref = "refs/heads/" + branch;
            var before = Optional.ofNullable(node.refs().view(tea).refs().get(ref));
            before.or(() -> node.refs().view(tea).headId()).ifPresent(commit::setParentId);
            var id = inserter.insert(commit);
            inserter.flush();
            move(new RefMove(ref, before.map(ObjectId::name).orElse(RefMove.ABSENT), id.name()));
            return id;
        }
    }

    ObjectId pushText(String branch, String message, Map<String, String> files) throws IOException {
        var bytes = new HashMap<String, byte[]>();
        files.forEach((name, text) -> bytes.put(name, text.getBytes(UTF_8)));
        return push(branch, message, bytes);
    }

    void tag(String name, ObjectId commit, String message) throws IOException {
        try (var repository = node.storage().open(tea.rid());
                var inserter = repository.newObjectInserter()) {
            var tag = new TagBuilder();
            tag.setTag(name);
            tag.setObjectId(commit, Constants.OBJ_COMMIT);
            tag.setTagger(new PersonIdent("Alice", "alice@example.org"));
            tag.setMessage(message);
            var id = inserter.insert(tag);
            inserter.flush();
            move(new RefMove("refs/tags/" + name, RefMove.ABSENT, id.name()));
        }
    }

    void move(RefMove move) {
        var verdict = node.refs().move(tea, new Origin.Here(alice.id()), List.of(move), () -> {}, Optional.empty());
        assertThat(verdict).isInstanceOf(Refs.Verdict.Moved.class);
    }

    /// What somebody gets; `""` is a stranger.
    HttpResponse<String> get(String who, String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(web.url() + path));
        if (headers.length > 0) request.headers(headers);
        return browser(who).send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    String page(String who, String path) throws IOException, InterruptedException {
        var answer = get(who, path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    /// Sends a form as somebody's browser does.
    HttpResponse<String> post(String who, String path, String... fields) throws IOException, InterruptedException {
        return send(who, path, csrf(who), fields);
    }

    /// Sends a form from a page, as the browser says.
    HttpResponse<String> sendFrom(String page, String who, String path, String... fields)
            throws IOException, InterruptedException {
        return browser(who)
                .send(
                        form(path, csrf(who), fields).header("Referer", page).build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> send(String who, String path, String csrf, String... fields)
            throws IOException, InterruptedException {
        return browser(who).send(form(path, csrf, fields).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder form(String path, String csrf, String... fields) {
        var body = new StringBuilder("csrf=").append(URLEncoder.encode(csrf, UTF_8));
        for (int i = 0; i < fields.length; i += 2)
            body.append('&').append(fields[i]).append('=').append(URLEncoder.encode(fields[i + 1], UTF_8));
        return HttpRequest.newBuilder(URI.create(web.url() + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    }

    private String csrf(String who) throws IOException, InterruptedException {
        var found = CSRF.matcher(get(who, who.isEmpty() ? "/login" : "/new").body());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private HttpClient browser(String who) throws IOException, InterruptedException {
        var known = browsers.get(who);
        if (known != null) return known;
        var browser = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        browsers.put(who, browser);
        if (who.isEmpty()) return browser;
        var form = browser.send(
                HttpRequest.newBuilder(URI.create(web.url() + "/login")).build(), HttpResponse.BodyHandlers.ofString());
        var csrf = CSRF.matcher(form.body());
        assertThat(csrf.find()).isTrue();
        assertThat(send(who, "/login", csrf.group(1), "name", who, "password", PASSWORD)
                        .statusCode())
                .isEqualTo(303);
        return browser;
    }

    @Override
    public void close() {
        web.stop(Duration.ofSeconds(2));
        node.close();
    }
}
