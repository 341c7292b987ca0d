package dev.hob.web.patch;

import dev.hob.node.code.Commit;
import java.util.List;
import java.util.stream.Collectors;

/// What a pull request may be called, and say, by what its commits say of themselves. Stateless.
public final class Suggested {
    private static final int LISTED_MAX = 50;

    private Suggested() {}

    /// The subject of a single commit, else the name of the branch.
    public static String title(String branch, List<Commit> commits) {
        if (commits.size() == 1) return commits.getFirst().subject();
        String name = branch.substring(Math.max(branch.lastIndexOf('/'), branch.lastIndexOf(':')) + 1)
                .replace('-', ' ')
                .replace('_', ' ')
                .strip();
        return name.isEmpty() ? branch : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /// The body of a single commit, else the subjects of all.
    public static String body(List<Commit> commits) {
        if (commits.size() == 1) return commits.getFirst().body();
        return commits.stream()
                .limit(LISTED_MAX)
                .map(it -> "- " + it.subject() + "\n")
                .collect(Collectors.joining());
    }
}
