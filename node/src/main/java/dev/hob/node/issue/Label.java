package dev.hob.node.issue;

/// A label that a project knows, and how it looks. Issues may carry others.
///
/// @param color six hexadecimal digits, RGB
public record Label(String name, String color, String description) {
    /// How one looks that nobody described.
    public static final String PLAIN = "8a8f98";

    /// One that issues carry and nobody described.
    public static Label plain(String name) {
        return new Label(name, PLAIN, "");
    }

    /// A number for clients that know labels by number: made of the name, so that it never changes.
    public long number() {
        return Handles.ofText(name);
    }
}
