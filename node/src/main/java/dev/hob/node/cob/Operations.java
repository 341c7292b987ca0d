package dev.hob.node.cob;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.keys.DidKey;
import dev.hob.keys.KeyException;
import dev.hob.keys.SshSignature;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevCommit;

/// Writes operations as signed commits, byte for byte as the reference implementation does, and checks theirs.
public final class Operations {

    private Operations() {}

    /// Stores an operation and gives its id. The caller flushes the inserter.
    public static ObjectId write(ObjectInserter inserter, Operation operation, Author author) throws IOException {
        ObjectId tree = tree(inserter, operation);
        byte[] treeBytes = new byte[Constants.OBJECT_ID_LENGTH];
        tree.copyRawTo(treeBytes, 0);
        String signature = SshSignature.radicle(author.key(), treeBytes);

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
        return inserter.insert(Constants.OBJ_COMMIT, text.toString().getBytes(UTF_8));
    }

    private static ObjectId tree(ObjectInserter inserter, Operation operation) throws IOException {
        var names = new java.util.TreeMap<String, ObjectId>();
        for (int i = 0; i < operation.actions().size(); i++) {
            byte[] action = CanonicalJson.bytes(operation.actions().get(i));
            names.put(Integer.toString(i), inserter.insert(Constants.OBJ_BLOB, action));
        }
        String manifest = "{\"typeName\":\"" + operation.type() + "\",\"version\":1}";
        names.put("manifest", inserter.insert(Constants.OBJ_BLOB, manifest.getBytes(UTF_8)));

        var tree = new TreeFormatter();
        boolean embedsDone = operation.embeds().isEmpty();
        for (var entry : names.entrySet()) {
            if (!embedsDone && entry.getKey().compareTo("embeds/") > 0) {
                tree.append("embeds", FileMode.TREE, embeds(inserter, operation));
                embedsDone = true;
            }
            tree.append(entry.getKey(), FileMode.REGULAR_FILE, entry.getValue());
        }
        return inserter.insert(tree);
    }

    private static ObjectId embeds(ObjectInserter inserter, Operation operation) throws IOException {
        var tree = new TreeFormatter();
        for (var embed : operation.embedsByName().entrySet())
            tree.append(embed.getKey(), FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, embed.getValue()));
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
