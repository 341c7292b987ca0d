package dev.hob.node.cob;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hob.keys.DidKey;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/// One stored operation, as anyone may have written it: well-formed, but neither verified nor allowed yet.
///
/// @param author who signed it, when the signature holds; an entry without one counts for nothing
/// @param alias what its author calls themselves in it; anybody may call themselves anything
/// @param embeds object ids of attached bytes by name
/// @param parents the entries of the same object that it follows
/// @param related code commits that travel with it
/// @param resource the identity revision it was written under
public record Entry(
        ObjectId id,
        String type,
        Optional<DidKey> author,
        String alias,
        Instant at,
        List<JsonNode> actions,
        Map<String, ObjectId> embeds,
        List<ObjectId> parents,
        List<ObjectId> related,
        Optional<ObjectId> resource) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int BLOB_BYTES_MAX = 8 * 1024 * 1024;
    private static final int EMBEDS_MAX = 1024;
    private static final Pattern TRAILER = Pattern.compile("([A-Za-z0-9-]+):[ \t]*(.*)");

    public Entry {
        actions = List.copyOf(actions);
        embeds = Map.copyOf(embeds);
        parents = List.copyOf(parents);
        related = List.copyOf(related);
    }

    /// Reads an entry; empty when the commit is none, and then it is as if it were not there.
    public static Optional<Entry> read(RevWalk walk, ObjectId id) throws IOException {
        try {
            return read(walk.getObjectReader(), walk.parseCommit(id));
        } catch (MissingObjectException
                | IncorrectObjectTypeException
                | CorruptObjectException
                | JsonProcessingException _) {
            return Optional.empty(); // Strangers write these; what cannot be read is skipped on every node alike.
        }
    }

    private static Optional<Entry> read(ObjectReader reader, RevCommit commit) throws IOException {
        var trailers = Trailers.of(commit);
        if (trailers.isEmpty() || commit.getRawGpgSignature() == null) return Optional.empty();
        var resource = trailers.get().resource();
        var related = trailers.get().related();
        var parents = new ArrayList<ObjectId>();
        for (var parent : commit.getParents())
            if (!related.contains(parent) && !resource.filter(parent::equals).isPresent()) parents.add(parent.copy());

        var actions = new TreeMap<Integer, JsonNode>();
        var embeds = new HashMap<String, ObjectId>();
        JsonNode manifest = null;
        try (var tree = new TreeWalk(reader)) {
            tree.addTree(commit.getTree());
            while (tree.next()) {
                String path = tree.getPathString();
                if (tree.isSubtree()) {
                    if (path.equals("embeds")) tree.enterSubtree();
                } else if (path.startsWith("embeds/")) {
                    embeds.put(path.substring("embeds/".length()), tree.getObjectId(0));
                    if (embeds.size() > EMBEDS_MAX) return Optional.empty();
                } else if (path.equals("manifest")) manifest = json(reader, tree.getObjectId(0));
                else {
                    var number = number(path);
                    if (number.isPresent()) actions.put(number.get(), json(reader, tree.getObjectId(0)));
                }
            }
        }
        if (manifest == null || actions.isEmpty()) return Optional.empty();
        String type = manifest.path("typeName").asText(manifest.path("typename").asText());
        if (type.isEmpty() || manifest.path("version").asInt(1) != 1) return Optional.empty();
        return Optional.of(new Entry(
                commit.copy(),
                type,
                Operations.author(commit),
                commit.getAuthorIdent().getName(),
                Instant.ofEpochSecond(commit.getCommitTime()),
                List.copyOf(actions.values()),
                embeds,
                parents,
                related,
                resource));
    }

    /// Action blobs are named by a signed 8-bit number, as the reference implementation parses it.
    private static Optional<Integer> number(String name) {
        try {
            return Optional.of((int) Byte.parseByte(name));
        } catch (NumberFormatException _) {
            return Optional.empty(); // Any other name is not an action.
        }
    }

    private static JsonNode json(ObjectReader reader, ObjectId blob) throws IOException {
        var loader = reader.open(blob, Constants.OBJ_BLOB);
        if (loader.getSize() > BLOB_BYTES_MAX) throw new CorruptObjectException(blob, "an action of that size");
        return MAPPER.readTree(loader.getBytes(BLOB_BYTES_MAX));
    }

    /// The last paragraph of a message, when all of it is trailers.
    private record Trailers(List<ObjectId> related, Optional<ObjectId> resource) {

        /// Empty when a trailer's value is no object id or two resources are named: such an entry cannot be
        /// loaded.
        static Optional<Trailers> of(RevCommit commit) {
            String message = commit.getFullMessage().stripTrailing();
            int start = message.lastIndexOf("\n\n");
            var related = new ArrayList<ObjectId>();
            var resources = new HashSet<ObjectId>();
            if (start < 0) return Optional.of(new Trailers(related, Optional.empty()));
            var lines = message.substring(start + 2).lines().toList();
            if (!lines.stream().allMatch(line -> TRAILER.matcher(line).matches()))
                return Optional.of(new Trailers(related, Optional.empty()));
            int named = 0;
            for (String line : lines) {
                var trailer = TRAILER.matcher(line);
                if (!trailer.matches() || !ObjectId.isId(trailer.group(2).strip())) return Optional.empty();
                var id = ObjectId.fromString(trailer.group(2).strip());
                if (trailer.group(1).equals("Rad-Related")) related.add(id);
                if (trailer.group(1).equals("Rad-Resource")) {
                    resources.add(id);
                    named++;
                }
            }
            if (named > 1) return Optional.empty();
            return Optional.of(new Trailers(related, resources.stream().findFirst()));
        }
    }
}
