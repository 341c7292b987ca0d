package dev.hob.node.repo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.keys.Base58;
import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.cob.Entry;
import dev.hob.node.cob.Graph;
import dev.hob.node.cob.Operation;
import dev.hob.node.log.RepoId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;

/// A repository's identity as its delegates have made it: the fold of its `xyz.radicle.id` object. Immutable.
///
/// @param object the id of the object, which is its root entry
/// @param current the revision in force; `refs/rad/id` names it
/// @param revisions all that were proposed, oldest first
/// @param tips what the next operation must have as its parents
public record Identity(ObjectId object, Revision current, List<Revision> revisions, List<ObjectId> tips) {
    private static final String DOCUMENT = "radicle.json";
    private static final int DOCUMENT_BYTES_MAX = 1024 * 1024;

    public Identity {
        revisions = List.copyOf(revisions);
        tips = List.copyOf(tips);
    }

    /// What became of a proposal.
    public enum State {
        ACTIVE,
        ACCEPTED,
        REJECTED,
        REDACTED
    }

    /// One proposed document and who spoke for and against it.
    public record Revision(
            ObjectId id,
            DidKey author,
            Optional<ObjectId> parent,
            String title,
            String description,
            ObjectId blob,
            IdentityDocument document,
            State state,
            Set<DidKey> accepts,
            Set<DidKey> rejects) {
        public Revision {
            accepts = Set.copyOf(accepts);
            rejects = Set.copyOf(rejects);
        }
    }

    /// Reads the identity of a repository from what all namespaces hold of it; empty when none of them holds a valid
    /// one of this RID.
    public static Optional<Identity> read(Repository repository, RepoId rid) throws IOException {
        var tips = new LinkedHashMap<ObjectId, Set<ObjectId>>();
        String infix = "/refs/cobs/" + InitialRepository.TYPE + "/";
        for (var ref : repository.getRefDatabase().getRefsByPrefix(Repos.NAMESPACES)) {
            int at = ref.getName().indexOf(infix);
            if (at < 0 || ref.getObjectId() == null) continue;
            String object = ref.getName().substring(at + infix.length());
            if (ObjectId.isId(object))
                tips.computeIfAbsent(ObjectId.fromString(object), id -> new LinkedHashSet<>())
                        .add(ref.getObjectId());
        }
        try (var reader = repository.newObjectReader()) {
            for (var object : tips.entrySet()) {
                var identity = read(reader, rid, object.getKey(), object.getValue());
                if (identity.isPresent()) return identity;
            }
        }
        return Optional.empty();
    }

    /// Reads one identity object from its tips.
    public static Optional<Identity> read(ObjectReader reader, RepoId rid, ObjectId object, Collection<ObjectId> tips)
            throws IOException {
        var graph = Graph.load(reader, InitialRepository.TYPE, object, tips);
        if (graph.isEmpty()) return Optional.empty();
        var fold = new Fold(reader, rid);
        return graph.get()
                .tell(fold)
                .map(told -> new Identity(object, fold.current().frozen(), fold.frozen(), told.tips()));
    }

    /// A proposal of the next document; the proposer's own acceptance is in it.
    public Operation propose(IdentityDocument next, String title, String description, SigningKey delegate) {
        var action = action("revision")
                .put("title", title)
                .put("blob", next.blobId().name())
                .put("parent", current.id().name())
                .put("signature", signature(next.blobId(), delegate));
        if (!description.isEmpty()) action.put("description", description);
        return operation(action, Map.of(DOCUMENT, next.bytes()), "Propose revision");
    }

    /// A delegate's consent to a proposal.
    public Operation accept(Revision revision, SigningKey delegate) {
        var action = action("revision.accept")
                .put("revision", revision.id().name())
                .put("signature", signature(revision.blob(), delegate));
        return operation(action, Map.of(), "Accept revision");
    }

    /// A delegate's dissent.
    public Operation reject(Revision revision) {
        return operation(action("revision.reject").put("revision", revision.id().name()), Map.of(), "Reject revision");
    }

    private Operation operation(ObjectNode action, Map<String, byte[]> embeds, String message) {
        return new Operation(
                InitialRepository.TYPE, List.of(action), embeds, tips, List.of(), Optional.empty(), message);
    }

