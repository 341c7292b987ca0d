package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.PacketLineOut;

/// A history that grows, and what a git client says about it over HTTP (gitprotocol-v2; gitprotocol-pack, "Pushing
/// Data"). Used by one thread.
final class Rehearsed implements AutoCloseable {
    private static final int PARTS = 4;
    private static final int FILES = 10;
    private static final String MAIN = "refs/heads/main";

    private final Repository repository;
    private final ObjectId[][] files = new ObjectId[PARTS][FILES];
    private ObjectId tip = ObjectId.zeroId();
    private ObjectId pushed = ObjectId.zeroId();
    private int number;

    Rehearsed(Path folder) throws IOException {
        this.repository =
                new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build();
        repository.create(true);
        try (var inserter = repository.newObjectInserter()) {
            for (int part = 0; part < PARTS; part++)
                for (int file = 0; file < FILES; file++) files[part][file] = source(inserter, file, 0);
            inserter.flush();
        }
    }

    private static ObjectId source(ObjectInserter inserter, int file, int turn) throws IOException {
        return blob(inserter, """
                package kettle;

                /// Turn %d.
                final class File%d {
                    private static final int NUMBER = %d;

                    String told() {
                        return "turn " + NUMBER; // Again.
                    }
                }
                """.formatted(turn, file, turn));
    }

    private static ObjectId blob(ObjectInserter inserter, String text) throws IOException {
        return inserter.insert(Constants.OBJ_BLOB, text.getBytes(UTF_8));
    }

    /// One commit more, with another file changed.
    void grow() throws IOException {
        number++;
        try (var inserter = repository.newObjectInserter()) {
            int part = number % PARTS;
            int file = number / PARTS % FILES;
            files[part][file] = source(inserter, file, number);
            var root = new TreeFormatter();
            String readme = "# Kettle\n\n- turn *%d*\n- `code`\n".formatted(number);
            root.append("README.md", FileMode.REGULAR_FILE, blob(inserter, readme));
            for (int i = 0; i < PARTS; i++) {
                var folder = new TreeFormatter();
                for (int j = 0; j < FILES; j++) folder.append("File" + j + ".java", FileMode.REGULAR_FILE, files[i][j]);
                root.append("part-" + i, FileMode.TREE, inserter.insert(folder));
            }
            var commit = new CommitBuilder();
            commit.setTreeId(inserter.insert(root));
            if (number > 1) commit.setParentId(tip);
            var somebody =
                    new PersonIdent("Rehearsal", "rehearsal@localhost", Instant.ofEpochSecond(number), ZoneOffset.UTC);
            commit.setAuthor(somebody);
            commit.setCommitter(somebody);
            commit.setMessage("Turn " + number + "\n\nAnd what it was for.\n");
            tip = inserter.insert(commit);
            inserter.flush();
        }
    }

    /// The request that pushes what has grown since the last one.
    byte[] push() throws IOException {
        var body = new ByteArrayOutputStream();
        var lines = new PacketLineOut(body);
        lines.writeString(pushed.name() + " " + tip.name() + " " + MAIN + "\0report-status side-band-64k agent=git/2");
        lines.end();
        try (var pack = new PackWriter(repository)) {
            Set<ObjectId> have = pushed.equals(ObjectId.zeroId()) ? Set.of() : Set.of(pushed);
            pack.preparePack(NullProgressMonitor.INSTANCE, Set.of(tip), have);
            pack.writePack(NullProgressMonitor.INSTANCE, NullProgressMonitor.INSTANCE, body);
        }
        pushed = tip;
        return body.toByteArray();
    }

    /// The request that asks for the refs, as `git fetch` does.
    byte[] list() throws IOException {
        return command("ls-refs", List.of("peel", "symrefs", "ref-prefix refs/heads/", "ref-prefix refs/tags/"));
    }

    /// The request that clones, or, with a depth, a part.
    byte[] fetch(boolean shallow) throws IOException {
        var arguments = List.of("thin-pack", "no-progress", "ofs-delta", "want " + pushed.name());
        return command("fetch", shallow ? join(arguments, "deepen 1", "done") : join(arguments, "done"));
    }

    private static List<String> join(List<String> first, String... more) {
        return Stream.concat(first.stream(), Arrays.stream(more)).toList();
    }

    private static byte[] command(String name, List<String> arguments) throws IOException {
        var body = new ByteArrayOutputStream();
        var lines = new PacketLineOut(body);
        for (String line : List.of("command=" + name, "agent=git/2", "object-format=sha1"))
            lines.writeString(line + "\n");
        lines.writeDelim();
        for (String line : arguments) lines.writeString(line + "\n");
        lines.end();
        return body.toByteArray();
    }

    @Override
    public void close() {
        repository.close();
    }
}
