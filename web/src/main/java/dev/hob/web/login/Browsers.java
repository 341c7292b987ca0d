package dev.hob.web.login;

import static dev.hob.web.text.Messages.text;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Says what a `User-Agent` header means to people: `Firefox on Linux`. Browsers claim to be each other, so the order
/// matters.
final class Browsers {
    private static final int SHOWN_CHARACTERS_MAX = 60;
    private static final Map<String, String> NAMES = new LinkedHashMap<>();
    private static final Map<String, String> SYSTEMS = new LinkedHashMap<>();

    static {
        NAMES.put("Edg/", "Edge");
        NAMES.put("OPR/", "Opera");
        NAMES.put("Firefox/", "Firefox");
        NAMES.put("FxiOS/", "Firefox");
        NAMES.put("CriOS/", "Chrome");
        NAMES.put("HeadlessChrome/", "Chrome");
        NAMES.put("Chrome/", "Chrome");
        NAMES.put("Safari/", "Safari");
        NAMES.put("curl/", "curl");
        SYSTEMS.put("Android", "Android");
        SYSTEMS.put("iPhone", "iPhone");
        SYSTEMS.put("iPad", "iPad");
        SYSTEMS.put("Windows", "Windows");
        SYSTEMS.put("Mac OS X", "macOS");
        SYSTEMS.put("CrOS", "ChromeOS");
        SYSTEMS.put("Linux", "Linux");
    }

    private Browsers() {}

    /// The browser's name, as far as it can be told.
    static String named(String agent) {
        if (agent.isBlank()) return text("login.browser-without-a-name");
        var browser = first(NAMES, agent);
        var system = first(SYSTEMS, agent);
        if (browser.isPresent() && system.isPresent())
            return text("login.browser-on-system", browser.get(), system.get());
        return browser.orElseGet(() -> agent.substring(0, Math.min(agent.length(), SHOWN_CHARACTERS_MAX)));
    }

    private static Optional<String> first(Map<String, String> known, String agent) {
        return known.entrySet().stream()
                .filter(it -> agent.contains(it.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
