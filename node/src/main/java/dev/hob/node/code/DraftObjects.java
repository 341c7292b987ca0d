package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.node.language.Messages;
import dev.hob.node.language.Sentence;
import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.internal.submodule.SubmoduleValidator;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.transport.PackParser;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/// Objects that are made in memory over those of a repository, and written only when somebody wants to keep
/// them. Owned by one thread.
public final class DraftObjects extends ObjectInserter {
    private static final long BYTES_MAX = 64L << 20;

    /// More was made than is kept in memory.
    static final class TooMany extends IOException {
        private static final long serialVersionUID = 1L;

        TooMany() {
            super("more than " + BYTES_MAX + " bytes are made at once");
        }

        /// Words for whoever asked for it.
        Sentence told() {
            return Messages.later("code.made-bytes-max", BYTES_MAX);
        }
    }

    private final Repository repository;
    private final Map<ObjectId, ObjectLoader> drafts = new HashMap<>();
    private long bytes;

    private DraftObjects(Repository repository) {
        this.repository = repository;
    }

    /// Nothing yet, over a repository.
    public static DraftObjects over(Repository repository) {
        return new DraftObjects(repository);
    }

    @Override
    public ObjectId insert(int type, byte[] data, int offset, int length) throws IOException {
        var id = idFor(type, data, offset, length);
        if (drafts.containsKey(id)) return id;
        bytes += length;
        if (bytes > BYTES_MAX) throw new TooMany();
        byte[] own = new byte[length];
        System.arraycopy(data, offset, own, 0, length);
        drafts.put(id, new ObjectLoader.SmallObject(type, own));
        return id;
    }

    @Override
    public ObjectId insert(int type, long length, InputStream in) throws IOException {
        if (bytes + length > BYTES_MAX) throw new TooMany();
        byte[] data = in.readNBytes(Math.toIntExact(length));
        if (data.length != length) throw new IOException("an object ended after " + data.length + " bytes");
        return insert(type, data, 0, data.length);
    }

    /// Writes a commit, and what it needs of what was made here, as one pack. What is there already, or was only
    /// a step on the way, is left out. Checked as a push is.
    public void keep(ObjectId commit) throws IOException {
        try (var inserter = new CheckedInserter(Storage.inserter(repository));
                var reader = newReader()) {
            var seen = new HashSet<ObjectId>();
            var open = new ArrayDeque<ObjectId>(List.of(commit.copy()));
            while (!open.isEmpty()) {
                var id = open.pop();
                var draft = drafts.get(id);
                if (draft == null || !seen.add(id)) continue;
                switch (draft.getType()) {
                    case Constants.OBJ_COMMIT -> {
                        var parsed = RevCommit.parse(draft.getCachedBytes());
                        open.push(parsed.getTree().copy());
                        for (var parent : parsed.getParents()) open.push(parent.copy());
                    }
                    case Constants.OBJ_TREE -> {
                        var parser = new CanonicalTreeParser();
                        for (parser.reset(reader, id); !parser.eof(); parser.next(1)) {
                            if (parser.getEntryFileMode().equals(FileMode.GITLINK)) continue;
                            open.push(parser.getEntryObjectId());
                            if (parser.getEntryPathString().equals(Constants.DOT_GIT_MODULES))
                                checkModules(parser.getEntryObjectId());
                        }
                    }
                    default -> {}
                }
                inserter.insert(draft.getType(), draft.getCachedBytes());
            }
            inserter.checkAttributes();
            inserter.flush();
        }
    }

    /// Two good lists of modules may make a bad one together.
    private void checkModules(ObjectId blob) throws IOException {
        var draft = drafts.get(blob);
        if (draft == null || draft.getType() != Constants.OBJ_BLOB) return;
        try {
            SubmoduleValidator.assertValidGitModulesFile(new String(draft.getCachedBytes(), UTF_8));
        } catch (SubmoduleValidator.SubmoduleValidationException e) {
            throw new CorruptObjectException(Constants.DOT_GIT_MODULES + ": " + e.getMessage());
        }
    }

    @Override
    public ObjectReader newReader() {
        return new Overlay(repository.newObjectReader());
    }

    @Override
    public PackParser newPackParser(InputStream in) {
        throw new UnsupportedOperationException("packs are not drafts");
    }

    /// Keeps nothing: that is [#keep]'s.
    @Override
    public void flush() {}

    @Override
    public void close() {
        drafts.clear();
    }

    /// Reads drafts first, then the repository.
    private final class Overlay extends ObjectReader.Filter {
        private final ObjectReader below;

        Overlay(ObjectReader below) {
            this.below = below;
        }

        @Override
        protected ObjectReader delegate() {
            return below;
        }

        @Override
        public ObjectReader newReader() {
            return DraftObjects.this.newReader();
        }

        @Override
        public boolean has(AnyObjectId id) throws IOException {
            return drafts.containsKey(id.toObjectId()) || below.has(id);
        }

        @Override
        public boolean has(AnyObjectId id, int type) throws IOException {
            return drafts.containsKey(id.toObjectId()) || below.has(id, type);
        }

        @Override
        public ObjectLoader open(AnyObjectId id) throws IOException {
            return open(id, OBJ_ANY);
        }

        @Override
        public ObjectLoader open(AnyObjectId id, int type) throws IOException {
            var draft = drafts.get(id.toObjectId());
            return draft == null ? below.open(id, type) : draft;
        }

        @Override
        public long getObjectSize(AnyObjectId id, int type) throws IOException {
            var draft = drafts.get(id.toObjectId());
            return draft == null ? below.getObjectSize(id, type) : draft.getSize();
        }

        @Override
        public ObjectInserter getCreatedFromInserter() {
            return DraftObjects.this;
        }
    }
}
