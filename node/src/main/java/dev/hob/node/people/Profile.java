package dev.hob.node.people;

import dev.hob.node.language.Messages;
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
        line(displayName, "name").ifPresent(it -> told.put("displayName", it));
        line(location, "place").ifPresent(it -> told.put("location", it));
        if (bio.length() > BIO_CHARACTERS_MAX)
            told.put("bio", Messages.text("people.bio-characters-max", bio.length(), BIO_CHARACTERS_MAX));
        else if (hasTricks(bio.replace('\n', ' '))) told.put("bio", Messages.text("people.bio-cannot-be-shown"));
        websiteObjection().ifPresent(it -> told.put("website", it));
        return told;
    }

    private static Optional<String> line(String text, String what) {
        if (text.length() > LINE_CHARACTERS_MAX)
            return Optional.of(Messages.text("people.line-characters-max", what, LINE_CHARACTERS_MAX));
        return hasTricks(text) ? Optional.of(Messages.text("people.line-cannot-be-shown", what)) : Optional.empty();
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
        var wrong = Optional.of(Messages.text("people.link-begins-with"));
        if (website.length() > WEBSITE_CHARACTERS_MAX)
            return Optional.of(Messages.text("people.link-characters-max", WEBSITE_CHARACTERS_MAX));
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
