package dev.hob.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.StreamSupport;

/// One with the real programs.
final class RadicleNeighbour implements Neighbour {
    private final Radicle radicle;
    private final Path work;
    private String rid = "";

    RadicleNeighbour(Path folder, String alias, Place place) throws IOException {
        this.radicle = Radicle.make(folder, alias, place);
        this.work = folder.resolve(alias + "-cup");
        radicle.start();
    }

    /// Makes the project.
    String makes() throws IOException {
        rid = radicle.project(work);
        return rid;
    }

    /// Changes the project's main branch; gives where it is then.
    String pushes(String text) throws IOException {
        Files.writeString(work.resolve("lid.txt"), text + "\n");
        radicle.git(work, "commit", "-q", "-a", "-m", text).ok();
        radicle.git(work, "push", "-q", "rad", "main").ok();
        return radicle.git(work, "rev-parse", "HEAD").ok();
    }

    @Override
    public String nid() {
        return radicle.nid();
    }

    @Override
    public void meets(Neighbour next, Land.Road road) throws Exception {
        String where = next.nid() + "@" + road.address();
        radicle.configure(
                config -> config.withObject("node").putArray("connect").add(where));
        radicle.connect(next.nid(), road.address());
    }

    @Override
    public void keeps(String rid) {
        this.rid = rid;
        radicle.rad("seed", rid, "--scope", "all").ok();
    }

    @Override
    public void says(String title) {
        radicle.issue(rid, title, "It is so.");
    }

    @Override
    public boolean hears(String title) {
        return radicle.issues(rid).contains(title);
    }

    @Override
    public boolean isAt(String commit) {
        return radicle.git(radicle.storage(rid), "rev-parse", "refs/heads/main")
                .out()
                .contains(commit);
    }

    @Override
    public long connected() throws IOException {
        return StreamSupport.stream(radicle.tell(Map.of("command", "sessions")).spliterator(), false)
                .filter(session -> session.path("state").has("connected"))
                .count();
    }

    @Override
    public void dies() throws InterruptedException {
        radicle.kill();
    }

    @Override
    public void comesBack() throws IOException {
        radicle.start();
    }

    @Override
    public Path log() {
        return radicle.log();
    }

    @Override
    public void close() {
        radicle.close();
    }
}
