package dev.hob.web.api;

import dev.hob.web.api.json.Settings;
import dev.hob.web.api.json.Version;

/// What clients ask first: which Gitea this is like, and how long its lists are.
final class NodeOperations {
    /// Clients switch on what came with a version of Gitea; what this node has and has not is that of 1.24.
    private static final String VERSION = "1.24.0+hob-0.1.0";

    void declare(Operations all) {
        all.chapter("Node");
        all.get("getVersion", "/version", "The version").gives(Version.class, _ -> new Version(VERSION));
        all.get("getGeneralAPISettings", "/settings/api", "How long lists and files are")
                .gives(
                        Settings.class,
                        _ -> new Settings(
                                Listed.LIMIT_MAX, Listed.LIMIT, GitOperations.ENTRIES, GitOperations.BLOB_BYTES_MAX));
    }
}
