package dev.hob.node.code;

import dev.hob.node.code.Conflict.Kind;
import dev.hob.node.language.Messages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/// Merges three trees as git's *ort* does, path by path: what only one side changed is taken from it, files
/// that got another name are followed, the rest is merged by lines or left for people. Paths are raw (see
/// [TreeEdit]). Owned by one thread, used once.
final class TreeMerge {
    private static final int DEPTH_MAX = 500;

    static final int BASE = 0;
    static final int OURS = 1;
    static final int THEIRS = 2;
    private static final int[] SIDES = {OURS, THEIRS};

    /// How the sides are called (raw, as paths are), and how deep this is: 0 for what was asked for, more for a
    /// merge of merge bases.
    record Setting(String ours, String theirs, int depth) {
        String side(int side) {
            return side == OURS ? ours : theirs;
        }
    }

    /// What came of it.
    record Result(ObjectId tree, List<Conflict> conflicts) {}

    /// A path at which the three are not all the same.
    private static final class Node {
        private final TreeEdit.@Nullable Entry[] versions = new TreeEdit.Entry[3];
        /// Where each of the three has it.
        private final String[] paths;
        /// Which have a folder here, one bit for each.
        private int folders;
        /// The side to take it from, when the other changed nothing or the same; [#BASE] when neither is.
        private int decisive = BASE;
        /// The side, if any, that alone changed the folder it is in: git looks at such files last.
        private int late = BASE;
        /// A rename makes it a conflict, whatever its content.
        private @Nullable Kind conflict;
        /// Its file went to another path.
        private boolean moved;

        Node(String path) {
            this.paths = new String[] {path, path, path};
        }

        boolean has(int version) {
            return versions[version] != null;
        }

        boolean same(int one, int other) {
            var entry = versions[one];
            return entry != null && entry.equals(versions[other]);
        }

        /// Looks whether two of the three have the same; before any rename is followed, since that mixes
        /// them up.
        void compare() {
            if (same(OURS, THEIRS) || same(BASE, THEIRS)) decisive = OURS;
            else if (same(BASE, OURS)) decisive = THEIRS;
        }

        boolean isDecided() {
            return decisive != BASE;
        }

        void set(int version, TreeEdit.@Nullable Entry entry, String path) {
            versions[version] = entry;
            paths[version] = path;
        }
    }

    private final DraftObjects drafts;
    private final ObjectReader reader;
    private final MergeBudget budget;
    private final Setting setting;
    private final FileMerge files;
    private final TreeMap<String, Node> nodes = new TreeMap<>();
    /// What is in the merged tree, of the paths that are looked at.
    private final TreeMap<String, TreeEdit.Entry> merged = new TreeMap<>();
    private final TreeMap<String, Conflict> conflicts = new TreeMap<>();
    /// Folders of the base that each side has no more.
    private final List<Set<String>> goneFolders = List.of(new HashSet<>(), new HashSet<>(), new HashSet<>());

    TreeMerge(DraftObjects drafts, ObjectReader reader, MergeBudget budget, Setting setting) {
        this.drafts = drafts;
        this.reader = reader;
        this.budget = budget;
        this.setting = setting;
        this.files = new FileMerge(drafts, reader, budget, setting);
    }

    Result merge(Optional<ObjectId> base, ObjectId ours, ObjectId theirs) throws IOException, MergeBudget.Spent {
        collect("", new Optional<?>[] {base, Optional.of(ours), Optional.of(theirs)}, 0, BASE);
        followRenames(ours, theirs);
        var touched = new TreeSet<>(nodes.keySet());
        // From the last path to the first: whether a folder stays is known before a file of its name is looked at.
        for (String path : List.copyOf(touched).reversed()) {
            budget.time();
            decide(path, node(path));
        }
        touched.addAll(merged.keySet());
        return new Result(write(ours, touched), List.copyOf(conflicts.values()));
    }

    private Node node(String path) {
        return nodes.computeIfAbsent(path, Node::new);
    }

