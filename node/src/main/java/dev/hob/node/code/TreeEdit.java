package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.util.RawParseUtils;

/// A tree that is being changed: only the folders that a change touches are read and written anew. Owned by one
/// thread. Names are bytes and need not be UTF-8: here each byte is a character (*raw*), so that none is changed
/// on its way.
final class TreeEdit {
    /// What a name in a folder leads to.
    record Entry(FileMode mode, ObjectId id) {
        boolean isFolder() {
            return mode.equals(FileMode.TREE);
        }
    }

    /// A file stands where a folder must be.
    static final class InTheWay extends Exception {
        private static final long serialVersionUID = 1L;

        InTheWay(String path) {
            super(path);
        }
    }

    private final ObjectReader reader;
    private final Folder root;

    TreeEdit(ObjectReader reader, Optional<ObjectId> tree) throws IOException {
        this.reader = reader;
        this.root = folder(tree);
    }

    /// A folder: names as they were or are to be, and the folders below that were opened.
    private record Folder(TreeMap<String, Entry> entries, Map<String, Folder> open) {}

    private Folder folder(Optional<ObjectId> tree) throws IOException {
        var entries = new TreeMap<String, Entry>();
        if (tree.isPresent()) {
            var parser = new CanonicalTreeParser();
            for (parser.reset(reader, tree.get()); !parser.eof(); parser.next(1)) {
                var entry = new Entry(parser.getEntryFileMode(), parser.getEntryObjectId());
                entries.put(name(parser), entry);
            }
        }
        return new Folder(entries, new TreeMap<>());
    }

    /// The name of an entry, each of its bytes as a character.
    static String name(CanonicalTreeParser parser) {
        return new String(parser.getEntryPathBuffer(), parser.getNameOffset(), parser.getNameLength(), ISO_8859_1);
    }

    /// The bytes of a path, each as a character.
    static String raw(String path) {
        return new String(path.getBytes(UTF_8), ISO_8859_1);
    }

    /// A path whose bytes are characters, as people read it.
    static String readable(String raw) {
        return RawParseUtils.decode(raw.getBytes(ISO_8859_1));
    }

    /// What a path leads to now.
    Optional<Entry> at(CodePath path) throws IOException {
        return at(raw(path.value()));
    }

    /// What a path of raw names leads to now.
    Optional<Entry> at(String path) throws IOException {
        var folder = root;
        String[] names = path.split("/", -1);
        for (int i = 0; i < names.length - 1; i++) {
            var next = open(folder, names[i]);
            if (next.isEmpty()) return Optional.empty();
            folder = next.get();
        }
        return Optional.ofNullable(folder.entries().get(names[names.length - 1]));
    }

    private Optional<Folder> open(Folder in, String name) throws IOException {
        var opened = in.open().get(name);
        if (opened != null) return Optional.of(opened);
        var entry = in.entries().get(name);
        if (entry == null || !entry.isFolder()) return Optional.empty();
        var folder = folder(Optional.of(entry.id()));
        in.open().put(name, folder);
        return Optional.of(folder);
    }

    /// Puts a file at a path, and the folders that lead there.
    void put(CodePath path, FileMode mode, ObjectId blob) throws IOException, InTheWay {
        put(raw(path.value()), mode, blob);
    }

    /// Puts a file at a path of raw names, and the folders that lead there.
    void put(String path, FileMode mode, ObjectId blob) throws IOException, InTheWay {
        var folder = root;
        String[] names = path.split("/", -1);
        for (int i = 0; i < names.length - 1; i++) {
            var next = open(folder, names[i]);
            if (next.isEmpty()) {
                if (folder.entries().containsKey(names[i]))
                    throw new InTheWay(readable(String.join("/", List.of(names).subList(0, i + 1))));
                next = Optional.of(folder(Optional.empty()));
                folder.open().put(names[i], next.get());
                folder.entries().put(names[i], new Entry(FileMode.TREE, ObjectId.zeroId()));
            }
            folder = next.get();
        }
        String name = names[names.length - 1];
        var before = folder.entries().get(name);
        if (before != null && before.isFolder()) throw new InTheWay(readable(path));
        folder.entries().put(name, new Entry(mode, blob));
    }

    /// Takes away what is at a path, and folders that are empty then.
    void remove(CodePath path) throws IOException {
        remove(raw(path.value()));
    }

    /// Takes away what is at a path of raw names, and folders that are empty then.
    void remove(String path) throws IOException {
        remove(root, path.split("/", -1), 0);
    }

    private void remove(Folder folder, String[] names, int at) throws IOException {
        if (at == names.length - 1) {
            folder.entries().remove(names[at]);
            return;
        }
        var below = open(folder, names[at]);
        if (below.isEmpty()) return;
        remove(below.get(), names, at + 1);
        if (below.get().entries().isEmpty()) {
            folder.entries().remove(names[at]);
            folder.open().remove(names[at]);
        }
    }

    /// Writes the folders that were opened; gives the root.
    ObjectId write(ObjectInserter inserter) throws IOException {
        return write(root, inserter);
    }

    private static ObjectId write(Folder folder, ObjectInserter inserter) throws IOException {
        for (var below : folder.open().entrySet())
            folder.entries().put(below.getKey(), new Entry(FileMode.TREE, write(below.getValue(), inserter)));
        // Git sorts the bytes of names, and a folder's as if a slash stood behind it.
        var sorted = new TreeMap<String, Map.Entry<String, Entry>>();
        for (var line : folder.entries().entrySet())
            sorted.put(line.getValue().isFolder() ? line.getKey() + "/" : line.getKey(), line);
        var tree = new TreeFormatter();
        for (var line : sorted.values())
            tree.append(
                    line.getKey().getBytes(ISO_8859_1),
                    line.getValue().mode(),
                    line.getValue().id());
        return inserter.insert(tree);
    }
}
