package dev.hob.cli;

import java.io.IOException;
import java.nio.file.Path;

/// One with a Hob, on which she has an account.
final class HobNeighbour implements Neighbour {
    private static final String ALICE = "alice";

    private final Path data;
    private final Place place;
    private Served hob;
    private final String token;
    private String path = "";

    HobNeighbour(Path data, Place place) throws IOException {
        this.data = data;
        this.place = place;
        this.hob = Served.at(place, data);
        hob.account(ALICE);
        this.token = hob.token(ALICE, "write:repository,write:issue,write:user");
    }

    /// Makes a project of hers.
    String makes(String name) throws IOException {
        hob.ask(token, "POST", "/user/repos", "{\"name\":\"" + name + "\",\"private\":false}");
        path = ALICE + "/" + name;
        return hob.rid(token, path);
    }

    /// Changes the project's main branch; gives where it is then.
    String pushes(Git work, String text) throws IOException {
        String commit = work.commit("lid.txt", text + "\n");
        work.ok("push", "-q", hob.remote(ALICE, token, path), "main");
        return commit;
    }

    /// Whose the project is, as others name her.
    String key() {
        return hob.hob("", "user", "list").ok().replaceFirst("(?s).*?did:key:(z6Mk\\w+).*", "$1");
    }

    @Override
    public String nid() {
        return hob.nid;
    }

    @Override
    public void meets(Neighbour next, Land.Road road) throws Exception {
        hob.hob("", "peer", "connect", next.nid() + "@" + road.address()).ok();
    }

    @Override
    public void keeps(String rid) throws IOException {
        hob.hob("", "seed", rid, "--scope", "all").ok();
    }

    /// Where the project's pages are here, once it has come.
    void findsIt(String path) {
        this.path = path;
    }

    @Override
    public void says(String title) throws IOException {
        String body = "{\"title\":\"" + title + "\",\"body\":\"It is so.\"}";
        hob.ask(token, "POST", "/repos/" + path + "/issues", body);
    }

    @Override
    public boolean hears(String title) throws IOException {
        return hob.page("/" + path + "/issues").contains(title);
    }

    @Override
    public boolean isAt(String commit) throws IOException {
        return hob.ask(token, "GET", "/repos/" + path + "/branches/main", "").contains(commit);
    }

    @Override
    public long connected() {
        return hob.hob("", "peer", "list").ok().lines().count();
    }

    @Override
    public void dies() throws InterruptedException {
        hob.kill();
    }

    @Override
    public void comesBack() throws IOException {
        hob = Served.at(place, data);
    }

    @Override
    public Path log() {
        return hob.log();
    }

    @Override
    public void close() {
        hob.close();
    }
}
