package dev.hob.federation.vocab;

import java.util.Optional;
import java.util.regex.Pattern;

/// `host-meta`: where a host's WebFinger is (RFC 6415), asked when it is not in its usual place. Immutable.
public record HostMeta(String template) {
    private static final int CHARACTERS_MAX = 64 * 1024;
    private static final Pattern LINK = Pattern.compile("<Link\\s([^<>]*+)>");
    private static final Pattern REL = Pattern.compile("\\brel\\s*=\\s*[\"']lrdd[\"']");
    private static final Pattern TEMPLATE = Pattern.compile("\\btemplate\\s*=\\s*[\"']([^\"'<>]*+)[\"']");

    public HostMeta {
        if (!isUsable(template)) throw new IllegalArgumentException("not a template with {uri}: " + template);
    }

    /// That of a host whose WebFinger is in its usual place.
    public static HostMeta of(Id.Origin origin) {
        boolean plain = origin.port() == (origin.scheme().equals("https") ? 443 : 80);
        String host = plain ? origin.host() : origin.host() + ":" + origin.port();
        return new HostMeta(origin.scheme() + "://" + host + "/.well-known/webfinger?resource={uri}");
    }

    /// Finds the template in another host's answer. No XML parser, so no entities and nothing to load.
    public static Optional<HostMeta> read(String xml) {
        if (xml.length() > CHARACTERS_MAX) return Optional.empty();
        return LINK.matcher(xml)
                .results()
                .map(link -> link.group(1))
                .filter(attributes -> REL.matcher(attributes).find())
                .flatMap(attributes -> TEMPLATE.matcher(attributes).results())
                .map(found -> found.group(1).replace("&amp;", "&"))
                .filter(HostMeta::isUsable)
                .map(HostMeta::new)
                .findFirst();
    }

    /// The document, an XRD.
    public String write() {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">
                  <Link rel="lrdd" template="%s"/>
                </XRD>
                """.formatted(template.replace("&", "&amp;"));
    }

    private static boolean isUsable(String template) {
        return template.contains("{uri}")
                && Id.of(template.replace("{uri}", "x")).isPresent();
    }
}
