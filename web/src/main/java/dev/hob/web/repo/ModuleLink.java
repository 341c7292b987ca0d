package dev.hob.web.repo;

import dev.hob.web.html.Urls;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/// The page of a submodule, as far as its address for git tells it.
final class ModuleLink {
    private static final Pattern SCP = Pattern.compile("[A-Za-z0-9_.-]+@([A-Za-z0-9.-]+):(?!/)([^:]+)");
    private static final String ENDING = ".git";

    private ModuleLink() {}

    /// Its page, at a commit when it is on this node; empty when there is none to go to.
    ///
    /// @param url from `.gitmodules`
    /// @param path of the repository that has the submodule: `alice/tea`
    static Optional<String> of(String url, String path, String commit) {
        if (url.startsWith("./") || url.startsWith("../")) return within(url, path, commit);
        var scp = SCP.matcher(url);
        return scp.matches() ? page("https://" + scp.group(1) + "/" + scp.group(2)) : page(url);
    }

    private static Optional<String> within(String url, String path, String commit) {
        String[] names = URI.create("/" + Urls.path(path) + "/")
                .resolve(Urls.path(url))
                .getPath()
                .split("/", -1);
        if (names.length < 3 || !names[0].isEmpty()) return Optional.empty();
        String owner = names[1];
        String name = without(names[2]);
        boolean two = names.length == 3 || (names.length == 4 && names[3].isEmpty());
        if (!two || owner.isEmpty() || owner.startsWith(".") || name.isEmpty()) return Optional.empty();
        return Optional.of("/" + Urls.path(owner) + "/" + Urls.path(name) + "/src/commit/" + commit);
    }

    private static Optional<String> page(String url) {
        try {
            var from = new URI(url);
            String scheme = from.getScheme() == null ? "" : from.getScheme();
            boolean known =
                    scheme.equals("https") || scheme.equals("http") || scheme.equals("ssh") || scheme.equals("git");
            if (!known || from.getHost() == null || from.getRawPath() == null) return Optional.empty();
            boolean web = scheme.startsWith("http");
            // Neither who fetches nor how is anything to a browser.
            return Optional.of(new URI(
                            web ? scheme : "https",
                            null,
                            from.getHost(),
                            web ? from.getPort() : -1,
                            without(from.getPath()),
                            null,
                            null)
                    .toASCIIString());
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static String without(String name) {
        return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
    }
}
