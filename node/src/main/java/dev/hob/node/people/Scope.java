package dev.hob.node.people;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What a token may do, in Gitea's words. Writing includes reading.
public enum Scope {
    ALL("all"),
    READ_REPOSITORY("read:repository"),
    WRITE_REPOSITORY("write:repository"),
    READ_ISSUE("read:issue"),
    WRITE_ISSUE("write:issue"),
    READ_NOTIFICATION("read:notification"),
    WRITE_NOTIFICATION("write:notification"),
    READ_USER("read:user"),
    WRITE_USER("write:user"),
    READ_ACTIVITYPUB("read:activitypub"),
    WRITE_ACTIVITYPUB("write:activitypub"),
    READ_ADMIN("read:admin"),
    WRITE_ADMIN("write:admin");

    private final String text;

    Scope(String text) {
        this.text = text;
    }

    /// The word as the API and the command line write it.
    public String text() {
        return text;
    }

    /// The scope of a word.
    public static Optional<Scope> of(String text) {
        return Arrays.stream(values()).filter(s -> s.text.equals(text)).findFirst();
    }

    /// Whether having these scopes is enough to do what needs this one.
    public boolean isIn(Set<Scope> held) {
        if (held.contains(ALL) || held.contains(this)) return true;
        return switch (this) {
            case READ_REPOSITORY -> held.contains(WRITE_REPOSITORY);
            case READ_ISSUE -> held.contains(WRITE_ISSUE);
            case READ_NOTIFICATION -> held.contains(WRITE_NOTIFICATION);
            case READ_USER -> held.contains(WRITE_USER);
            case READ_ACTIVITYPUB -> held.contains(WRITE_ACTIVITYPUB);
            case READ_ADMIN -> held.contains(WRITE_ADMIN);
            case ALL, WRITE_REPOSITORY, WRITE_ISSUE, WRITE_NOTIFICATION, WRITE_USER, WRITE_ACTIVITYPUB, WRITE_ADMIN ->
                false;
        };
    }

    /// Every scope there is.
    public static Set<Scope> everything() {
        return EnumSet.of(ALL);
    }
}
