package dev.hob.cli;

import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.TreeFormatter;

/// A folder that is changed file by file and written as git's trees; what did not change is not written again.
final class DemoTree {
    /// As git sorts: a folder as if a slash ended its name.
    private static final Comparator<Map.Entry<String, DemoTree>> GIT_ORDER = Comparator.comparing(
            entry -> entry.getKey() + (entry.getValue().file.isPresent() ? "" : "/"));

    private final TreeMap<String, DemoTree> inside = new TreeMap<>();
    private Optional<ObjectId> file = Optional.empty();
    private Optional<ObjectId> written = Optional.empty();

    /// The same folder, to go another way from here.
    DemoTree copy() {
        var copy = new DemoTree();
        inside.forEach((name, tree) -> copy.inside.put(name, tree.copy()));
        copy.file = file;
        copy.written = written;
        return copy;
    }

    void put(String path, ObjectId blob) {
        written = Optional.empty();
        int slash = path.indexOf('/');
        var next = inside.computeIfAbsent(slash < 0 ? path : path.substring(0, slash), _ -> new DemoTree());
        if (slash < 0) next.file = Optional.of(blob);
        else next.put(path.substring(slash + 1), blob);
    }

    ObjectId write(ObjectInserter inserter) throws IOException {
        if (written.isPresent()) return written.get();
        var formatter = new TreeFormatter();
        for (var entry : inside.entrySet().stream().sorted(GIT_ORDER).toList()) {
            var tree = entry.getValue();
            if (tree.file.isPresent()) formatter.append(entry.getKey(), FileMode.REGULAR_FILE, tree.file.get());
            else formatter.append(entry.getKey(), FileMode.TREE, tree.write(inserter));
        }
        var id = inserter.insert(formatter);
        written = Optional.of(id);
        return id;
    }
}
