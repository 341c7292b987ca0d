package dev.hob.web.api.json;

/// A ref by its full name.
public record Reference(String ref, String url, Target object) {
    /// What it points at.
    public record Target(
            @OneOf({"commit", "tag", "tree", "blob"}) String type, String sha, String url) {}
}
