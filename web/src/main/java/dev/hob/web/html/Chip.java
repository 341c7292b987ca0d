package dev.hob.web.html;

import dev.hob.node.issue.Label;

/// A label on a page.
///
/// @param color six hexadecimal digits
public record Chip(String name, String color, String description) {
    /// The chip of a label. What is no colour is shown in none.
    public static Chip of(Label label) {
        boolean sound = label.color().matches("[0-9a-f]{6}");
        return new Chip(label.name(), sound ? label.color() : Label.PLAIN, label.description());
    }

    /// How it is styled: [Chips#style] has a rule for it.
    public String look() {
        return "chip k-" + color;
    }
}
