package dev.hob.node.git;

/// How much of a history a clone takes (gitprotocol-v2, "filter"). A pack that is written kind by kind (commits and
/// tags, trees, blobs) holds each of these as a prefix.
enum Extent {
    /// Commits and tags only: `--filter=tree:0`.
    HISTORY,
    /// And their trees: `--filter=blob:none`.
    TREES,
    /// Everything.
    ALL
}
