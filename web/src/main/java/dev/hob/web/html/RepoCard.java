package dev.hob.web.html;

import java.time.Instant;

/// A repository in a list.
public record RepoCard(String owner, String name, String description, boolean isPrivate, Instant updated) {
    /// Where its page is.
    public String url() {
        return "/" + Urls.path(owner + "/" + name);
    }
}
