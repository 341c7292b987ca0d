package dev.hob.web.api.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/// What a path leads to.
public record Contents(
        String name,
        String path,
        String sha,
        @OneOf({"file", "dir", "symlink", "submodule"}) String type,
        long size,

        @OrNull @Says("Of a file that was asked for itself: base64")
        Optional<String> encoding,

        @OrNull @Says("Of a file that was asked for itself and is not too large")
        Optional<String> content,

        @OrNull @Says("Of a symbolic link") Optional<String> target,
        String url,
        String htmlUrl,
        String gitUrl,
        @OrNull @Says("Of a file") Optional<String> downloadUrl,
        @OrNull Optional<String> submoduleGitUrl,
        @JsonProperty("_links") Links links) {

    /// Where it is found in other forms.
    public record Links(String self, String git, String html) {}
}
