package dev.hob.web.api.json;

/// A file's bytes by their id.
public record GitBlob(@Says("Base64") String content, String encoding, String url, String sha, long size) {}