    private static ObjectNode action(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    static String signature(ObjectId blob, SigningKey key) {
        return "z" + Base58.encode(key.sign(raw(blob)));
    }

    private static byte[] raw(ObjectId id) {
        byte[] bytes = new byte[Constants.OBJECT_ID_LENGTH];
        id.copyRawTo(bytes, 0);
        return bytes;
    }

    /// A revision while it is being spoken about.
    private static final class Draft {
        private final ObjectId id;
        private final DidKey author;
        private final Optional<ObjectId> parent;
        private final ObjectId blob;
        private final IdentityDocument document;
        private final Set<DidKey> accepts = new LinkedHashSet<>();
        private final Set<DidKey> rejects = new LinkedHashSet<>();
        private String title;
        private String description;
        private State state = State.ACTIVE;

        Draft(Entry entry, DidKey author, JsonNode action, Optional<ObjectId> parent, IdentityDocument document) {
            this.id = entry.id();
            this.author = author;
            this.parent = parent;
            this.blob = ObjectId.fromString(action.path("blob").asText());
            this.document = document;
            this.title = action.path("title").asText();
            this.description = action.path("description").asText("");
        }

        Revision frozen() {
            return new Revision(id, author, parent, title, description, blob, document, state, accepts, rejects);
        }
    }

    /// The state machine. A false answer refuses the entry; what concerns a revision that is settled is kept and
    /// changes nothing.
    private static final class Fold implements Graph.Subject {
        private final ObjectReader reader;
        private final RepoId rid;
        private final LinkedHashMap<ObjectId, Draft> revisions = new LinkedHashMap<>();
        private Optional<Draft> current = Optional.empty();

        Fold(ObjectReader reader, RepoId rid) {
            this.reader = reader;
            this.rid = rid;
        }

        Draft current() {
            return current.orElseThrow(() -> new AssertionError("an identity without a root"));
        }

        List<Revision> frozen() {
            return revisions.values().stream().map(Draft::frozen).toList();
        }

        @Override
        public boolean begin(Entry root) throws IOException {
            var author = root.author().orElseThrow();
            var action = root.actions().getFirst();
            if (root.actions().size() != 1
                    || root.resource().isPresent()
                    || !type(action).equals("revision")) return false;
            var document = document(root, action);
            if (document.isEmpty() || !action.path("parent").isNull()) return false;
            var draft = new Draft(root, author, action, Optional.empty(), document.get());
            if (!RepoId.of(raw(draft.blob)).equals(rid)) return false;
            if (!document.get().delegates().getFirst().equals(author) || !signed(author, draft.blob, action))
                return false;
            draft.state = State.ACCEPTED;
            draft.accepts.add(author);
            revisions.put(draft.id, draft);
            current = Optional.of(draft);
            return true;
        }

        @Override
        public boolean apply(Entry entry) throws IOException {
            // The one operation that makes an id may occur once, because the entry's id is the revision's.
            if (entry.actions().stream().filter(a -> type(a).equals("revision")).count() > 1) return false;
            for (var action : entry.actions()) if (!apply(entry, entry.author().orElseThrow(), action)) return false;
            return true;
        }

        private boolean apply(Entry entry, DidKey author, JsonNode action) throws IOException {
            if (type(action).equals("revision")) return proposed(entry, author, action);
            var id = id(action.path("revision"));
            var named = id.flatMap(i -> Optional.ofNullable(revisions.get(i)));
            if (named.isEmpty()) return false;
            var revision = named.get();
            return switch (type(action)) {
                case "revision.accept" -> accepted(revision, author, action);
                case "revision.reject" -> rejected(revision, author);
                case "RevisionEdit" -> {
                    if (revision.state == State.REDACTED) yield true;
                    if (revision.state != State.ACTIVE || !revision.author.equals(author)) yield false;
                    revision.title = action.path("title").asText();
                    revision.description = action.path("description").asText("");
                    yield true;
                }
                case "revision.redact" -> {
                    if (revision.state == State.REDACTED) yield true;
                    if (revision.state != State.ACTIVE || !revision.author.equals(author)) yield false;
                    revision.state = State.REDACTED;
                    yield true;
                }
                default -> false;
            };
        }

        private boolean proposed(Entry entry, DidKey author, JsonNode action) throws IOException {
            var parent = id(action.path("parent")).flatMap(i -> Optional.ofNullable(revisions.get(i)));
            if (parent.isEmpty() || !parent.get().document.delegates().contains(author)) return false;
            var document = document(entry, action);
            if (document.isEmpty()) return false;
            var draft = new Draft(entry, author, action, Optional.of(parent.get().id), document.get());
            if (draft.blob.equals(parent.get().blob) || !signed(author, draft.blob, action)) return false;
            boolean stale = parent.get() != current() && parent.get().state != State.ACTIVE;
            if (stale) draft.state = State.REJECTED;
            else if (!hasAccepted(author, parent.get().id)) draft.accepts.add(author);
            revisions.put(draft.id, draft);
            adopt(draft);
            return true;
        }

        private boolean accepted(Draft revision, DidKey author, JsonNode action) {
            var parent = parent(revision);
            if (!parent.document.delegates().contains(author)) return false;
            if (revision.state != State.ACTIVE) return true;
            if (!signed(author, revision.blob, action)) return false;
            if (revision.accepts.contains(author) || revision.rejects.contains(author)) return false;
            if (hasAccepted(author, parent.id))
                return true; // One active child of a parent each; later ones are skipped.
            revision.accepts.add(author);
            adopt(revision);
            return true;
        }

        private boolean rejected(Draft revision, DidKey author) {
            var document = parent(revision).document;
            if (!document.delegates().contains(author)) return false;
            if (revision.state != State.ACTIVE) return true;
            if (revision.accepts.contains(author) || revision.rejects.contains(author)) return false;
            revision.rejects.add(author);
            if (revision.rejects.size() > document.delegates().size() - document.majority()) discard(revision);
            return true;
        }

        private boolean hasAccepted(DidKey author, ObjectId parent) {
            return children(parent).stream().anyMatch(child -> child.accepts.contains(author));
        }

        /// Puts a revision in force once it follows the one in force and more than half of that one's delegates
        /// accept it; then its siblings are void, and a child may be next.
        private void adopt(Draft revision) {
            if (revision.state != State.ACTIVE || !revision.parent.equals(Optional.of(current().id))) return;
            if (revision.accepts.size() < current().document.majority()) return;
            revision.state = State.ACCEPTED;
            children(current().id).forEach(this::discard);
            current = Optional.of(revision);
            children(revision.id).forEach(this::adopt);
        }

        private void discard(Draft revision) {
            revision.state = State.REJECTED;
            children(revision.id).forEach(this::discard);
        }

        private List<Draft> children(ObjectId parent) {
            var children = new ArrayList<Draft>();
            for (var draft : revisions.values())
                if (draft.state == State.ACTIVE && draft.parent.equals(Optional.of(parent))) children.add(draft);
            return children;
        }

        /// The root stands for its own parent: its delegates speak about it, and nothing they say changes it.
        private Draft parent(Draft revision) {
            return revision.parent
                    .flatMap(id -> Optional.ofNullable(revisions.get(id)))
                    .orElse(revision);
        }

        private Optional<IdentityDocument> document(Entry entry, JsonNode action) throws IOException {
            var blob = id(action.path("blob"));
            if (blob.isEmpty()
                    || !blob.equals(Optional.ofNullable(entry.embeds().get(DOCUMENT)))) return Optional.empty();
            if (action.path("title").asText().isBlank()) return Optional.empty();
            try {
                var loader = reader.open(blob.get(), Constants.OBJ_BLOB);
                if (loader.getSize() > DOCUMENT_BYTES_MAX) return Optional.empty();
                return Optional.of(IdentityDocument.parse(loader.getBytes(DOCUMENT_BYTES_MAX)));
            } catch (MissingObjectException | IncorrectObjectTypeException | IllegalArgumentException _) {
                return Optional.empty(); // A stranger's document that breaks the rules is none.
            }
        }

        private static boolean signed(DidKey author, ObjectId blob, JsonNode action) {
            String signature = action.path("signature").asText();
            if (!signature.startsWith("z")) return false;
            try {
                return author.verify(raw(blob), Base58.decode(signature.substring(1), 64));
            } catch (IllegalArgumentException _) {
                return false; // Not base58.
            }
        }

        private static Optional<ObjectId> id(JsonNode text) {
            return ObjectId.isId(text.asText()) ? Optional.of(ObjectId.fromString(text.asText())) : Optional.empty();
        }

        private static String type(JsonNode action) {
            return action.path("type").asText();
        }
    }
}
