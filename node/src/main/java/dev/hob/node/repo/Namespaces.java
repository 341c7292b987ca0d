package dev.hob.node.repo;

import dev.hob.keys.DidKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.ReceiveCommand;

/// What the namespaces of a folder show: given to a fork, taken away with it, and what is left of a project that
/// is gone. Each may be done twice. The caller holds the folder's lock, and signs.
public final class Namespaces {
    /// Commits that somebody offers from a folder of their own, by the pull request's id; no branch of anybody's.
    private static final Pattern OFFERED = Pattern.compile("refs/heads/patches/[0-9a-f]{40}");

    private static final List<String> SHOWN = List.of(Constants.R_HEADS, Constants.R_TAGS);
    private static final String TALK = "refs/cobs/";
    private static final String IDENTITY = TALK + InitialRepository.TYPE + "/";

    private Namespaces() {}

    /// Whether a ref, by its name within a namespace, holds what a pull request offers.
    public static boolean isOffered(String ref) {
        return OFFERED.matcher(ref).matches();
    }

    /// The ref within its author's namespace that holds what a pull request offers.
    public static String offered(ObjectId patch) {
        return "refs/heads/patches/" + patch.name();
    }

    /// Lets a namespace show exactly these branches and tags.
    ///
    /// @param root the identity that the project began with
    static void give(Repository repository, DidKey key, ObjectId root, Map<String, ObjectId> shown) throws IOException {
        String prefix = Repos.namespace(key);
        var wanted = new TreeMap<String, ObjectId>();
        shown.forEach((name, id) -> wanted.put(prefix + name, id));
        wanted.put(prefix + Repos.ROOT, root);
        var there = shown(repository, prefix);
        move(repository, there, wanted);
    }

    /// Lets a namespace show no branches and tags any more. What its owner said stays.
    static void clear(Repository repository, DidKey key) throws IOException {
        move(repository, shown(repository, Repos.namespace(key)), Map.of());
    }

    /// What a namespace shows, by whole names.
    private static Map<String, ObjectId> shown(Repository repository, String prefix) throws IOException {
        var refs = new TreeMap<String, ObjectId>();
        for (String kind : SHOWN)
            for (Ref ref : repository.getRefDatabase().getRefsByPrefix(prefix + kind))
                if (ref.getObjectId() != null && !isOffered(ref.getName().substring(prefix.length())))
                    refs.put(ref.getName(), ref.getObjectId());
        return refs;
    }

    /// Takes away what a folder has of its project and of the talk about it: its forks stay, and the identity that
    /// their signed refs are bound to. Gives the namespaces that must be signed again.
    ///
    /// @param held whether a key is held here; a namespace that nobody can sign again goes whole
    static Set<DidKey> orphan(Repository repository, Set<DidKey> forks, Predicate<DidKey> held) throws IOException {
        var gone = new TreeMap<String, ObjectId>();
        for (String kind : SHOWN)
            for (Ref ref : repository.getRefDatabase().getRefsByPrefix(kind))
                if (ref.getObjectId() != null) gone.put(ref.getName(), ref.getObjectId());
        var changed = new LinkedHashSet<DidKey>();
        for (Ref ref : repository.getRefDatabase().getRefsByPrefix(Repos.NAMESPACES)) {
            int end = ref.getName().indexOf('/', Repos.NAMESPACES.length());
            var key = DidKey.parse(ref.getName().substring(Repos.NAMESPACES.length(), end));
            String name = ref.getName().substring(end + 1);
            boolean owned = held.test(key);
            if (owned)
                changed.add(key); // Signed again in any case: what was taken away may be so since before a crash.
            boolean shows = SHOWN.stream().anyMatch(name::startsWith) && (!forks.contains(key) || isOffered(name));
            boolean talks = name.startsWith(TALK) && !name.startsWith(IDENTITY);
            if (ref.getObjectId() == null || ref.isSymbolic() || !(shows || talks || !owned)) continue;
            gone.put(ref.getName(), ref.getObjectId());
        }
        move(repository, gone, Map.of());
        return changed;
    }

    private static void move(Repository repository, Map<String, ObjectId> there, Map<String, ObjectId> wanted)
            throws IOException {
        var commands = new ArrayList<ReceiveCommand>();
        for (var ref : there.entrySet())
            if (!wanted.containsKey(ref.getKey()))
                commands.add(new ReceiveCommand(ref.getValue(), ObjectId.zeroId(), ref.getKey()));
        for (var ref : wanted.entrySet()) {
            var now = repository.exactRef(ref.getKey());
            var before = now == null || now.getObjectId() == null ? ObjectId.zeroId() : now.getObjectId();
            if (!before.equals(ref.getValue())) commands.add(new ReceiveCommand(before, ref.getValue(), ref.getKey()));
        }
        move(repository, commands);
    }

    /// Moves refs in one batch.
    static void move(Repository repository, List<ReceiveCommand> commands) throws IOException {
        if (commands.isEmpty()) return;
        var batch = repository.getRefDatabase().newBatchUpdate();
        batch.setAtomic(true);
        batch.setAllowNonFastForwards(true);
        batch.disableRefLog();
        batch.addCommand(commands);
        try (var walk = new RevWalk(repository)) {
            batch.execute(walk, NullProgressMonitor.INSTANCE);
        }
        for (var command : commands)
            if (command.getResult() != ReceiveCommand.Result.OK)
                throw new IOException(
                        "cannot set " + command.getRefName() + ": " + command.getResult() + " " + command.getMessage());
    }
}
