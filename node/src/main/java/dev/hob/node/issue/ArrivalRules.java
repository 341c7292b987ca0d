package dev.hob.node.issue;

import dev.hob.keys.DidKey;
import dev.hob.node.cob.Embed;
import dev.hob.node.cob.Entry;
import dev.hob.node.cob.Graph;
import dev.hob.node.log.RefMove;
import dev.hob.node.refs.Cobs;
import dev.hob.node.refs.Surroundings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/// Judges what somebody's device has added to issues, as pages and API judge what is written there, and as every other
/// node will. Used by one thread, with the folder's lock held.
final class ArrivalRules {
    /// How far a device's clock may run ahead.
    private static final Duration AHEAD_MAX = Duration.ofHours(1);

    private static final int ENTRIES_MAX = 5_000;
    private static final int SHORT = 7;

    /// What is new of one issue, in the order in which it counts.
    ///
    /// @param opened when the issue was opened, by its author's word
    record Piece(ObjectId object, RefMove move, Instant opened, List<Entry> entries) {
        Piece {
            entries = List.copyOf(entries);
        }
    }

    sealed interface Verdict {
        record Good(Piece piece) implements Verdict {}

        record Bad(String told) implements Verdict {}
    }

    private final Cobs.Session session;
    private final Repository all;
    private final ObjectReader reader;
    private final DidKey key;
    private final Instant now;
    /// Over all issues of a push.
    private int seen;

    /// @param all what is here and what has come
    ArrivalRules(Cobs.Session session, Repository all, ObjectReader reader, DidKey key, Instant now) {
        this.session = session;
        this.all = all;
        this.reader = reader;
        this.key = key;
        this.now = now;
    }

    /// Judges one issue.
    ///
    /// @param tips what is here of it
    /// @param locked whether they may not speak in it
    Verdict judge(ObjectId object, List<ObjectId> tips, RefMove move, boolean locked) throws IOException {
        var known = tips.isEmpty() ? Optional.<Graph>empty() : Graph.load(reader, IssueFold.TYPE, object, tips);
        var fresh = new LinkedHashMap<ObjectId, Entry>();
        var tip = ObjectId.fromString(move.after());
        var wrong = gather(tip, known.map(Graph::ids).orElse(Set.of()), fresh);
        if (wrong.isPresent()) return new Verdict.Bad(wrong.get());
        if (known.isEmpty() && !fresh.containsKey(object))
            return new Verdict.Bad("what it begins with, " + object.name() + ", is not among its entries");
        if (!follows(tip, move)) return new Verdict.Bad("it does not follow what is here: fetch it first");
        var carried = new HashSet<ObjectId>();
        for (var entry : fresh.values()) carried.addAll(entry.embeds().values());
        for (var entry : fresh.values()) {
            var objection = objection(entry, object, locked, carried, known);
            if (objection.isPresent()) return new Verdict.Bad(shortly(entry) + objection.get());
        }
        return fold(object, tips, tip, move, fresh);
    }

    /// Reads what is new, from the tip back to what is known.
    private Optional<String> gather(ObjectId tip, Set<ObjectId> known, Map<ObjectId, Entry> fresh) throws IOException {
        var waiting = new ArrayDeque<ObjectId>(List.of(tip));
        try (var walk = new RevWalk(reader)) {
            while (!waiting.isEmpty()) {
                var id = waiting.remove();
                if (known.contains(id) || fresh.containsKey(id)) continue;
                if (++seen > ENTRIES_MAX)
                    return Optional.of("at most " + ENTRIES_MAX + " new entries at once: push fewer at a time");
                var entry = Entry.read(walk, id);
                if (entry.isEmpty()) return Optional.of("the entry " + id.name() + " is missing, or is none");
                fresh.put(id, entry.get());
                waiting.addAll(entry.get().parents());
            }
        }
        return Optional.empty();
    }

