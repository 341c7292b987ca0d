package dev.hob.web.repo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.Node;
import dev.hob.node.log.RefMove;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.web.Guest;
import dev.hob.web.Site;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TagBuilder;

/// A node with its pages in one process, on which alice has a public repository `tea`, and browsers of several people.
final class RepoHouse implements AutoCloseable {
    final Node node;
    final Person alice;
    final Repo tea;
    private final Site site;
    private final Map<String, Guest> guests = new HashMap<>();

    RepoHouse(Path data) {
        this(Site.open(data));
    }

    RepoHouse(Site site) {
        this.site = site;
        node = site.node;
        alice = site.person("alice");
        tea = site.repository(alice, "tea", false, "");
    }

    /// Where it is reached.
    String url() {
        return site.web.localUrl().toString();
    }

    Person person(String name) {
        return site.person(name);
    }

    Repo repository(String name, boolean isPrivate) {
        return site.repository(alice, name, isPrivate, "");
    }

    Repo now() {
        return node.repos().byId(tea.id()).orElseThrow();
    }

    /// A commit with exactly these files on a branch of alice's.
    ObjectId push(String branch, String message, Map<String, byte[]> files) throws IOException {
        return site.push(tea, branch, message, files);
    }

    ObjectId pushText(String branch, String message, Map<String, String> files) throws IOException {
        return site.pushText(tea, branch, message, files);
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
        site.move(tea, move);
    }

    /// What somebody gets; `""` is a stranger.
    HttpResponse<String> get(String who, String path, String... headers) throws Exception {
        return guest(who).get(path, headers);
    }

    String page(String who, String path) throws Exception {
        var answer = get(who, path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    /// Sends a form as somebody's browser does.
    HttpResponse<String> post(String who, String path, String... fields) throws Exception {
        return guest(who).post(path, fields);
    }

    /// Sends a form from a page, as the browser says.
    HttpResponse<String> sendFrom(String page, String who, String path, String... fields) throws Exception {
        return guest(who).postFrom(page, path, fields);
    }

    HttpResponse<String> send(String who, String path, String csrf, String... fields) throws Exception {
        return guest(who).forged(csrf, path, fields);
    }

    private Guest guest(String who) throws Exception {
        var known = guests.get(who);
        if (known != null) return known;
        var guest = who.isEmpty() ? site.guest() : site.guest(who);
        guests.put(who, guest);
        return guest;
    }

    @Override
    public void close() {
        site.close();
    }
}
