package dev.hob.node.log;

import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// The id of a repository on this node, as in `/r/<id>`: random, lower case, never reused, the same after a rename.
public record RepositoryId(String value) {
    private static final int LENGTH = 20;
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final Pattern SHAPE = Pattern.compile("[a-z2-7]{" + LENGTH + "}");

    public RepositoryId {
        if (!SHAPE.matcher(value).matches()) throw new IllegalArgumentException("not a repository's id here: " + value);
    }

    /// A new one: 100 random bits.
    public static RepositoryId random(RandomGenerator random) {
        var text = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        return new RepositoryId(text.toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
