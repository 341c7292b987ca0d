package dev.hob.p2p.fetch;

import dev.hob.node.log.RepoId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a fetcher asks for first, as a git daemon is asked (`radicle.md` §9.1):
/// `git-upload-pack /<rid>\0[host=…\0]\0version=2\0`, and among Hobs `word=…\0` behind it.
///
/// @param word in whose name a private repository is asked for ([dev.hob.keys.NodeWord])
record RequestLine(RepoId repository, Optional<String> word) {
    static final int BYTES_MAX = 1_024;

    private static final String SERVICE = "git-upload-pack ";
    private static final String VERSION = "version=2";
    private static final String WORD = "word=";

    /// Reads one; empty when it is none, or asks for another version.
    static Optional<RequestLine> read(String line) {
        var parts = line.split("\0", -1);
        String path = parts[0].strip();
        if (!path.startsWith(SERVICE + "/")) return Optional.empty();
        List<String> extra = Arrays.asList(parts).subList(1, parts.length);
        if (!extra.contains(VERSION)) return Optional.empty();
        String id = path.substring(SERVICE.length() + 1);
        try {
            var word = extra.stream()
                    .filter(one -> one.startsWith(WORD))
                    .map(one -> one.substring(WORD.length()))
                    .findFirst();
            return Optional.of(new RequestLine(new RepoId(id.startsWith("rad:") ? id : "rad:" + id), word));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // A stranger's text that names no repository.
        }
    }

    /// As it is sent, without its length.
    String text() {
        return SERVICE + "/" + repository.folder() + "\0\0" + VERSION + "\0"
                + word.map(said -> WORD + said + "\0").orElse("");
    }
}