    /// Whether this namespace's own history goes on from where it is.
    private boolean follows(ObjectId tip, RefMove move) throws IOException {
        if (move.before().equals(RefMove.ABSENT)) return true;
        try (var walk = new RevWalk(reader)) {
            return walk.isMergedInto(walk.parseCommit(ObjectId.fromString(move.before())), walk.parseCommit(tip));
        }
    }

    private static String shortly(Entry entry) {
        return "the entry " + entry.id().name().substring(0, SHORT) + ": ";
    }

    private Optional<String> objection(
            Entry entry, ObjectId object, boolean locked, Set<ObjectId> carried, Optional<Graph> known)
            throws IOException {
        if (!entry.type().equals(IssueFold.TYPE)) return Optional.of("it is of another type, " + entry.type());
        if (!entry.author().equals(Optional.of(key)))
            return Optional.of(
                    entry.author().isEmpty()
                            ? "its signature does not hold"
                            : "it is signed by another key, which must push it first");
        if (session.identity().at(entry.resource()).isEmpty())
            return Optional.of("it names no identity that this project ever had");
        if (!entry.related().isEmpty()) return Optional.of("an issue brings no commits along");
        if (entry.at().isAfter(now.plus(AHEAD_MAX)))
            return Optional.of(
                    "it is dated " + entry.at() + ", which is in the future: set your clock, and push it then");
        boolean root = entry.id().equals(object);
        var objection = files(entry);
        for (var json : entry.actions()) {
            var action = IssueAction.parse(json);
            if (action.isEmpty()) return Optional.of("it does what is not known here");
            objection = objection
                    .or(() -> content(action.get(), root))
                    .or(() -> locked && speaks(action.get())
                            ? Optional.of("this issue is locked: only members may speak")
                            : Optional.empty());
            if (objection.isPresent()) return objection;
            objection = objection.or(() -> shown(action.get(), carried, known));
        }
        return objection;
    }

    private Optional<String> files(Entry entry) throws IOException {
        if (entry.embeds().size() > Limits.ATTACHMENTS_MAX)
            return Optional.of("at most " + Limits.ATTACHMENTS_MAX + " files at once");
        for (var file : entry.embeds().entrySet()) {
            var name = new Attachment(file.getKey(), new byte[0]).objection();
            if (name.isPresent()) return name;
            if (reader.getObjectSize(file.getValue(), Constants.OBJ_BLOB) > Limits.ATTACHMENT_BYTES_MAX)
                return Optional.of("its file " + file.getKey() + " is larger than "
                        + Limits.ATTACHMENT_BYTES_MAX / (1024 * 1024) + " MiB");
        }
        return Optional.empty();
    }

    private static boolean isKnown(ObjectId blob, Optional<Graph> known) {
        return known.isPresent() && known.get().carries(blob);
    }

    /// What an action shows must have come along with this issue.
    private static Optional<String> shown(IssueAction action, Set<ObjectId> carried, Optional<Graph> known) {
        List<Embed> embeds =
                switch (action) {
                    case IssueAction.Comment(var _, var _, var files) -> files;
                    case IssueAction.EditComment(var _, var _, var files) -> files;
                    case IssueAction.RedactComment _,
                            IssueAction.React _,
                            IssueAction.Retitle _,
                            IssueAction.ChangeState _,
                            IssueAction.Label _,
                            IssueAction.Assign _ -> List.of();
                };
        for (var embed : embeds) {
            var blob = embed.blob();
            if (blob.isPresent() && !carried.contains(blob.get()) && !isKnown(blob.get(), known))
                return Optional.of("it shows a file that this issue does not carry: " + embed.name());
        }
        return Optional.empty();
    }

    private static Optional<String> content(IssueAction action, boolean root) {
        return switch (action) {
            case IssueAction.Comment(var body, var _, var _) -> Limits.body(body, root);
            case IssueAction.EditComment(var _, var body, var _) -> Limits.body(body, true);
            case IssueAction.Retitle(var title) -> Limits.title(title.strip());
            case IssueAction.Label(var labels) ->
                labels.size() > Limits.LABELS_MAX
                        ? Optional.of("An issue has at most " + Limits.LABELS_MAX + " labels.")
                        : Limits.labels(labels);
            case IssueAction.Assign(var people) ->
                people.size() > Limits.ASSIGNEES_MAX
                        ? Optional.of("An issue is the task of at most " + Limits.ASSIGNEES_MAX + " people.")
                        : Optional.empty();
            case IssueAction.RedactComment _, IssueAction.React _, IssueAction.ChangeState _ -> Optional.empty();
        };
    }

