package dev.hob.search.chunk;

import java.util.List;

/// What a file defines: by its language's grammar where there is one, else by how its lines begin. Pure.
public final class Definitions {
    /// The most that is taken from one file.
    public static final int MAX = 5_000;

    private Definitions() {}

    /// In the order of their beginnings, an outer one before those within.
    public static List<Definition> of(String path, String text) {
        String language = FileLanguages.of(path);
        // JSX is not what the grammar of TypeScript takes.
        boolean hasGrammar = !path.endsWith(".tsx");
        var parsed = hasGrammar ? Grammars.definitions(language, text) : List.<Definition>of();
        return parsed.isEmpty() ? Declarations.of(language, text) : parsed;
    }
}