    private void collect(String folder, Optional<?>[] trees, int depth, int late)
            throws IOException, MergeBudget.Spent {
        budget.time();
        if (depth > DEPTH_MAX) throw new MergeBudget.Spent(Messages.later("code.merge-folders-are-too-deep"));
        var entries = new ArrayList<Map<String, TreeEdit.Entry>>();
        var names = new TreeSet<String>();
        for (var tree : trees) {
            entries.add(entries(tree.map(ObjectId.class::cast)));
            names.addAll(entries.getLast().keySet());
        }
        for (String name : names) {
            var base = entries.get(BASE).get(name);
            var ours = entries.get(OURS).get(name);
            var theirs = entries.get(THEIRS).get(name);
            if (base != null && base.equals(ours) && base.equals(theirs)) continue;
            var found = new TreeEdit.@Nullable Entry[] {base, ours, theirs};
            var below = new Optional<?>[] {Optional.empty(), Optional.empty(), Optional.empty()};
            var node = new Node(folder + name);
            boolean file = false;
            for (int i = 0; i < found.length; i++) {
                var entry = found[i];
                if (entry == null) continue;
                if (entry.isFolder()) {
                    below[i] = Optional.of(entry.id());
                    node.folders |= 1 << i;
                } else {
                    node.versions[i] = entry;
                    file = true;
                }
            }
            if (file) {
                budget.path();
                node.compare();
                node.late = late;
                nodes.put(folder + name, node);
            }
            for (int side : SIDES)
                if (base != null && base.isFolder() && (node.folders & 1 << side) == 0)
                    goneFolders.get(side).add(folder + name);
            if (node.folders != 0)
                collect(folder + name + "/", below, depth + 1, late == BASE && !file ? changedBy(found) : late);
        }
    }

    /// The side that alone changed a folder, or made it; [#BASE] when there is none.
    private static int changedBy(TreeEdit.@Nullable Entry[] found) {
        var base = found[BASE];
        var ours = found[OURS];
        var theirs = found[THEIRS];
        if (ours == null) return base == null ? THEIRS : BASE;
        if (theirs == null) return base == null ? OURS : BASE;
        if (ours.equals(base)) return THEIRS;
        return theirs.equals(base) ? OURS : BASE;
    }

    private Map<String, TreeEdit.Entry> entries(Optional<ObjectId> tree) throws IOException {
        if (tree.isEmpty()) return Map.of();
        var entries = new TreeMap<String, TreeEdit.Entry>();
        var parser = new CanonicalTreeParser();
        for (parser.reset(reader, tree.get()); !parser.eof(); parser.next(1))
            entries.put(
                    TreeEdit.name(parser), new TreeEdit.Entry(parser.getEntryFileMode(), parser.getEntryObjectId()));
        return entries;
    }

    private void followRenames(ObjectId ourTree, ObjectId theirTree) throws IOException, MergeBudget.Spent {
        var addedToUs = addedTo(OURS);
        var addedToThem = addedTo(THEIRS);
        var byUs = renames(OURS, addedToUs);
        var byThem = renames(THEIRS, addedToThem);
        var ourMoves = FolderMoves.of(byUs, goneFolders.get(OURS), addedToUs);
        var theirMoves = FolderMoves.of(byThem, goneFolders.get(THEIRS), addedToThem);
        FolderMoves.leaveOutCommon(ourMoves, theirMoves);
        byUs = carried(byUs, OURS, ourTree, theirMoves, ourMoves);
        byThem = carried(byThem, THEIRS, theirTree, ourMoves, theirMoves);
        var sources = new TreeSet<>(byUs.keySet());
        sources.addAll(byThem.keySet());
        for (String from : sources) {
            var ours = byUs.get(from);
            var theirs = byThem.get(from);
            if (ours != null && theirs != null) renamedByBoth(from, ours, theirs);
            else if (ours != null) renamedByOne(from, ours, OURS);
            else if (theirs != null) renamedByOne(from, theirs, THEIRS);
        }
    }

    /// Folders that one side has no more, and to which the other added files.
    private Set<String> addedTo(int side) {
        if (setting.depth() > 0) return Set.of(); // What is only a step on the way stays where it is.
        var folders = new HashSet<String>();
        nodes.forEach((path, node) -> {
            if (node.has(BASE) || node.has(side)) return;
            String folder = FolderMoves.parent(path);
            if (goneFolders.get(side).contains(folder)) folders.add(folder);
        });
        return folders;
    }

