package dev.hob.node.refs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.cob.Utf8Order;
import dev.hob.node.log.RepoId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/// The list of a namespace's refs, signed by the namespace's key and kept as a line of commits under
/// `refs/rad/sigrefs`. What it does not name is not the author's word.
///
/// @param refs object ids by name without the namespace, in order of the names' bytes
/// @param level how much the signature binds
public record SignedRefs(ObjectId commit, SortedMap<String, ObjectId> refs, Level level) {
    /// The ref that holds the list; never listed itself.
    public static final String REF = "refs/rad/sigrefs";

    private static final String PARENT = "refs/rad/sigrefs-parent";
    private static final String ROOT = "refs/rad/root";
    private static final String STAGING = "refs/tmp/heads/";
    private static final int REFS_BYTES_MAX = 64 * 1024 * 1024;
    private static final int HISTORY_MAX = 100_000;

    /// What the signature binds: the refs alone, the repository too, or also the list that came before.
    public enum Level {
        NONE,
        ROOT,
        PARENT
    }

    public SignedRefs {
        refs = Collections.unmodifiableSortedMap(refs);
    }

    /// How many bytes of lists may still be read. Owned by one thread.
    static final class Budget {
        private long left;

        Budget(long bytes) {
            this.left = bytes;
        }
    }

    /// A list that must not be believed; the message says why, for the log.
    public static final class Invalid extends Exception {
        Invalid(String message) {
            super(message);
        }
    }

    /// Whether a ref of a namespace belongs into its list.
    public static boolean listed(String name) {
        return !name.equals(REF) && !name.equals(PARENT) && !name.startsWith(STAGING);
    }

