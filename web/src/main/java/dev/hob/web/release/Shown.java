package dev.hob.web.release;

import dev.hob.node.release.Asset;
import dev.hob.node.release.Release;
import dev.hob.web.html.Sizes;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Who;
import java.util.List;
import java.util.Optional;

/// A release on a page.
///
/// @param home of the repository
/// @param html its notes
/// @param latest whether it is the newest that is no draft and no pre-release
/// @param commit where its tag is now; none when there is none
public record Shown(
        Release release, String home, Who by, String html, boolean latest, Optional<String> commit, List<File> files) {
    public Shown {
        files = List.copyOf(files);
    }

    /// A file of it.
    public record File(Asset asset, String url, long downloads) {
        /// How large it is, in words.
        public String size() {
            return Sizes.of(asset.size());
        }
    }

    /// Its page.
    public String url() {
        return home + "/releases/tag/" + Urls.path(release.tag());
    }

    /// The form that changes it.
    public String edit() {
        return home + "/releases/edit/" + release.number();
    }

    /// The files at its tag.
    public String source() {
        return home + "/src/tag/" + Urls.path(release.tag());
    }

    /// All files at its tag, in one file.
    public String archive(String ending) {
        return home + "/archive/" + Urls.path(release.tag()) + ending;
    }
}
