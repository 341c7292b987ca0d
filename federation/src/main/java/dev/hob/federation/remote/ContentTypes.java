package dev.hob.federation.remote;

import java.util.Locale;

/// Which content types are ActivityPub's. Stateless.
final class ContentTypes {
    static final String ACTIVITY = "application/activity+json";

    private static final String LINKED = "application/ld+json";
    private static final String PROFILE = "https://www.w3.org/ns/activitystreams";

    private ContentTypes() {}

    /// JSON-LD is only with the profile (ActivityPub §3.2).
    static boolean isActivity(String contentType) {
        String type = bare(contentType);
        return type.equals(ACTIVITY) || (type.equals(LINKED) && contentType.contains(PROFILE));
    }

    static boolean isJson(String contentType) {
        String type = bare(contentType);
        return type.equals("application/json") || type.endsWith("+json");
    }

    static String bare(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