    /// Puts what a side added to a folder that the other moved into its new place, for people to confirm.
    private Map<String, String> carried(
            Map<String, String> renames, int side, ObjectId tree, FolderMoves moves, FolderMoves own)
            throws IOException {
        var wishes = new TreeMap<String, List<String>>();
        nodes.forEach((path, node) -> {
            if (node.has(BASE) || !node.has(side)) return;
            if (moves.isTorn(path)) node.conflict = Kind.NO_LOCATION;
            moves.around(path).filter(it -> !own.hasMoved(moves.target(it))).ifPresent(folder -> wishes.computeIfAbsent(
                            FolderMoves.moved(path, folder, moves.target(folder)), _ -> new ArrayList<>())
                    .add(path));
        });
        if (wishes.isEmpty()) return renames;
        var there = new TreeEdit(reader, Optional.of(tree));
        var carried = new HashMap<String, String>();
        for (var wish : wishes.entrySet()) {
            String path = wish.getValue().getFirst();
            // Back where the base has it: for the very file that is no rename any more, for another one it is taken.
            var known = nodes.get(wish.getKey());
            boolean isTaken = known != null && known.has(BASE) && !path.equals(renames.get(wish.getKey()));
            if (wish.getValue().size() == 1
                    && !isTaken
                    && there.at(wish.getKey()).isEmpty()) {
                carry(path, wish.getKey(), side);
                carried.put(path, wish.getKey());
            } else {
                for (String stays : wish.getValue()) node(stays).conflict = Kind.NO_LOCATION;
            }
        }
        var result = new TreeMap<>(renames);
        result.replaceAll((_, to) -> carried.getOrDefault(to, to));
        result.entrySet().removeIf(it -> it.getKey().equals(it.getValue()));
        return result;
    }

    private void carry(String from, String to, int side) {
        var source = node(from);
        var target = node(to);
        target.set(side, source.versions[side], from);
        target.decisive = BASE;
        target.conflict = Kind.LOCATION;
        source.versions[side] = null;
        source.decisive = BASE;
    }

    private Map<String, String> renames(int side, Set<String> addedTo) throws IOException, MergeBudget.Spent {
        var gone = new LinkedHashMap<String, TreeEdit.Entry>();
        var come = new LinkedHashMap<String, TreeEdit.Entry>();
        var wanted = new TreeSet<String>();
        for (boolean late : new boolean[] {false, true}) {
            nodes.forEach((path, node) -> {
                if (late != (node.late == side)) return;
                var before = node.versions[BASE];
                var after = node.versions[side];
                if (before != null && after == null) {
                    gone.put(path, before);
                    if (!node.isDecided() || FolderMoves.isWithin(FolderMoves.parent(path), addedTo)) wanted.add(path);
                } else if (before == null && after != null) {
                    come.put(path, after);
                }
            });
        }
        return Renames.of(reader, budget, gone, come, wanted);
    }

    private void renamedByBoth(String from, String ours, String theirs) throws IOException, MergeBudget.Spent {
        var source = node(from);
        var base = source.versions[BASE];
        if (ours.equals(theirs)) {
            node(ours).set(BASE, base, from);
            source.moved = true;
            return;
        }
        var one = node(ours);
        var other = node(theirs);
        var content =
                files.merge(base, one.versions[OURS], other.versions[THEIRS], new String[] {from, ours, theirs}, 1);
        // Where nothing could be merged, each keeps its own.
        boolean kept = content.wrong().isPresent() && content.entry().equals(one.versions[OURS]);
        one.versions[OURS] = content.entry();
        if (!kept) other.versions[THEIRS] = content.entry();
        source.conflict = Kind.RENAME_RENAME;
        one.conflict = Kind.RENAME_RENAME;
        other.conflict = Kind.RENAME_RENAME;
    }

    private void renamedByOne(String from, String to, int side) throws IOException, MergeBudget.Spent {
        int otherSide = OURS + THEIRS - side;
        var source = node(from);
        var target = node(to);
        var here = target.versions[side];
        var there = source.versions[otherSide];
        boolean isDeleted = there == null && !source.has(side);
        boolean isOtherKind = there != null && here != null && FileMerge.isFile(there) != FileMerge.isFile(here);
        boolean collides = target.has(otherSide) && !isOtherKind;
        if (collides && !isDeleted) {
            var paths = new String[] {from, from, from};
            paths[side] = to;
            var content = side == OURS
                    ? files.merge(source.versions[BASE], here, there, paths, 1)
                    : files.merge(source.versions[BASE], there, here, paths, 1);
            target.versions[side] = content.entry();
        } else if (collides) {
            target.conflict = Kind.RENAME_DELETE;
        } else {
            target.set(BASE, source.versions[BASE], from);
            if (isOtherKind) source.versions[BASE] = null;
            else if (isDeleted) target.conflict = Kind.RENAME_DELETE;
            else target.set(otherSide, there, from);
        }
        if (!isOtherKind) source.moved = true;
    }

