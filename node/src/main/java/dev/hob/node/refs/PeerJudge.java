package dev.hob.node.refs;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RefMove;
import dev.hob.node.people.Custody;
import dev.hob.node.repo.CanonicalRefs;
import dev.hob.node.repo.Identity;
import dev.hob.node.repo.IdentityDocument;
import dev.hob.node.repo.InitialRepository;
import dev.hob.node.repo.Namespaces;
import dev.hob.node.repo.Repos;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevWalk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Judges what a peer brought (`radicle.md` §9.3): each namespace by its own signed list, the whole by its identity
/// and its delegates. Writes nothing. Used by one thread, with the folder's lock held.
final class PeerJudge {
    private static final Logger LOG = LoggerFactory.getLogger(PeerJudge.class);
    private static final String ID = "refs/rad/id";

    private final Intake intake;
    private final Custody custody;

    PeerJudge(Intake intake, Custody custody) {
        this.intake = intake;
        this.custody = custody;
    }

    /// A namespace that is to be exactly what a newer list says.
    ///
    /// @param before the list that is here
    record Taken(DidKey key, Optional<ObjectId> before, SortedMap<String, ObjectId> refs, SignedRefs list) {}

    /// What comes of it.
    sealed interface Judgement {
        /// @param left why others are left as they are
        /// @param elsewhere keys held here that have signed on another node
        /// @param identity in force afterwards
        /// @param canonical how the project's own refs move
        record Good(
                List<Taken> taken,
                Map<DidKey, String> left,
                Set<DidKey> elsewhere,
                Identity identity,
                List<RefMove> canonical)
                implements Judgement {}

        /// Nothing of it may be kept; `why` is for our log.
        record Bad(String why, Set<DidKey> elsewhere) implements Judgement {}
    }

    /// What is found of one namespace.
    private sealed interface Found {
        record Newer(Taken taken) implements Found {}

        record Same() implements Found {}

        /// @param fatal whether nothing at all may then be kept, if it is a delegate's
        record Left(String why, boolean fatal) implements Found {}

        /// A key held here has signed on another node.
        record Elsewhere() implements Found {}
    }

    /// @param anchor who must have it until it is known better
    /// @param offers where the peer says that signed lists stand
    /// @param proven whether what came was hidden from others on its way
    Judgement judge(Intake.Anchor anchor, Map<DidKey, ObjectId> offers, boolean proven) throws IOException {
        var taken = new ArrayList<Taken>();
        var left = new LinkedHashMap<DidKey, String>();
        var elsewhere = new LinkedHashSet<DidKey>();
        var fatal = new ArrayList<String>();
        for (var offer : offers.entrySet()) {
            var key = offer.getKey();
            switch (find(anchor.object(), key, offer.getValue())) {
                case Found.Newer(var one) -> taken.add(one);
                case Found.Same _ -> {}
                case Found.Elsewhere _ -> elsewhere.add(key);
                case Found.Left(String why, boolean diverged) -> {
                    left.put(key, why);
                    if (diverged && anchor.document().delegates().contains(key)) fatal.add(key + ": " + why);
                }
            }
        }
        if (!fatal.isEmpty()) return new Judgement.Bad("a delegate's " + fatal.getFirst(), elsewhere);
        return whole(anchor, taken, left, elsewhere, proven);
    }

    private Judgement whole(
            Intake.Anchor anchor, List<Taken> taken, Map<DidKey, String> left, Set<DidKey> elsewhere, boolean proven)
            throws IOException {
        var identity = identity(anchor.object(), taken);
        if (identity.isEmpty()) return new Judgement.Bad("no namespace holds the identity: " + left, elsewhere);
        var document = identity.get().current().document();
        if (document.isPrivate() && !proven)
            return new Judgement.Bad("a private repository came over a connection that hides nothing", elsewhere);
        int threshold = document.threshold();
        if (document.delegates().stream()
                .anyMatch(key -> custody.signingKey(key).isPresent())) threshold--;
        int valid = 0;
        for (var key : document.delegates()) if (isThere(key, taken)) valid++;
        if (valid < threshold)
            return new Judgement.Bad(
                    "of the delegates' signed refs " + threshold + " are needed and " + valid + " hold: " + left,
                    elsewhere);
        boolean anew = intake.isFresh()
                || !intake.here(Repos.IDENTITY)
                        .equals(Optional.of(identity.get().current().id()));
        return new Judgement.Good(taken, left, elsewhere, identity.get(), canonical(document, taken, anew));
    }

