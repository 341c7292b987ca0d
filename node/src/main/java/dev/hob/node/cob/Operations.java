package dev.hob.node.cob;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hob.keys.DidKey;
import dev.hob.keys.KeyException;
import dev.hob.keys.SshSignature;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevCommit;

/// Writes operations as signed commits, byte for byte as the reference implementation does, and checks theirs.
public final class Operations {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Operations() {}

    /// Stores an operation and gives its id. The caller flushes the inserter.
    public static ObjectId write(ObjectInserter inserter, Operation operation, Author author) throws IOException {
        return store(inserter, operation, author).id();
    }

    /// Stores an operation and gives it as a reader would find it. The caller flushes the inserter.
    public static Entry store(ObjectInserter inserter, Operation operation, Author author) throws IOException {
        var actions = new ArrayList<byte[]>();
        for (var action : operation.actions()) actions.add(CanonicalJson.bytes(action));
        var embeds = new TreeMap<String, ObjectId>(Utf8Order.UTF8);
        for (var embed : operation.embeds().entrySet())
            embeds.put(embed.getKey(), inserter.insert(Constants.OBJ_BLOB, embed.getValue()));
        embeds.putAll(operation.blobs());
        ObjectId tree = tree(inserter, operation.type(), actions, embeds);
        byte[] treeBytes = new byte[Constants.OBJECT_ID_LENGTH];
        tree.copyRawTo(treeBytes, 0);
        String signature = SshSignature.radicle(author.key(), treeBytes);
        var id = inserter.insert(
                Constants.OBJ_COMMIT, commit(tree, operation, author, signature).getBytes(UTF_8));
        return new Entry(
                id,
                operation.type(),
                Optional.of(author.key().publicKey()),
                author.alias(),
                Instant.ofEpochSecond(author.at().getEpochSecond()),
                parsed(actions),
                embeds,
                operation.parents(),
                operation.related(),
                operation.resource());
    }

    private static String commit(ObjectId tree, Operation operation, Author author, String signature) {
        var text = new StringBuilder("tree ").append(tree.name()).append('\n');
        operation.parents().forEach(p -> text.append("parent ").append(p.name()).append('\n'));
        operation.related().forEach(p -> text.append("parent ").append(p.name()).append('\n'));
        operation
                .resource()
                .ifPresent(p -> text.append("parent ").append(p.name()).append('\n'));
        String ident = author.alias() + " <" + author.alias() + "@"
                + author.key().publicKey().nid() + "> " + author.at().getEpochSecond() + " +0000\n";
        text.append("author ").append(ident).append("committer ").append(ident);
        text.append("gpgsig ").append(signature.strip().replace("\n", "\n ")).append("\n\n");
        text.append(operation.message().strip()).append('\n');
        if (!operation.related().isEmpty() || operation.resource().isPresent()) text.append('\n');
        operation
                .related()
                .forEach(r -> text.append("Rad-Related: ").append(r.name()).append('\n'));
        operation
                .resource()
                .ifPresent(r -> text.append("Rad-Resource: ").append(r.name()).append('\n'));
        return text.toString();
    }

    /// The actions as their bytes say them: those may differ from what was given, such as in how an accent is
    /// written.
    private static List<JsonNode> parsed(List<byte[]> actions) throws IOException {
        var parsed = new ArrayList<JsonNode>();
        for (byte[] action : actions) parsed.add(MAPPER.readTree(action));
        return parsed;
    }

    private static ObjectId tree(
            ObjectInserter inserter, String type, List<byte[]> actions, SortedMap<String, ObjectId> embeds)
            throws IOException {
        var names = new TreeMap<String, ObjectId>();
        for (int i = 0; i < actions.size(); i++)
            names.put(Integer.toString(i), inserter.insert(Constants.OBJ_BLOB, actions.get(i)));
        String manifest = "{\"typeName\":\"" + type + "\",\"version\":1}";
        names.put("manifest", inserter.insert(Constants.OBJ_BLOB, manifest.getBytes(UTF_8)));

        var tree = new TreeFormatter();
        boolean embedsDone = embeds.isEmpty();
        for (var entry : names.entrySet()) {
            if (!embedsDone && entry.getKey().compareTo("embeds/") > 0) {
                tree.append("embeds", FileMode.TREE, folder(inserter, embeds));
                embedsDone = true;
            }
            tree.append(entry.getKey(), FileMode.REGULAR_FILE, entry.getValue());
        }
        return inserter.insert(tree);
    }

    private static ObjectId folder(ObjectInserter inserter, SortedMap<String, ObjectId> files) throws IOException {
        var tree = new TreeFormatter();
        files.forEach((name, id) -> tree.append(name, FileMode.REGULAR_FILE, id));
        return inserter.insert(tree);
    }

    /// The author of a stored operation, when the signature over its tree holds; else empty.
    public static Optional<DidKey> author(RevCommit commit) {
        byte[] tree = new byte[Constants.OBJECT_ID_LENGTH];
        commit.getTree().getId().copyRawTo(tree, 0);
        byte[] signature = commit.getRawGpgSignature();
        if (signature == null) return Optional.empty();
        try {
            return SshSignature.verifyRadicle(new String(signature, UTF_8), tree);
        } catch (KeyException _) {
            return Optional.empty(); // No signature of the right shape is no signature.
        }
    }
}
