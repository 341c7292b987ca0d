package dev.hob.web.federation;

import java.util.Locale;

/// Which form of a thing somebody asks for: the document for servers, or the page for people. Stateless.
final class Accepted {
    private static final int LENGTH_MAX = 2_000;

    private Accepted() {}

    /// Whether a server asks, as far as it says what it takes: servers name the document first, browsers never do.
    static boolean prefersDocument(String accept) {
        return quality(accept, true) > quality(accept, false);
    }

    /// Whether a browser asks.
    static boolean prefersPage(String accept) {
        return quality(accept, false) > quality(accept, true);
    }

    /// How much somebody would like a form (RFC 9110 §12.5.1), in thousandths. `*/*` says nothing about either.
    private static int quality(String accept, boolean document) {
        int best = 0;
        String cut = accept.length() > LENGTH_MAX ? accept.substring(0, LENGTH_MAX) : accept;
        for (String range : cut.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = range.split(";", -1);
            String type = parts[0].strip();
            boolean matches = document
                    ? type.equals("application/activity+json") || type.equals("application/ld+json")
                    : type.equals("text/html") || type.equals("application/xhtml+xml");
            if (matches) best = Math.max(best, weight(parts));
        }
        return best;
    }

    private static int weight(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (!parameter.startsWith("q=")) continue;
            try {
                return (int) (1000
                        * Math.clamp(Double.parseDouble(parameter.substring(2).strip()), 0.0, 1.0));
            } catch (NumberFormatException _) {
                return 0; // Whatever that is, it is no wish.
            }
        }
        return 1000;
    }
}