    private static boolean speaks(IssueAction action) {
        return switch (action) {
            case IssueAction.Comment _, IssueAction.EditComment _, IssueAction.React _ -> true;
            case IssueAction.RedactComment _,
                    IssueAction.Retitle _,
                    IssueAction.ChangeState _,
                    IssueAction.Label _,
                    IssueAction.Assign _ -> false;
        };
    }

    /// What an action does, in the log's word.
    static String word(IssueAction action) {
        return switch (action) {
            case IssueAction.Comment _ -> "comment";
            case IssueAction.EditComment _ -> "edit";
            case IssueAction.RedactComment _ -> "redact";
            case IssueAction.React _ -> "react";
            case IssueAction.Retitle _ -> "title";
            case IssueAction.ChangeState(var state) -> state.isOpen() ? "reopened" : "closed";
            case IssueAction.Label _ -> "labels";
            case IssueAction.Assign _ -> "assignees";
        };
    }

    /// Tells the whole issue, with what is new, and asks whether all of that counted.
    private Verdict fold(ObjectId object, List<ObjectId> tips, ObjectId tip, RefMove move, Map<ObjectId, Entry> fresh)
            throws IOException {
        var all = new ArrayList<>(tips);
        all.add(tip);
        var graph = Graph.load(reader, IssueFold.TYPE, object, all);
        var fold = new IssueFold(Surroundings.of(this::opened, session.identity()));
        var told = graph.isEmpty()
                ? Optional.<Graph.Evaluated>empty()
                : graph.get().tell(fold);
        if (told.isEmpty()) return new Verdict.Bad("it does not begin as an issue does");
        var counted = told.get().entries().stream()
                .filter(entry -> fresh.containsKey(entry.id()))
                .toList();
        if (counted.size() < fresh.size()) {
            var heard = new HashSet<>(counted);
            // The first that was refused: the others may only be built upon it.
            var refused = fresh.values().stream()
                    .filter(entry -> !heard.contains(entry))
                    .filter(entry -> entry.parents().stream()
                            .map(fresh::get)
                            .allMatch(parent -> parent == null || heard.contains(parent)))
                    .findFirst()
                    .orElseGet(() -> fresh.values().iterator().next());
            return new Verdict.Bad(shortly(refused) + reason(refused));
        }
        var title = Limits.title(fold.title().strip());
        if (fresh.containsKey(object) && title.isPresent()) return new Verdict.Bad(title.get());
        return new Verdict.Good(new Piece(object, move, fold.created(), counted));
    }

    private Repository opened() {
        all.incrementOpen();
        return all;
    }

    /// Why the format refuses what an entry does, in words for its author.
    private static String reason(Entry entry) {
        return entry.actions().stream()
                .flatMap(json -> IssueAction.parse(json).stream())
                .map(ArrivalRules::reason)
                .findFirst()
                .orElse("it builds on what is refused");
    }

    static String reason(IssueAction action) {
        return switch (action) {
            case IssueAction.Comment _ -> "it answers what is not there, or builds on what is refused";
            case IssueAction.EditComment _, IssueAction.RedactComment _ ->
                "only the key that wrote a comment, or a delegate of the project, changes it";
            case IssueAction.React _ -> "it answers what is not there";
            case IssueAction.Retitle _, IssueAction.ChangeState _ ->
                "only the key that opened an issue, or a delegate of the project, renames, closes and reopens it";
            case IssueAction.Label _ -> "only delegates of the project label its issues";
            case IssueAction.Assign _ -> "only delegates of the project say whose task an issue is";
        };
    }
}
