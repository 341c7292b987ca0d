package dev.hob.node.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/// A server elsewhere with one repository, which is served by git's smart HTTP under every path.
public final class GitSite implements AutoCloseable {
    private final HttpServer server;
    private final InMemoryRepository repository = new InMemoryRepository(new DfsRepositoryDescription("elsewhere"));
    /// How many commits somebody said that they have, for each fetch.
    public final List<Integer> haves = new CopyOnWriteArrayList<>();

    /// Whether it knows the protocol that is asked for.
    public volatile boolean second = true;

    /// Where it leads those that ask it; nowhere when it is empty.
    public volatile String elsewhere = "";

    public GitSite() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /// Takes all that a folder of a node has, so that it is a fork of it.
    public void forks(Repository from, ObjectId tip) throws IOException {
        try (var walk = new org.eclipse.jgit.revwalk.ObjectWalk(from);
                var inserter = repository.newObjectInserter();
                var reader = from.newObjectReader()) {
            walk.markStart(walk.parseCommit(tip));
            for (var commit = walk.next(); commit != null; commit = walk.next())
                inserter.insert(Constants.OBJ_COMMIT, reader.open(commit).getBytes());
            for (var object = walk.nextObject(); object != null; object = walk.nextObject())
                inserter.insert(object.getType(), reader.open(object).getBytes());
            inserter.flush();
        }
    }

    /// A commit on a branch, with one file.
    public ObjectId commit(String branch, List<ObjectId> parents, String file, String text) throws IOException {
        try (var inserter = repository.newObjectInserter()) {
            var tree = new TreeFormatter();
            tree.append(file, FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, text.getBytes(UTF_8)));
            var commit = new CommitBuilder();
            commit.setTreeId(inserter.insert(tree));
            commit.setParentIds(parents);
            var ident =
                    new PersonIdent("Luke", "luke@example.org", Instant.ofEpochSecond(1_700_000_000L), ZoneOffset.UTC);
            commit.setAuthor(ident);
            commit.setCommitter(ident);
            commit.setMessage("Write " + file + "\n");
            var id = inserter.insert(commit);
            inserter.flush();
            point(branch, id);
            return id;
        }
    }

    public void point(String branch, ObjectId id) throws IOException {
        var update = repository.updateRef(Constants.R_HEADS + branch);
        update.setNewObjectId(id);
        update.setForceUpdate(true);
        update.update();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!elsewhere.isEmpty()) {
                exchange.getResponseHeaders()
                        .add("Location", elsewhere + exchange.getRequestURI().toString());
                exchange.sendResponseHeaders(302, -1);
                return;
            }
            boolean asksSecond = "version=2".equals(exchange.getRequestHeaders().getFirst("Git-Protocol"));
            var upload = new UploadPack(repository);
            upload.setBiDirectionalPipe(false);
            upload.setRequestPolicy(UploadPack.RequestPolicy.TIP);
            if (second && asksSecond) upload.setExtraParameters(List.of("version=2"));
            byte[] request = exchange.getRequestBody().readAllBytes();
            String asked = new String(request, ISO_8859_1);
            if (asked.contains("command=fetch"))
                haves.add((int)
                        asked.lines().filter(line -> line.contains("have ")).count());
            boolean asks = exchange.getRequestURI().getPath().endsWith("/info/refs");
            exchange.getResponseHeaders()
                    .add("Content-Type", "application/x-git-upload-pack-" + (asks ? "advertisement" : "result"));
            exchange.sendResponseHeaders(200, 0);
            var out = exchange.getResponseBody();
            if (asks) {
                var lines = new PacketLineOut(out);
                var advertiser = new RefAdvertiser.PacketLineOutRefAdvertiser(lines);
                upload.sendAdvertisedRefs(advertiser, "git-upload-pack");
            } else {
                upload.uploadWithExceptionPropagation(new ByteArrayInputStream(request), out, null);
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot answer " + exchange.getRequestURI(), e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        repository.close();
    }
}
