package dev.hob.web.api.json;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is handed out under a tag.
public record Release(
        long id,
        String tagName,

        @Says("The commit; of a draft the branch, tag or commit at which its tag is to be made")
        String targetCommitish,

        String name,
        @Says("Markdown") String body,
        String url,
        String htmlUrl,
        String tarballUrl,
        String zipballUrl,
        String uploadUrl,
        @Says("Only those who write see it") boolean draft,
        boolean prerelease,
        Instant createdAt,
        @OrNull Optional<Instant> publishedAt,
        User author,
        List<ReleaseAsset> assets) {
    public Release {
        assets = List.copyOf(assets);
    }
}
