package dev.hob.node.people;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a person tells about themselves; each part may be empty.
public record Profile(String displayName, String bio, String website, String location) {
    /// How long a name, a place or a link may be.
    public static final int LINE_CHARACTERS_MAX = 100;

    /// How long a bio may be.
    public static final int BIO_CHARACTERS_MAX = 500;

    /// How long a link may be.
    public static final int WEBSITE_CHARACTERS_MAX = 200;

    /// Somebody who has told nothing.
    public static final Profile EMPTY = new Profile("", "", "", "");

    public Profile {
        displayName = displayName.strip();
        bio = bio.strip().replace("\r\n", "\n");
        website = website.strip();
        location = location.strip();
    }

    /// What cannot be kept, by part, in words for the one who typed it; empty when all is fine.
    public Map<String, String> objections() {
        var told = new LinkedHashMap<String, String>();
        line(displayName, "A name").ifPresent(it -> told.put("displayName", it));
        line(location, "A place").ifPresent(it -> told.put("location", it));
        if (bio.length() > BIO_CHARACTERS_MAX)
            told.put("bio", "This has " + bio.length() + " characters; " + BIO_CHARACTERS_MAX + " are the most.");
        else if (hasTricks(bio.replace('\n', ' '))) told.put("bio", "This has characters that cannot be shown.");
        websiteObjection().ifPresent(it -> told.put("website", it));
        return told;
    }

    private static Optional<String> line(String text, String what) {
        if (text.length() > LINE_CHARACTERS_MAX)
            return Optional.of(what + " has at most " + LINE_CHARACTERS_MAX + " characters.");
        return hasTricks(text) ? Optional.of(what + " has characters that cannot be shown.") : Optional.empty();
    }

    /// Control characters, and those that turn the direction of what stands after them: a name that holds one rewrites
    /// the line around it.
    private static boolean hasTricks(String text) {
        return text.codePoints()
                .anyMatch(c -> Character.isISOControl(c)
                        || (c >= 0x202a && c <= 0x202e)
                        || (c >= 0x2066 && c <= 0x2069)
                        || c == 0x2028
                        || c == 0x2029);
    }

    /// Anything but a page on the web could run, or lead into the reader's own machine.
    private Optional<String> websiteObjection() {
        if (website.isEmpty()) return Optional.empty();
        var wrong = Optional.of("A link begins with https:// or http:// and names a host.");
        if (website.length() > WEBSITE_CHARACTERS_MAX)
            return Optional.of("A link has at most " + WEBSITE_CHARACTERS_MAX + " characters.");
        try {
            var url = URI.create(website);
            boolean fine = url.getScheme() != null
                    && Set.of("http", "https").contains(url.getScheme())
                    && url.getHost() != null
                    && url.getUserInfo() == null;
            return fine ? Optional.empty() : wrong;
        } catch (IllegalArgumentException _) {
            return wrong; // Not a URL at all.
        }
    }
}