    private void decide(String path, Node node) throws IOException, MergeBudget.Spent {
        if (node.moved) return;
        boolean folderStays = node.folders != 0 && hasBelow(path);
        if (!folderStays) {
            decide(path, node, Optional.ofNullable(node.conflict));
        } else if (node.has(OURS) || node.has(THEIRS)) {
            int side = (node.folders & 1 << OURS) != 0 ? THEIRS : OURS;
            decide(free(path, setting.side(side)), node, Optional.of(Kind.FILE_DIRECTORY));
        }
    }

    private void decide(String path, Node node, Optional<Kind> wrong) throws IOException, MergeBudget.Spent {
        var base = node.versions[BASE];
        var ours = node.versions[OURS];
        var theirs = node.versions[THEIRS];
        if (node.isDecided()) {
            var taken = node.versions[node.decisive];
            settle(path, node, taken, taken == null ? Optional.empty() : wrong);
        } else if (ours != null && theirs != null && !FileMerge.areAlike(ours, theirs))
            keepBoth(path, node, ours, theirs);
        else if (ours != null && theirs != null) {
            var content = files.merge(base, ours, theirs, node.paths, 0);
            settle(path, node, content.entry(), content.wrong().or(() -> wrong));
        } else if (base != null && (ours != null || theirs != null)) {
            var changed = ours == null ? theirs : ours;
            settle(path, node, setting.depth() > 0 ? base : changed, wrong.or(() -> Optional.of(Kind.MODIFY_DELETE)));
        } else {
            settle(path, node, ours == null ? theirs : ours, wrong);
        }
    }

    private void settle(String path, Node node, TreeEdit.@Nullable Entry entry, Optional<Kind> wrong) {
        if (entry != null) merged.put(path, entry);
        wrong.ifPresent(kind -> conflicts.put(path, conflict(path, kind, node)));
    }

    /// A file for one, a link or a submodule for the other: whichever is a file gets another name.
    private void keepBoth(String path, Node node, TreeEdit.Entry ours, TreeEdit.Entry theirs) {
        var base = node.versions[BASE];
        if (setting.depth() > 0) {
            settle(path, node, base, Optional.of(Kind.MODE));
            return;
        }
        boolean moveOurs = FileMerge.isFile(ours) || !FileMerge.isFile(theirs);
        boolean moveTheirs = !FileMerge.isFile(ours);
        String ourPath = moveOurs ? free(path, setting.ours()) : path;
        String theirPath = moveTheirs ? free(path, setting.theirs()) : path;
        var mine = new Node(path);
        mine.versions[OURS] = ours;
        if (base != null && FileMerge.areAlike(base, ours)) mine.versions[BASE] = base;
        settle(ourPath, mine, ours, Optional.of(Kind.MODE));
        var other = new Node(path);
        other.versions[THEIRS] = theirs;
        if (base != null && FileMerge.areAlike(base, theirs)) other.versions[BASE] = base;
        settle(theirPath, other, theirs, Optional.of(Kind.MODE));
    }

    private boolean hasBelow(String path) {
        var next = merged.ceilingKey(path + "/");
        return next != null && next.startsWith(path + "/");
    }

    /// A path that nothing has, called after a branch.
    private String free(String path, String branch) {
        String wish = path + "~" + branch.replace('/', '_');
        String free = wish;
        for (int i = 0; nodes.containsKey(free) || merged.containsKey(free); i++) free = wish + "_" + i;
        return free;
    }

    private static Conflict conflict(String path, Kind kind, Node node) {
        return new Conflict(
                TreeEdit.readable(path), kind, version(node, BASE), version(node, OURS), version(node, THEIRS));
    }

    private static Optional<Conflict.Version> version(Node node, int version) {
        return Optional.ofNullable(node.versions[version])
                .map(it -> new Conflict.Version(TreeEdit.readable(node.paths[version]), it.mode(), it.id()));
    }

    /// Our tree, with what the merge makes different.
    private ObjectId write(ObjectId ours, TreeSet<String> touched) throws IOException {
        var edit = new TreeEdit(reader, Optional.of(ours));
        for (String path : touched)
            if (!merged.containsKey(path)
                    && edit.at(path).filter(it -> !it.isFolder()).isPresent()) edit.remove(path);
        // What became a folder goes before the files in it come.
        for (String path : touched) {
            var entry = merged.get(path);
            if (entry == null || edit.at(path).filter(entry::equals).isPresent()) continue;
            try {
                edit.put(path, entry.mode(), entry.id());
            } catch (TreeEdit.InTheWay e) {
                throw new AssertionError("a file is left where " + TreeEdit.readable(path) + " must be", e);
            }
        }
        return edit.write(drafts);
    }
}