    private boolean isThere(DidKey key, List<Taken> taken) throws IOException {
        return taken.stream().anyMatch(it -> it.key().equals(key))
                || intake.here(Repos.namespace(key) + SignedRefs.REF).isPresent();
    }

    private Found find(ObjectId root, DidKey key, ObjectId tip) throws IOException {
        var here = intake.here(Repos.namespace(key) + SignedRefs.REF);
        if (here.equals(Optional.of(tip))) return new Found.Same();
        boolean held = custody.signingKey(key).isPresent();
        try {
            var list = intake.list(key, tip);
            if (here.isPresent()) {
                if (follows(here.get(), tip)) return new Found.Left("older than what is here", false);
                boolean newer = follows(tip, here.get());
                if (held && !(newer && catchesUp(key, here.get()))) return new Found.Elsewhere();
                if (!newer) return new Found.Left("signed refs have diverged from those here", true);
            }
            if (!root.equals(list.refs().get(Repos.ROOT)))
                return new Found.Left("signed refs of another identity", false);
            var before = intake.namespace(key);
            var id = Optional.ofNullable(before.get(ID));
            var next = Optional.ofNullable(list.refs().get(ID));
            if (id.isPresent() && next.isPresent() && !id.equals(next) && !follows(next.get(), id.get()))
                return new Found.Left("its identity goes back", false);
            var seen = new HashSet<ObjectId>();
            for (var ref : list.refs().entrySet())
                if (seen.add(ref.getValue()) && !intake.has(ref.getValue()))
                    return new Found.Left("what is at " + ref.getKey() + " is missing", false);
            return new Found.Newer(new Taken(key, here, before, list));
        } catch (SignedRefs.Invalid e) {
            return new Found.Left(String.valueOf(e.getMessage()), false);
        }
    }

    /// Whether a key that waits goes on from what it signed elsewhere: nothing that is not signed yet would be lost.
    private boolean catchesUp(DidKey key, ObjectId here) throws IOException {
        if (custody.waiting().of(key).isEmpty()) return false;
        try {
            var signed = intake.list(key, here).refs();
            var refs = new TreeMap<>(intake.namespace(key));
            refs.keySet().removeIf(name -> !SignedRefs.listed(name));
            return refs.equals(signed);
        } catch (SignedRefs.Invalid _) {
            return false; // Then it is for the operator to see.
        }
    }

    /// Whether a commit is built upon another.
    private boolean follows(ObjectId later, ObjectId earlier) throws IOException {
        try (var walk = new RevWalk(intake.all())) {
            return walk.isMergedInto(walk.parseCommit(earlier), walk.parseCommit(later));
        } catch (MissingObjectException | IncorrectObjectTypeException _) {
            return false; // A history with a hole leads nowhere.
        }
    }

    private Optional<Identity> identity(ObjectId object, List<Taken> taken) throws IOException {
        String name = "refs/cobs/" + InitialRepository.TYPE + "/" + object.name();
        var tips = new LinkedHashMap<String, ObjectId>();
        for (Ref ref : intake.all().getRefDatabase().getRefsByPrefix(Repos.NAMESPACES))
            if (ref.getName().endsWith("/" + name) && ref.getObjectId() != null)
                tips.put(ref.getName(), ref.getObjectId().copy());
        for (var one : taken) {
            var tip = one.list().refs().get(name);
            if (tip != null) tips.put(Repos.namespace(one.key()) + name, tip);
        }
        try (var reader = intake.all().newObjectReader()) {
            return Identity.read(reader, intake.rid(), object, new TreeSet<>(tips.values()));
        }
    }

