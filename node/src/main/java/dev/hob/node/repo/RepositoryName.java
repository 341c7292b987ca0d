package dev.hob.node.repo;

import dev.hob.node.language.Messages;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The rule for names of repositories: letters, digits and `-_.`, at most 100, compared without case.
public final class RepositoryName {
    private static final int CHARACTERS_MAX = 100;
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

    private RepositoryName() {}

    /// How a name is compared. What no name is made of stays as it is: the sign for kelvin must not become a k.
    public static String key(String name) {
        return SHAPE.matcher(name).matches() ? name.toLowerCase(Locale.ROOT) : name;
    }

    /// Why a name cannot be taken, in words for the one who asked; empty when it is fine.
    public static Optional<String> objection(String name) {
        if (name.isEmpty() || name.length() > CHARACTERS_MAX)
            return Optional.of(Messages.text("repo.name-characters", CHARACTERS_MAX));
        String key = key(name);
        if (!SHAPE.matcher(name).matches() || name.contains("..") || key.endsWith(".git") || key.endsWith(".lock"))
            return Optional.of(Messages.text("repo.name-is-made-of"));
        return Optional.empty();
    }
}
