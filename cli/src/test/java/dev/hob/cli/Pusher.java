package dev.hob.cli;

import dev.hob.node.log.RefMove;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TagBuilder;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/// Somebody who pushes several refs at a time with the real git client, to branches and tags that nobody else
/// touches, and remembers what was acknowledged and what was not answered. One thread at a time.
final class Pusher implements AutoCloseable {
    private static final int BRANCHES_KEPT = 5;

    /// Refs that moved together.
    record Push(Map<String, String> before, Map<String, String> after, boolean acknowledged) {
        /// The moves as the log must have them.
        List<RefMove> moves() {
            var moves = new ArrayList<RefMove>();
            var names = new TreeMap<>(before);
            names.putAll(after);
            for (String name : names.keySet()) {
                String from = before.getOrDefault(name, RefMove.ABSENT);
                String to = after.getOrDefault(name, RefMove.ABSENT);
                if (!from.equals(to)) moves.add(new RefMove(name, from, to));
            }
            return moves;
        }
    }

    final String repo;
    final String prefix;
    private final Git git;
    private final Repository local;
    private final List<Push> answered = new ArrayList<>();
    private Map<String, String> state = Map.of();
    private Optional<Push> open = Optional.empty();
    private int count;

    Pusher(Path folder, String repo, String name) throws IOException {
        this.repo = repo;
        this.prefix = name + "/";
        this.git = Git.init(folder, 2);
        this.local = new FileRepositoryBuilder()
                .setGitDir(folder.resolve(".git").toFile())
                .build();
    }

    /// Pushes until the node is dead or it was told to stop.
    void run(Served node, String remote, BooleanSupplier stop) {
        try {
            while (node.handle().isAlive() && !stop.getAsBoolean()) {
                var next = next();
                open = Optional.of(new Push(state, next, false));
                if (!push(remote, next)) {
                    if (!again(node, remote, next)) return;
                }
                answered.add(new Push(state, next, true));
                state = next;
                open = Optional.empty();
            }
        } catch (IOException e) {
            throw new AssertionError("cannot write a commit", e);
        }
    }

    /// A refusal by a living node moved nothing: somebody else was just making the repository.
    private boolean again(Served node, String remote, Map<String, String> next) {
        for (int i = 0; i < 3 && node.handle().isAlive(); i++) if (push(remote, next)) return true;
        return false;
    }

    private boolean push(String remote, Map<String, String> next) {
        var words = new ArrayList<>(List.of("push", "-q", "--force"));
        if (count % 2 == 0) words.add("--atomic");
        words.add(remote);
        for (var move : new Push(state, next, false).moves())
            words.add((move.deletes() ? "" : move.after()) + ":" + move.ref());
        return git.call(words.toArray(String[]::new)).status() == 0;
    }

    /// Moves one branch on, makes another, sometimes a tag, and deletes what is old.
    private Map<String, String> next() throws IOException {
        count++;
        var next = new HashMap<>(state);
        String main = Constants.R_HEADS + prefix + "main";
        var commit = commit(Optional.ofNullable(state.get(main)), prefix + count);
        next.put(main, commit.name());
        next.put(Constants.R_HEADS + prefix + count, commit.name());
        next.remove(Constants.R_HEADS + prefix + (count - BRANCHES_KEPT));
        if (count % 3 == 0)
            next.put(Constants.R_TAGS + prefix + count, tag(commit).name());
        return next;
    }

    private ObjectId commit(Optional<String> parent, String message) throws IOException {
        try (var inserter = local.newObjectInserter()) {
            var tree = new TreeFormatter();
            tree.append(
                    "n.txt",
                    org.eclipse.jgit.lib.FileMode.REGULAR_FILE,
                    inserter.insert(Constants.OBJ_BLOB, message.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            var commit = new CommitBuilder();
            commit.setTreeId(inserter.insert(tree));
            parent.ifPresent(id -> commit.setParentId(ObjectId.fromString(id)));
            var ident = new PersonIdent("Alice", "alice@example.org");
            commit.setAuthor(ident);
            commit.setCommitter(ident);
            commit.setMessage(message);
            var id = inserter.insert(commit);
            inserter.flush();
            return id;
        }
    }

    private ObjectId tag(ObjectId commit) throws IOException {
        try (var inserter = local.newObjectInserter()) {
            var tag = new TagBuilder();
            tag.setObjectId(commit, Constants.OBJ_COMMIT);
            tag.setTag(prefix + count);
            tag.setMessage("tag " + count);
            tag.setTagger(new PersonIdent("Alice", "alice@example.org"));
            var id = inserter.insert(tag);
            inserter.flush();
            return id;
        }
    }

    /// Takes what a node shows after a restart: what was acknowledged, and the push without an answer wholly or not at
    /// all. Gives the pushes that must be in its log, or empty when the node shows anything else.
    Optional<List<Push>> accept(Map<String, String> shown) {
        if (!shown.equals(state)) {
            if (open.isEmpty() || !shown.equals(open.get().after())) return Optional.empty();
            answered.add(open.get());
            state = open.get().after();
        }
        open = Optional.empty();
        return Optional.of(List.copyOf(answered));
    }

    /// Whether these refs were its own after some acknowledged push, the one of this number at the earliest.
    boolean had(Map<String, String> refs, long pushes) {
        return answered.stream().skip(Math.max(0, pushes - 1)).anyMatch(push -> push.after()
                        .equals(refs))
                || pushes == 0 && refs.isEmpty();
    }

    /// Whether a ref is this one's to move.
    boolean owns(String ref) {
        return ref.startsWith(Constants.R_HEADS + prefix) || ref.startsWith(Constants.R_TAGS + prefix);
    }

    long acknowledged() {
        return answered.stream().filter(Push::acknowledged).count();
    }

    /// Whether the last push of all is there without having been acknowledged.
    boolean keptUnanswered() {
        return !answered.isEmpty() && !answered.getLast().acknowledged();
    }

    /// What it knows, for a message.
    String story() {
        return state + ", and without an answer "
                + open.map(push -> push.moves().toString()).orElse("nothing");
    }

    Map<String, String> state() {
        return state;
    }

    boolean awaitsAnswer() {
        return open.isPresent();
    }

    @Override
    public void close() {
        local.close();
    }
}
