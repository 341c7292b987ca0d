package dev.hob.web.api;

import dev.hob.keys.DidKey;
import dev.hob.node.repo.Repo;
import dev.hob.web.html.Avatar;
import dev.hob.web.html.Urls;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Addresses that answers carry.
///
/// @param base the node's own, without a slash behind it
record Links(String base) {
    /// Of the API, below a repository.
    String api(Repo repo, String... parts) {
        return base + "/api/v1/repos/" + Urls.path(repo.path()) + joined(parts);
    }

    /// Of a page, below a repository.
    String html(Repo repo, String... parts) {
        return base + "/" + Urls.path(repo.path()) + joined(parts);
    }

    /// Of the page of an account.
    String person(String name) {
        return base + "/" + Urls.path(name);
    }

    /// Of the picture of an account.
    String avatar(DidKey key) {
        return base + Avatar.url(key);
    }

    private static String joined(String... parts) {
        return Arrays.stream(parts).map(part -> "/" + Urls.path(part)).collect(Collectors.joining());
    }
}
