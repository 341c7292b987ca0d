package dev.hob.node.refs;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RefMove;
import dev.hob.node.log.RepoId;
import dev.hob.node.repo.Repos;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/// What holds of a namespace whose key is held elsewhere, when its owner moves refs of it: it goes forward only, and is
/// exactly what its newest list of signed refs says. Used by one thread, with the folder's lock held.
public final class ForeignNamespace {
    private static final int LISTS_MAX = 20_000;

    private final Repository here;
    private final RepoId rid;
    private final DidKey key;
    private final ObjectId root;
    private final String prefix;

    /// @param root the identity that the repository began with
    public ForeignNamespace(Repository here, RepoId rid, DidKey key, ObjectId root) {
        this.here = here;
        this.rid = rid;
        this.key = key;
        this.root = root;
        this.prefix = Repos.namespace(key);
    }

    /// Why these moves cannot be, by ref; empty when they can.
    ///
    /// @param fresh reads what is here and what has come
    public Map<String, String> objections(List<RefMove> moves, ObjectReader fresh) throws IOException {
        var told = new TreeMap<String, String>();
        var after = refs();
        var before = Optional.ofNullable(after.get(SignedRefs.REF));
        for (var move : moves) {
            String name = move.ref().substring(prefix.length());
            String now =
                    Optional.ofNullable(after.get(name)).map(ObjectId::name).orElse(RefMove.ABSENT);
            if (move.deletes()) told.put(move.ref(), "nothing is taken out of a namespace");
            else if (now.equals(move.after())) after.put(name, ObjectId.fromString(now));
            else if (!now.equals(move.before()))
                told.put(move.ref(), "it was moved in the meantime: fetch it, and push again");
            else if (name.equals(Repos.ROOT) && !move.after().equals(root.name()))
                told.put(move.ref(), "this is not the identity of this project");
            else after.put(name, ObjectId.fromString(move.after()));
        }
        if (!told.isEmpty()) return told;
        list(after, before, fresh).ifPresent(why -> told.put(prefix + SignedRefs.REF, why));
        return told;
    }

    private TreeMap<String, ObjectId> refs() throws IOException {
        var refs = new TreeMap<String, ObjectId>();
        for (var ref : here.getRefDatabase().getRefsByPrefix(prefix))
            if (ref.getObjectId() != null)
                refs.put(
                        ref.getName().substring(prefix.length()),
                        ref.getObjectId().copy());
        return refs;
    }

    private Optional<String> list(TreeMap<String, ObjectId> after, Optional<ObjectId> before, ObjectReader fresh)
            throws IOException {
        var tip = after.get(SignedRefs.REF);
        if (tip == null) return Optional.of("the refs are not signed: push " + SignedRefs.REF + " with them");
        try {
            var signed = SignedRefs.read(fresh, tip, key, rid);
            if (signed.level() != SignedRefs.Level.PARENT)
                return Optional.of("the signed refs are not bound to this project and to those before them");
            after.keySet().removeIf(name -> !SignedRefs.listed(name));
            if (!signed.refs().equals(after))
                return Optional.of("the signed refs do not name exactly the refs: push the whole namespace");
            return before.isEmpty() || descends(fresh, tip, before.get())
                    ? Optional.empty()
                    : Optional.of("the signed refs do not follow those that are here: fetch them first");
        } catch (SignedRefs.Invalid e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// A list's history is one line.
    private static boolean descends(ObjectReader fresh, ObjectId tip, ObjectId before) throws IOException {
        try (var walk = new RevWalk(fresh)) {
            RevCommit at = walk.parseCommit(tip);
            for (int i = 0; i < LISTS_MAX; i++) {
                if (at.equals(before)) return true;
                if (at.getParentCount() != 1) return false;
                at = walk.parseCommit(at.getParent(0));
            }
            return false;
        } catch (MissingObjectException | IncorrectObjectTypeException _) {
            return false; // Its history leads nowhere.
        }
    }
}
