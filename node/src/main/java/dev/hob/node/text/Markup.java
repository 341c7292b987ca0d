package dev.hob.node.text;

import java.util.Locale;
import java.util.Optional;

/// What people write files for reading in, by the end of the file's name.
public enum Markup {
    /// CommonMark and what forges add to it: [Markdown].
    MARKDOWN,
    /// That of Emacs' Org mode.
    ORG,
    /// That of Asciidoctor.
    ASCIIDOC;

    private static final String SIGNATURE = "-----BEGIN PGP ";

    /// That of a file with this text; empty when it is in none of them. What OpenPGP signs and encrypts has files of
    /// the same end as some of AsciiDoc.
    public static Optional<Markup> of(String name, String text) {
        return of(name).filter(_ -> !text.startsWith(SIGNATURE));
    }

    /// That of a file; empty when it is in none of them.
    ///
    /// @param name of the file, or its path
    public static Optional<Markup> of(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
            case "md", "markdown" -> Optional.of(MARKDOWN);
            case "org" -> Optional.of(ORG);
            case "adoc", "asciidoc", "asc" -> Optional.of(ASCIIDOC);
            default -> Optional.empty();
        };
    }
}
