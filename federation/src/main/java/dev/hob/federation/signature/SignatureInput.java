package dev.hob.federation.signature;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// One signature's line in `Signature-Input` (RFC 9421 §4.1): its label, what is covered, and the parameters.
/// `written` is everything behind the label as it came, for it is signed so.
record SignatureInput(String label, List<String> components, Map<String, String> parameters, String written) {
    private static final int LENGTH_MAX = 8 * 1024;
    private static final int COMPONENTS_MAX = 32;
    private static final Pattern LABEL = Pattern.compile("([a-z*][a-z0-9_.*-]{0,63})=(?=\\()");

    // A component with parameters of its own (`;sf`, `;req`, `;name=`) is one that no server sends.
    private static final Pattern COMPONENT = Pattern.compile(" *\"(@?[a-z0-9!#$%&'*+.^_`|~-]+)\"");
    private static final Pattern PARAMETER = Pattern.compile(
            " *; *([a-z*][a-z0-9_.*-]*)=(?:\"((?:[\\x20-\\x7e&&[^\"\\\\]]|\\\\[\"\\\\])*+)\"|(-?[0-9]{1,15}))");

    SignatureInput {
        components = List.copyOf(components);
        parameters = Map.copyOf(parameters);
    }

    /// Reads a field that holds exactly one signature (as Mastodon wants it: of several, which would count?).
    static SignatureInput parse(String field) {
        if (field.length() > LENGTH_MAX) throw Cavage.malformed("Signature-Input is too long");
        var matcher = LABEL.matcher(field);
        if (!matcher.lookingAt()) throw Cavage.malformed("Signature-Input cannot be read");
        String label = matcher.group(1);
        int begin = matcher.end();
        int at = begin + 1;
        var components = new ArrayList<String>();
        matcher.usePattern(COMPONENT);
        while (matcher.region(at, field.length()).lookingAt()) {
            components.add(matcher.group(1));
            at = matcher.end();
        }
        while (at < field.length() && field.charAt(at) == ' ') at++;
        if (at == field.length() || field.charAt(at) != ')' || components.size() > COMPONENTS_MAX)
            throw Cavage.malformed("the list of signed components cannot be read");
        at++;
        var parameters = new LinkedHashMap<String, String>();
        matcher.usePattern(PARAMETER);
        while (matcher.region(at, field.length()).lookingAt()) {
            String value = matcher.group(2) == null ? matcher.group(3) : "\"" + unescaped(matcher.group(2));
            if (parameters.put(matcher.group(1), value) != null)
                throw Cavage.malformed(matcher.group(1) + " is there twice");
            at = matcher.end();
        }
        if (at != field.length()) throw Cavage.malformed("Signature-Input holds more than one plain signature");
        return new SignatureInput(label, components, parameters, field.substring(begin));
    }

    /// A parameter that is a text.
    Optional<String> text(String name) {
        var value = Optional.ofNullable(parameters.get(name));
        if (value.isPresent() && !value.get().startsWith("\"")) throw Cavage.malformed(name + " is not a text");
        return value.map(text -> text.substring(1));
    }

    /// A parameter that is a time.
    Optional<Long> seconds(String name) {
        var value = Optional.ofNullable(parameters.get(name));
        if (value.isPresent() && value.get().startsWith("\"")) throw Cavage.malformed(name + " is not a number");
        return value.map(Long::parseLong);
    }

    private static String unescaped(String text) {
        return text.replaceAll("\\\\([\"\\\\])", "$1");
    }
}
