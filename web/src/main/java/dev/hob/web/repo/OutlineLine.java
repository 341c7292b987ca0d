package dev.hob.web.repo;

import dev.hob.search.chunk.ChunkKind;
import dev.hob.search.chunk.Chunker;
import dev.hob.search.chunk.Definition;
import dev.hob.search.chunk.Definitions;
import dev.hob.search.chunk.FileRole;
import java.util.ArrayList;
import java.util.List;

/// Something that a file defines, or a heading, as its outline lists it.
///
/// @param depth how deep it stands in others, from 0
/// @param line counted from 1
/// @param type whether it is a type, and not a function
public record OutlineLine(String name, int depth, int line, boolean type) {
    private static final int LINES_MAX = 500;
    private static final int DEPTH_MAX = 5;

    /// Of a file, in its order; nothing of what nobody wrote to be read.
    static List<OutlineLine> of(String path, String text) {
        if (!FileRole.of(path, text, false).isRead()) return List.of();
        var definitions = Definitions.of(path, text);
        var lines = new ArrayList<OutlineLine>();
        var open = new ArrayList<Definition>();
        for (var each : definitions) {
            while (!open.isEmpty() && open.getLast().lastLine() < each.firstLine()) open.removeLast();
            lines.add(new OutlineLine(
                    each.name(), Math.min(open.size(), DEPTH_MAX), each.line(), each.kind() == ChunkKind.TYPE));
            open.add(each);
            if (lines.size() == LINES_MAX) break;
        }
        if (lines.isEmpty())
            for (var chunk : Chunker.chunks(path, text, definitions)) {
                if (chunk.kind() != ChunkKind.SECTION || chunk.name().isEmpty() || lines.size() == LINES_MAX) continue;
                int depth = chunk.scope().isEmpty() ? 0 : chunk.scope().split("\\.").length;
                lines.add(new OutlineLine(chunk.name(), Math.min(depth, DEPTH_MAX), chunk.firstLine(), false));
            }
        return List.copyOf(lines);
    }
}
