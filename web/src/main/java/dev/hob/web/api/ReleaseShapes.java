package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.release.Asset;
import dev.hob.node.release.Release;
import dev.hob.web.api.json.ReleaseAsset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// Releases in the API's shapes. Shared between threads.
final class ReleaseShapes {
    private final Node node;

    ReleaseShapes(Node node) {
        this.node = node;
    }

    dev.hob.web.api.json.Release release(Call call, Release release) {
        return releases(call, List.of(release)).getFirst();
    }

    List<dev.hob.web.api.json.Release> releases(Call call, List<Release> some) {
        var cast = new Cast(node, call, some.stream().map(Release::author).toList());
        var downloads = downloads(
                call, some.stream().flatMap(it -> it.assets().stream()).toList());
        return some.stream().map(it -> release(call, cast, downloads, it)).toList();
    }

    private Map<String, Long> downloads(Call call, List<Asset> assets) {
        return node.publishing().reading().downloads(call.repo().rid(), assets);
    }

    private dev.hob.web.api.json.Release release(Call call, Cast cast, Map<String, Long> downloads, Release it) {
        var links = call.links();
        var repo = call.repo();
        String number = String.valueOf(it.number());
        String at = it.draft() && it.commit().isEmpty() ? it.target() : it.tag();
        return new dev.hob.web.api.json.Release(
                it.number(),
                it.tag(),
                it.commit()
                        .map(ObjectId::name)
                        .orElseGet(() -> it.target().isBlank() ? repo.defaultBranch() : it.target()),
                it.name(),
                it.notes(),
                links.api(repo, "releases", number),
                links.html(repo, "releases", "tag", it.tag()),
                links.html(repo, "archive", (at.isBlank() ? repo.defaultBranch() : at) + ".tar.gz"),
                links.html(repo, "archive", (at.isBlank() ? repo.defaultBranch() : at) + ".zip"),
                links.api(repo, "releases", number, "assets"),
                it.draft(),
                it.prerelease(),
                it.created(),
                it.draft() ? Optional.empty() : Optional.of(it.published()),
                cast.user(it.author()),
                it.assets().stream()
                        .map(asset -> asset(call, it, asset, downloads))
                        .toList());
    }

    List<ReleaseAsset> assets(Call call, Release release) {
        var downloads = downloads(call, release.assets());
        return release.assets().stream()
                .map(it -> asset(call, release, it, downloads))
                .toList();
    }

    private static ReleaseAsset asset(Call call, Release release, Asset it, Map<String, Long> downloads) {
        return new ReleaseAsset(
                it.number(),
                it.name(),
                it.size(),
                downloads.getOrDefault(it.key(), 0L),
                it.created(),
                it.key(),
                call.links().html(call.repo(), "releases", "download", release.tag(), it.name()),
                "sha256:" + it.sha256());
    }
}
