package dev.hob.node.refs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.node.language.Messages;
import dev.hob.node.log.RefMove;
import dev.hob.node.repo.Repos;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// Which moves can be done at all. Asked before an intent is kept: what is kept must be possible, or no boot could
/// finish it.
final class RefRules {
    /// A file name has at most 255 bytes, and git needs five for `.lock` behind it.
    private static final int PART_BYTES_MAX = 250;

    private static final int NAME_BYTES_MAX = 1_000;

    /// The signed list of them all must stay readable for others.
    private static final int REFS_MAX = 200_000;

    private RefRules() {}

    /// Why these moves cannot be done to these refs; nothing when they can.
    static Optional<Refs.Verdict> objection(SortedMap<String, ObjectId> before, List<RefMove> moves) {
        var asked = new HashSet<String>();
        for (var move : moves) {
            if (!asked.add(move.ref())) return refused(move, Messages.text("refs.asked-for-twice"));
            var now = Optional.ofNullable(before.get(move.ref()))
                    .map(ObjectId::name)
                    .orElse(RefMove.ABSENT);
            if (!now.equals(move.before()))
                return Optional.of(new Refs.Verdict.Stale(move.ref(), Messages.text("refs.moved-in-the-meantime")));
        }
        return newNames(before, moves);
    }

    /// Why a namespace cannot have just these refs, if so.
    static Optional<String> objection(SortedMap<String, ObjectId> all) {
        if (all.size() > REFS_MAX) return Optional.of("more than " + REFS_MAX + " refs");
        for (String name : all.keySet()) {
            if (!name.startsWith(Constants.R_REFS)
                    || name.startsWith(Repos.NAMESPACES)
                    || !isName(name)
                    || isLong(name)) return Optional.of("a ref of the name " + name);
            if (clashes(all, name)) return Optional.of("the name " + name + " clashes with another ref's");
        }
        return Optional.empty();
    }

    private static Optional<Refs.Verdict> newNames(SortedMap<String, ObjectId> before, List<RefMove> moves) {
        var made = new TreeMap<String, ObjectId>();
        for (var move : moves) {
            if (move.deletes() || before.containsKey(move.ref())) continue;
            if (!isName(move.ref())) return refused(move, Messages.text("refs.no-name-for-a-ref"));
            if (isLong(move.ref())) return refused(move, Messages.text("refs.name-is-too-long"));
            if (clashes(before, move.ref()) || clashes(made, move.ref()))
                return refused(move, Messages.text("refs.name-clashes"));
            made.put(move.ref(), ObjectId.zeroId());
            if (before.size() + made.size() > REFS_MAX) return refused(move, Messages.text("refs.refs-max", REFS_MAX));
        }
        return Optional.empty();
    }

    private static Optional<Refs.Verdict> refused(RefMove move, String told) {
        return Optional.of(new Refs.Verdict.Refused(move.ref(), told));
    }

    /// As `git check-ref-format`: JGit looks for `.lock` only at the very end.
    private static boolean isName(String ref) {
        return Repository.isValidRefName(ref) && !ref.contains(".lock/");
    }

    private static boolean isLong(String name) {
        if (name.getBytes(UTF_8).length > NAME_BYTES_MAX) return true;
        for (String part : name.split("/", -1)) if (part.getBytes(UTF_8).length > PART_BYTES_MAX) return true;
        return false;
    }

    /// Whether a name cannot stand beside these: `a` and `a/b` cannot both be refs.
    static boolean clashes(SortedMap<String, ObjectId> refs, String name) {
        var below = refs.tailMap(name + "/");
        if (!below.isEmpty() && below.firstKey().startsWith(name + "/")) return true;
        for (int slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1))
            if (refs.containsKey(name.substring(0, slash))) return true;
        return false;
    }
}