    /// Stores the next list. The caller flushes the inserter and moves the ref.
    ///
    /// @param refs every ref of the namespace that is [#listed]
    public static ObjectId write(
            ObjectInserter inserter,
            SigningKey key,
            SortedMap<String, ObjectId> refs,
            Optional<ObjectId> previous,
            Instant at)
            throws IOException {
        byte[] text = text(refs, previous);
        var tree = new TreeFormatter();
        tree.append("refs", FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, text));
        tree.append("signature", FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, key.sign(text)));
        String ident = "radicle <" + key.publicKey().nid() + "> " + at.getEpochSecond() + " +0000\n";
        String commit = "tree " + inserter.insert(tree).name() + "\n"
                + previous.map(p -> "parent " + p.name() + "\n").orElse("")
                + "author " + ident + "committer " + ident + "\nUpdate signed refs\n";
        return inserter.insert(Constants.OBJ_COMMIT, commit.getBytes(UTF_8));
    }

    private static byte[] text(SortedMap<String, ObjectId> refs, Optional<ObjectId> parent) {
        var out = new ByteArrayOutputStream(refs.size() * 64 + 128);
        byte[] id = new byte[Constants.OBJECT_ID_STRING_LENGTH];
        var all = new TreeMap<String, ObjectId>(Utf8Order.UTF8);
        all.putAll(refs);
        parent.ifPresent(p -> all.put(PARENT, p));
        all.forEach((name, target) -> {
            target.copyTo(id, 0);
            out.writeBytes(id);
            out.write(' ');
            out.writeBytes(name.getBytes(UTF_8));
            out.write('\n');
        });
        return out.toByteArray();
    }

    /// Reads and verifies the list whose newest commit this is, as any node must before it believes a namespace.
    ///
    /// @throws Invalid when the signature, the repository, the parent or the level is not what it must be
    public static SignedRefs read(ObjectReader reader, ObjectId tip, DidKey key, RepoId rid)
            throws IOException, Invalid {
        return read(reader, tip, key, rid, new Budget(Long.MAX_VALUE));
    }

    /// The same for what a stranger brings, who may have written a long history.
    static SignedRefs read(ObjectReader reader, ObjectId tip, DidKey key, RepoId rid, Budget budget)
            throws IOException, Invalid {
        try (var walk = new RevWalk(reader)) {
            var commit = walk.parseCommit(tip);
            var newest = one(reader, walk, commit, key, rid, budget);
            if (newest.level == Level.PARENT) return newest;
            return againstHistory(reader, walk, commit, newest, key, rid, budget);
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            throw new Invalid("signed refs with a hole: " + e.getMessage());
        } catch (CorruptObjectException e) {
            throw new Invalid("signed refs that are no commits and trees: " + e.getMessage());
        }
    }

    /// A list that does not bind its parent may be an old one, put back: look for a better level before it
    /// (downgrade)
    /// and for its own signature (replay). A replayed tip says nothing; then the newest list counts whose signature
    /// had
    /// not been seen before it.
    private static SignedRefs againstHistory(
            ObjectReader reader, RevWalk walk, RevCommit tip, SignedRefs newest, DidKey key, RepoId rid, Budget budget)
            throws IOException, Invalid {
        var signatures = new ArrayList<String>(); // Newest first, like the commits.
        var commits = new ArrayList<RevCommit>();
        for (var commit = tip; ; commit = walk.parseCommit(commit.getParent(0))) {
            if (commits.size() == HISTORY_MAX) throw new Invalid("signed refs with too long a history");
            if (one(reader, walk, commit, key, rid, budget).level.compareTo(newest.level) > 0)
                throw new Invalid("signed refs that bind less than those before them");
            signatures.add(HexFormat.of().formatHex(signature(reader, commit)));
            commits.add(commit);
            if (commit.getParentCount() == 0) break;
        }
        if (signatures.lastIndexOf(signatures.getFirst()) == 0) return newest;
        int answer = 0;
        while (signatures.lastIndexOf(signatures.get(answer)) != answer) answer++;
        return one(reader, walk, commits.get(answer), key, rid, budget);
    }

    private static SignedRefs one(
            ObjectReader reader, RevWalk walk, RevCommit commit, DidKey key, RepoId rid, Budget budget)
            throws IOException, Invalid {
        if (commit.getParentCount() > 1) throw new Invalid("signed refs with two parents");
        byte[] signature = signature(reader, commit);
        byte[] text = blob(reader, commit, "refs", (int) Math.min(REFS_BYTES_MAX, budget.left));
        budget.left -= text.length;
        var refs = parse(text);
        if (!key.verify(text(refs, Optional.empty()), signature))
            throw new Invalid("signed refs with a wrong signature");

        var level = Level.NONE;
        var root = refs.get(ROOT);
        if (root != null) {
            requireRepository(reader, walk, root, rid);
            level = Level.ROOT;
        }
        var parent = refs.remove(PARENT);
        boolean first = commit.getParentCount() == 0;
        if (parent != null && (first || !parent.equals(commit.getParent(0))))
            throw new Invalid("signed refs that name another parent");
        if (level == Level.ROOT && (first || parent != null)) level = Level.PARENT;
        return new SignedRefs(commit.copy(), refs, level);
    }

    /// Signed refs of one repository must not be grafted onto another.
    private static void requireRepository(ObjectReader reader, RevWalk walk, ObjectId root, RepoId rid)
            throws IOException, Invalid {
        try (var found = TreeWalk.forPath(
                reader, "embeds/radicle.json", walk.parseCommit(root).getTree())) {
            if (found == null) throw new Invalid("signed refs whose root carries no identity");
            byte[] id = new byte[Constants.OBJECT_ID_LENGTH];
            found.getObjectId(0).copyRawTo(id, 0);
            if (!RepoId.of(id).equals(rid)) throw new Invalid("signed refs of another repository");
        }
    }

    private static byte[] signature(ObjectReader reader, RevCommit commit) throws IOException, Invalid {
        return blob(reader, commit, "signature", 64);
    }

    private static byte[] blob(ObjectReader reader, RevCommit commit, String name, int bytesMax)
            throws IOException, Invalid {
        try (var found = TreeWalk.forPath(reader, name, commit.getTree())) {
            if (found == null) throw new Invalid("signed refs without " + name);
            var loader = reader.open(found.getObjectId(0), Constants.OBJ_BLOB);
            if (loader.getSize() > bytesMax) throw new Invalid("signed refs with too large a " + name);
            return loader.getBytes(bytesMax);
        }
    }

    private static TreeMap<String, ObjectId> parse(byte[] text) throws Invalid {
        var refs = new TreeMap<String, ObjectId>();
        for (String line : new String(text, UTF_8).lines().toList()) {
            int space = line.indexOf(' ');
            if (space != Constants.OBJECT_ID_STRING_LENGTH || !ObjectId.isId(line.substring(0, space)))
                throw new Invalid("signed refs with a line that is none");
            var id = ObjectId.fromString(line.getBytes(US_ASCII), 0);
            String name = line.substring(space + 1);
            if (!id.equals(ObjectId.zeroId()) && !name.equals(REF)) refs.put(name, id);
        }
        return refs;
    }
}
