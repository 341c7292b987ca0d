package dev.hob.node.code;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jgit.attributes.Attribute;
import org.eclipse.jgit.attributes.AttributesNode;
import org.eclipse.jgit.attributes.AttributesRule;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;

/// Which files machines wrote, or others elsewhere: as `.gitattributes` say (`linguist-generated`,
/// `linguist-vendored`),
/// else by well-known names. Owned by one thread.
public final class Generated {
    private static final int FOLDERS_MAX = 300;
    private static final int ATTRIBUTES_BYTES_MAX = 64 * 1024;
    private static final Set<String> LOCKS = Set.of(
            "package-lock.json",
            "npm-shrinkwrap.json",
            "yarn.lock",
            "pnpm-lock.yaml",
            "bun.lock",
            "bun.lockb",
            "deno.lock",
            "cargo.lock",
            "go.sum",
            "composer.lock",
            "gemfile.lock",
            "poetry.lock",
            "pdm.lock",
            "uv.lock",
            "pipfile.lock",
            "flake.lock",
            "mix.lock",
            "pubspec.lock",
            "packages.lock.json",
            "gradle.lockfile",
            "podfile.lock",
            "cartfile.resolved",
            "package.resolved",
            ".terraform.lock.hcl");
    private static final Pattern MADE = Pattern.compile(
            ".*(\\.min\\.(js|css|mjs)|\\.(js|css)\\.map|\\.pb\\.go|\\.pb\\.(cc|h)|_pb2(_grpc)?\\.py|\\.designer\\.cs"
                    + "|\\.g\\.dart|\\.snap)");

    private final ObjectReader reader;
    private final ObjectId tree;
    private final Map<String, List<AttributesRule>> rules = new HashMap<>();

    public Generated(ObjectReader reader, ObjectId tree) {
        this.reader = reader;
        this.tree = tree;
    }

    /// Whether few want to read what changed in a file.
    public boolean is(String path) throws IOException {
        var said = said(path);
        if (said.isPresent()) return said.get();
        String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return LOCKS.contains(name) || MADE.matcher(name).matches();
    }

    /// What the project says itself: the deepest folder's word counts, and of that the last.
    private Optional<Boolean> said(String path) throws IOException {
        for (int slash = path.lastIndexOf('/'); ; slash = path.lastIndexOf('/', slash - 1)) {
            String folder = slash < 0 ? "" : path.substring(0, slash);
            var rules = in(folder);
            String rest = slash < 0 ? path : path.substring(slash + 1);
            for (var rule : rules.reversed()) {
                var value = rule.getAttributes().stream()
                        .filter(it -> it.getKey().equals("linguist-generated")
                                || it.getKey().equals("linguist-vendored"))
                        .findFirst();
                if (value.isPresent() && rule.isMatch(rest, false)) return Optional.of(isOn(value.get()));
            }
            if (slash < 0) return Optional.empty();
        }
    }

    private static boolean isOn(Attribute attribute) {
        return switch (attribute.getState()) {
            case SET -> true;
            case CUSTOM -> !"false".equalsIgnoreCase(attribute.getValue());
            case UNSET, UNSPECIFIED -> false;
        };
    }

    private List<AttributesRule> in(String folder) throws IOException {
        var known = rules.get(folder);
        if (known != null) return known;
        if (rules.size() >= FOLDERS_MAX) return List.of();
        var read = read(folder.isEmpty() ? Constants.DOT_GIT_ATTRIBUTES : folder + "/" + Constants.DOT_GIT_ATTRIBUTES);
        rules.put(folder, read);
        return read;
    }

    private List<AttributesRule> read(String path) throws IOException {
        try (var found = TreeWalk.forPath(reader, path, tree)) {
            if (found == null || found.getFileMode(0).getObjectType() != Constants.OBJ_BLOB) return List.of();
            var loader = reader.open(found.getObjectId(0), Constants.OBJ_BLOB);
            if (loader.getSize() > ATTRIBUTES_BYTES_MAX) return List.of();
            var node = new AttributesNode();
            node.parse(new ByteArrayInputStream(loader.getCachedBytes(ATTRIBUTES_BYTES_MAX)));
            return List.copyOf(node.getRules());
        }
    }
}
