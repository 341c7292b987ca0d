package dev.hob.node.refs;

import dev.hob.keys.DidKey;
import dev.hob.node.cob.Entry;
import dev.hob.node.log.RepoId;
import dev.hob.node.repo.Identity;
import dev.hob.node.repo.IdentityDocument;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/// What a peer brings to one repository, kept aside until it is judged: packs beside those that are here, or a whole
/// folder when the repository is not. What is left in it goes when it is closed. Owned by one thread.
public final class Intake implements AutoCloseable {
    /// Of all lists of signed refs together, with what is read of their history.
    private static final long LISTS_BYTES_MAX = 256L << 20;

    private static final int IDENTITY_MAX = 10_000;
    private static final int FEW_REFS_MAX = 100;

    private final Storage storage;
    private final RepoId rid;
    private final boolean fresh;
    private final Path aside;
    private final Path packs;
    private final Repository all;
    private final SignedRefs.Budget budget = new SignedRefs.Budget(LISTS_BYTES_MAX);
    private final Map<Listed, SignedRefs> lists = new HashMap<>();
    private boolean placed;
    private boolean closed;

    private record Listed(DidKey key, ObjectId tip) {}

    private Intake(Storage storage, RepoId rid, boolean fresh, Path aside, Path packs, Repository all) {
        this.storage = storage;
        this.rid = rid;
        this.fresh = fresh;
        this.aside = aside;
        this.packs = packs;
        this.all = all;
    }

    static Intake open(Storage storage, RepoId rid) throws IOException {
        boolean fresh = !storage.has(rid);
        var aside = storage.aside();
        boolean opened = false;
        try {
            var intake = fresh ? fresh(storage, rid, aside) : beside(storage, rid, aside);
            // Also a small pack stays one: it joins the repository by one rename.
            intake.all.getConfig().setInt(ConfigConstants.CONFIG_RECEIVE_SECTION, null, "unpackLimit", 1);
            opened = true;
            return intake;
        } finally {
            if (!opened) Storage.remove(aside);
        }
    }

    private static Intake fresh(Storage storage, RepoId rid, Path aside) throws IOException {
        Storage.bare(aside);
        var packs = Files.createDirectories(aside.resolve("objects").resolve("pack"));
        var all = new FileRepositoryBuilder()
                .setGitDir(aside.toFile())
                .setBare()
                .setMustExist(true)
                .build();
        return new Intake(storage, rid, true, aside, packs, all);
    }

    private static Intake beside(Storage storage, RepoId rid, Path aside) throws IOException {
        var packs = Files.createDirectory(aside.resolve("pack"));
        var all = new FileRepositoryBuilder()
                .setGitDir(storage.path(rid).toFile())
                .setBare()
                .setObjectDirectory(aside.toFile())
                .addAlternateObjectDirectory(
                        storage.path(rid).resolve("objects").toFile())
                .build();
        return new Intake(storage, rid, false, aside, packs, all);
    }

    public RepoId rid() {
        return rid;
    }

    /// Whether the repository was not here when this began.
    public boolean isFresh() {
        return fresh;
    }

    /// Reads what is here and what has come; refs are those that are here.
    public Repository all() {
        return all;
    }

    /// Where packs come to.
    public Path packs() {
        return packs;
    }

    /// Whether an object is here, or has come.
    public boolean has(ObjectId id) throws IOException {
        return all.getObjectDatabase().has(id);
    }

    /// Where a ref is here, if it is.
    public Optional<ObjectId> here(String ref) throws IOException {
        if (fresh) return Optional.empty();
        return Optional.ofNullable(all.exactRef(ref)).map(Ref::getObjectId).map(ObjectId::copy);
    }

    /// Where those of some refs are that are here.
    public Map<String, ObjectId> here(Collection<String> refs) throws IOException {
        var found = new HashMap<String, ObjectId>();
        if (fresh) return found;
        if (refs.size() <= FEW_REFS_MAX) {
            for (String ref : refs) here(ref).ifPresent(id -> found.put(ref, id));
            return found;
        }
        // Each look-up reads a file or looks for one.
        var wanted = new HashSet<>(refs);
        for (Ref ref : all.getRefDatabase().getRefsByPrefix(Constants.R_REFS))
            if (ref.getObjectId() != null && wanted.contains(ref.getName()))
                found.put(ref.getName(), ref.getObjectId().copy());
        return found;
    }

    /// What is to be fetched and who must have it, before anything of it is judged.
    ///
    /// @param object the identity that the project began with
    public record Anchor(ObjectId object, IdentityDocument document) {}

