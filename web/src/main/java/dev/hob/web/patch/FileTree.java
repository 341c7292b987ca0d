package dev.hob.web.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// The files of a change in their folders, for a list at the side.
///
/// @param depth how many folders it is in
/// @param name of a file, or of a folder with those above that have nothing else
/// @param file what is known of it; none for a folder
public record FileTree(int depth, String name, List<FileLook> file) {
    private static final int DEPTH_MAX = 8;

    public FileTree {
        file = List.copyOf(file);
    }

    private static final class Folder {
        private final TreeMap<String, Folder> folders = new TreeMap<>();
        private final List<FileLook> files = new ArrayList<>();
    }

    /// All lines of the list.
    static List<FileTree> of(List<FileLook> files) {
        var root = new Folder();
        for (var file : files) {
            var at = root;
            String[] names = file.file().path().split("/", -1);
            for (int i = 0; i < names.length - 1; i++) at = at.folders.computeIfAbsent(names[i], _ -> new Folder());
            at.files.add(file);
        }
        var lines = new ArrayList<FileTree>();
        tell(root, 0, lines);
        return lines;
    }

    private static void tell(Folder folder, int depth, List<FileTree> lines) {
        for (var below : folder.folders.entrySet()) {
            String name = below.getKey();
            var in = below.getValue();
            while (in.files.isEmpty() && in.folders.size() == 1) {
                name += "/" + in.folders.firstKey();
                in = in.folders.firstEntry().getValue();
            }
            lines.add(new FileTree(Math.min(depth, DEPTH_MAX), name + "/", List.of()));
            tell(in, depth + 1, lines);
        }
        for (var file : folder.files) {
            String path = file.file().path();
            lines.add(
                    new FileTree(Math.min(depth, DEPTH_MAX), path.substring(path.lastIndexOf('/') + 1), List.of(file)));
        }
    }
}
