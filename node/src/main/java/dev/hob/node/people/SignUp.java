package dev.hob.node.people;

import java.util.Arrays;
import java.util.Optional;

/// Who may make an account. An administrator's link works under each.
public enum SignUp {
    /// Administrators make accounts, or hand out links.
    CLOSED("closed"),
    /// Everybody who has an account may hand out links.
    INVITATION("invitation"),
    /// Anyone.
    OPEN("open");

    private final String text;

    SignUp(String text) {
        this.text = text;
    }

    /// The word as the settings write it.
    public String text() {
        return text;
    }

    /// The policy of a word.
    public static Optional<SignUp> of(String text) {
        return Arrays.stream(values()).filter(it -> it.text.equals(text)).findFirst();
    }
}