    /// The identity as it is here, or else as the peer claims it; that it holds is seen in the end.
    ///
    /// @param claimed the peer's `refs/rad/id`, which has come
    /// @throws SignedRefs.Invalid when it is the identity of no repository, or of another
    public Anchor anchor(ObjectId claimed) throws IOException, SignedRefs.Invalid {
        if (!fresh) {
            var identity = Identity.read(all, rid).orElseThrow(() -> new IOException("there is no identity in " + rid));
            return new Anchor(identity.object(), identity.current().document());
        }
        var root = root(claimed);
        try (var reader = all.newObjectReader()) {
            var identity = Identity.read(reader, rid, root, List.of(claimed))
                    .orElseThrow(() -> new SignedRefs.Invalid("an identity that is not that of this repository"));
            // What its last words are may have been agreed on later, by entries that it does not lead to.
            var newest = identity.revisions().stream()
                    .filter(revision -> revision.id().equals(claimed))
                    .findFirst()
                    .orElse(identity.current());
            return new Anchor(root, newest.document());
        }
    }

    private ObjectId root(ObjectId head) throws IOException, SignedRefs.Invalid {
        try (var walk = new RevWalk(all)) {
            var id = head;
            for (int i = 0; i < IDENTITY_MAX; i++) {
                var entry = Entry.read(walk, id);
                if (entry.isEmpty()) throw new SignedRefs.Invalid("an identity with a hole");
                if (entry.get().parents().isEmpty()) return id;
                id = entry.get().parents().getFirst();
            }
            throw new SignedRefs.Invalid("an identity with too long a history");
        }
    }

    /// The list of a namespace that has come, when it holds.
    ///
    /// @throws SignedRefs.Invalid when it must not be believed
    public SignedRefs list(DidKey key, ObjectId tip) throws IOException, SignedRefs.Invalid {
        var asked = new Listed(key, tip.copy());
        var known = lists.get(asked);
        if (known != null) return known;
        try (var reader = all.newObjectReader()) {
            var list = SignedRefs.read(reader, tip, key, rid, budget);
            if (!list.commit().equals(tip))
                throw new SignedRefs.Invalid("signed refs whose signature was there before: replayed");
            var objection = RefRules.objection(list.refs());
            if (objection.isPresent()) throw new SignedRefs.Invalid("signed refs with " + objection.get());
            if (!list.refs().containsKey(Repos.ROOT)) throw new SignedRefs.Invalid("signed refs of no repository");
            lists.put(asked, list);
            return list;
        }
    }

    /// What the project itself shows here; nothing is missing behind it.
    public Set<ObjectId> known() throws IOException {
        var known = new HashSet<ObjectId>();
        if (fresh) return known;
        here(Repos.IDENTITY).ifPresent(known::add);
        for (String kind : List.of(Constants.R_HEADS, Constants.R_TAGS))
            for (Ref ref : all.getRefDatabase().getRefsByPrefix(kind))
                if (ref.getObjectId() != null) known.add(ref.getObjectId().copy());
        return known;
    }

    /// The refs of a namespace that are here, without its prefix.
    SortedMap<String, ObjectId> namespace(DidKey key) throws IOException {
        return namespace(all, key);
    }

    static SortedMap<String, ObjectId> namespace(Repository repository, DidKey key) throws IOException {
        String prefix = Repos.namespace(key);
        var refs = new TreeMap<String, ObjectId>();
        for (Ref ref : repository.getRefDatabase().getRefsByPrefix(prefix))
            if (ref.getObjectId() != null)
                refs.put(
                        ref.getName().substring(prefix.length()),
                        ref.getObjectId().copy());
        return refs;
    }

    /// Moves the packs into the repository: indexes last, since a pack is seen by its index. The caller has judged what
    /// is in them, and has a lease on the folder until refs lead to it.
    public void join() throws IOException {
        var into = storage.path(rid).resolve("objects").resolve("pack");
        Files.createDirectories(into);
        var ordered = new ArrayList<Path>();
        try (var files = Files.list(packs)) {
            files.filter(file -> !file.toString().endsWith(".keep")).forEach(ordered::add);
        }
        ordered.sort(Comparator.comparing((Path file) -> file.toString().endsWith(".idx")));
        for (var file : ordered)
            Files.move(
                    file,
                    into.resolve(file.getFileName()),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
    }

    /// Puts a whole folder into its place.
    void place() throws IOException {
        try (var keeps = Files.newDirectoryStream(packs, "*.keep")) {
            for (var keep : keeps) Files.delete(keep);
        }
        shut();
        storage.place(aside, rid);
        placed = true;
    }

    @Override
    public void close() {
        shut();
        try {
            if (!placed) Storage.remove(aside);
        } catch (IOException e) {
            throw new dev.hob.node.repo.StorageException("cannot remove what came for " + rid, e);
        }
    }

    private void shut() {
        if (!closed) all.close();
        closed = true;
    }
}
