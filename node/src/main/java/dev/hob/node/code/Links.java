package dev.hob.node.code;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.MutableObjectId;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdOwnerMap;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/// What the objects of a pack name, noted while the pack is read. A pack that holds all that its objects name needs no
/// walk to show that nothing is missing: most first pushes are such. Owned by one push.
public final class Links {
    /// So many take about 25 MB; a pack with more is walked.
    private static final int OBJECTS_MAX = 500_000;

    private static final int NONE = 0;
    private static final int HEADER_NAME = "parent ".length();
    private static final int TREE_NAME = "tree ".length();

    private static final class Node extends ObjectIdOwnerMap.Entry {
        private int come = NONE;
        private int named = NONE;

        Node(AnyObjectId id) {
            super(id);
        }
    }

    private final ObjectIdOwnerMap<Node> nodes = new ObjectIdOwnerMap<>();
    private final MutableObjectId buffer = new MutableObjectId();
    private int size;
    private boolean unsure;

    /// A commit came; its header was checked before.
    void commit(AnyObjectId id, byte[] raw) {
        came(id, Constants.OBJ_COMMIT);
        buffer.fromString(raw, TREE_NAME);
        names(buffer, Constants.OBJ_TREE);
        int line = TREE_NAME + Constants.OBJECT_ID_STRING_LENGTH + 1;
        while (line < raw.length && raw[line] == 'p') {
            buffer.fromString(raw, line + HEADER_NAME);
            names(buffer, Constants.OBJ_COMMIT);
            line += HEADER_NAME + Constants.OBJECT_ID_STRING_LENGTH + 1;
        }
    }

    /// A tree came.
    void tree(AnyObjectId id) {
        came(id, Constants.OBJ_TREE);
    }

    /// An entry of a tree. What a submodule points to is somewhere else.
    void entry(CanonicalTreeParser entry) {
        int mode = entry.getEntryRawMode();
        if (FileMode.GITLINK.equals(mode)) return;
        buffer.fromRaw(entry.idBuffer(), entry.idOffset());
        names(buffer, FileMode.TREE.equals(mode) ? Constants.OBJ_TREE : Constants.OBJ_BLOB);
    }

    /// A tag came; its header was checked before.
    void tag(AnyObjectId id, byte[] raw, int type) {
        came(id, Constants.OBJ_TAG);
        buffer.fromString(raw, "object ".length());
        names(buffer, type);
    }

    /// A blob came.
    void blob(AnyObjectId id) {
        came(id, Constants.OBJ_BLOB);
    }

    private void came(AnyObjectId id, int type) {
        var node = node(id);
        node.come = type;
    }

    private void names(AnyObjectId id, int type) {
        var node = node(id);
        if (node.named != NONE && node.named != type) unsure = true;
        node.named = type;
    }

    private Node node(AnyObjectId id) {
        var known = nodes.get(id);
        if (known != null) return known;
        var node = new Node(id);
        if (unsure) return node;
        if (++size > OBJECTS_MAX) {
            unsure = true;
            nodes.clear();
            return node;
        }
        nodes.add(node);
        return node;
    }

    /// Whether everything came that these tips lead to. False also when that is not known.
    public boolean hold(Collection<ObjectId> tips) {
        return hold(List.of(this), tips);
    }

    /// Whether everything came with some packs that these tips lead to. False also when that is not known.
    public static boolean hold(List<Links> packs, Collection<ObjectId> tips) {
        for (var pack : packs) if (pack.unsure) return false;
        for (var tip : tips) if (packs.stream().allMatch(pack -> pack.came(tip) == NONE)) return false;
        for (var pack : packs)
            for (var node : pack.nodes)
                if (node.named != NONE
                        && node.named != node.come
                        && packs.stream().noneMatch(other -> other.came(node) == node.named)) return false;
        return true;
    }

    private int came(AnyObjectId id) {
        var node = nodes.get(id);
        return node == null ? NONE : node.come;
    }

    /// Whether what came is what these tips lead to, all of it and nothing else. False also when that is not known.
    ///
    /// @param objects how many objects the pack holds
    public boolean areAll(Set<ObjectId> tips, long objects) {
        if (!hold(tips)) return false;
        long came = 0;
        for (var node : nodes) {
            if (node.come == NONE) continue;
            came++;
            // An object leads to none that lead to it: whatever is named by another is reached from one that is not.
            if (node.named == NONE && !tips.contains(node)) return false;
        }
        return came == objects;
    }
}
