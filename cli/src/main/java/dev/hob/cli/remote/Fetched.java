package dev.hob.cli.remote;

import java.nio.file.Path;
import java.util.List;

/// What a clone holds of a repository's talk. Reading it takes the node's own code, which is loaded only for this.
public interface Fetched {
    /// Its issues as a node would tell them, each with its `comment_list`.
    List<Json> issues(Path folder);
}