    /// How the project's own refs follow, by the document's rules.
    ///
    /// @param anew whether those too must be looked at that did not move
    private List<RefMove> canonical(IdentityDocument document, List<Taken> taken, boolean anew) throws IOException {
        CanonicalRefs rules;
        try {
            rules = CanonicalRefs.of(document);
        } catch (IllegalArgumentException e) {
            LOG.warn("{} has rules for its refs that are none: {}", intake.rid(), e.getMessage());
            return List.of();
        }
        var byKey = new LinkedHashMap<DidKey, Taken>();
        taken.forEach(one -> byKey.put(one.key(), one));
        var names = new TreeSet<String>();
        for (var one : taken) moved(one, names);
        if (anew)
            for (var key : document.delegates())
                if (!byKey.containsKey(key)) names.addAll(intake.namespace(key).keySet());
        names.removeIf(name -> !(name.startsWith(Constants.R_HEADS) || name.startsWith(Constants.R_TAGS))
                || Namespaces.isOffered(name));
        var there = canonical();
        var after = new TreeMap<>(there);
        for (String name : names) decide(rules, byKey, name, document).apply(name, after);
        return moves(there, after);
    }

    private static void moved(Taken one, Set<String> names) {
        one.list().refs().forEach((name, id) -> {
            if (!id.equals(one.refs().get(name))) names.add(name);
        });
        for (String name : one.refs().keySet()) if (!one.list().refs().containsKey(name)) names.add(name);
    }

    private SortedMap<String, ObjectId> canonical() throws IOException {
        var refs = new TreeMap<String, ObjectId>();
        for (String kind : List.of(Constants.R_HEADS, Constants.R_TAGS))
            for (Ref ref : intake.all().getRefDatabase().getRefsByPrefix(kind))
                if (ref.getObjectId() != null)
                    refs.put(ref.getName(), ref.getObjectId().copy());
        return refs;
    }

    @FunctionalInterface
    private interface Decision {
        Decision NONE = (_, _) -> {};

        void apply(String name, SortedMap<String, ObjectId> refs);
    }

    private Decision decide(CanonicalRefs rules, Map<DidKey, Taken> taken, String name, IdentityDocument document)
            throws IOException {
        var rule = rules.rule(name);
        if (rule.isEmpty()) return Decision.NONE;
        var tips = new LinkedHashMap<DidKey, ObjectId>();
        for (var key : rule.get().allowed()) {
            var one = taken.get(key);
            var tip = one == null
                    ? intake.here(Repos.namespace(key) + name)
                    : Optional.ofNullable(one.list().refs().get(name));
            tip.ifPresent(id -> tips.put(key, id));
        }
        return switch (CanonicalRefs.decide(intake.all(), name, rule.get().threshold(), tips)) {
            case CanonicalRefs.Outcome.Agreed(var target) -> (ref, refs) -> refs.put(ref, target);
            case CanonicalRefs.Outcome.Undecided _ -> Decision.NONE;
            // The default branch stays: a project without one shows nothing.
            case CanonicalRefs.Outcome.Absent _ ->
                name.equals(Constants.R_HEADS + document.defaultBranch())
                        ? Decision.NONE
                        : (ref, refs) -> refs.remove(ref);
        };
    }

    private static List<RefMove> moves(SortedMap<String, ObjectId> before, TreeMap<String, ObjectId> after) {
        var moves = new ArrayList<RefMove>();
        before.forEach((name, id) -> {
            if (!after.containsKey(name)) moves.add(new RefMove(name, id.name(), RefMove.ABSENT));
        });
        for (var ref : after.entrySet()) {
            var was = before.get(ref.getKey());
            if (ref.getValue().equals(was)) continue;
            // What one delegate calls `a` and another `a/b` cannot both be shown.
            if (was == null && RefRules.clashes(after, ref.getKey())) continue;
            moves.add(new RefMove(
                    ref.getKey(),
                    was == null ? RefMove.ABSENT : was.name(),
                    ref.getValue().name()));
        }
        return moves;
    }
}
