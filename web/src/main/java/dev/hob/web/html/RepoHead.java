package dev.hob.web.html;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.repo.Stars;
import dev.hob.node.repo.Watches;
import java.util.List;
import java.util.Optional;

/// What stands above every page of a repository.
///
/// @param kind `branch`, `tag` or `commit`: what the reader looks at
/// @param ref its name
/// @param issueCount how many of its issues are open
/// @param pullCount how many of its pull requests
/// @param seed who decides about it, when it is kept here for others
public record RepoHead(
        String owner,
        String name,
        String description,
        boolean isPrivate,
        String rid,
        String cloneUrl,
        boolean mayWrite,
        boolean mayAdmin,
        String defaultBranch,
        String kind,
        String ref,
        List<String> branches,
        List<String> tags,
        int branchCount,
        int tagCount,
        int issueCount,
        int pullCount,
        Stars.Standing stars,
        Watches.Standing watches,
        ForkHead forks,
        Optional<SeedHead> seed) {
    public RepoHead {
        branches = List.copyOf(branches);
        tags = List.copyOf(tags);
    }

    /// What can be followed from its pages.
    public List<Feed> feeds() {
        String branch = kind.equals("branch") ? ref : defaultBranch;
        String path = owner + "/" + name;
        return List.of(
                new Feed(text("feed.activity-of", path), url() + "/activity.atom"),
                new Feed(
                        text("feed.commits-of", branch, path),
                        url() + "/commits/branch/" + Urls.path(branch) + ".atom"),
                new Feed(text("feed.releases-of", path), url() + "/releases.atom"),
                new Feed(text("feed.tags-of", path), url() + "/tags.atom"));
    }

    /// Where its issues and pull requests are; empty when there are none, since it is a fork whose project is
    /// gone.
    public String talk() {
        return forks.project().map(it -> "/" + Urls.path(it)).orElse("");
    }

    /// The owner as a line shows them.
    public String ownerShown() {
        return Who.owner(owner);
    }

    /// How a radicle client fetches it.
    public String radClone() {
        return "rad clone " + rid;
    }

    /// Its first page.
    public String url() {
        return "/" + Urls.path(owner + "/" + name);
    }

    /// The branch or tag that a search from here is about; empty for the default branch, which a commit's page asks.
    public String searched() {
        if (kind.equals("tag")) return branches.contains(ref) ? "refs/tags/" + ref : ref;
        return kind.equals("branch") && !ref.equals(defaultBranch) ? ref : "";
    }

    /// A folder or file at what the reader looks at.
    public String src(String path) {
        return at("src", kind, ref, path);
    }

    /// A file's bytes at what the reader looks at.
    public String raw(String path) {
        return at("raw", kind, ref, path);
    }

    /// Where a file is found by a few letters.
    public String find() {
        return at("find", kind, ref, "");
    }

    /// From which commit each line of a file is.
    public String blame(String path) {
        return at("blame", kind, ref, path);
    }

    /// The history of what the reader looks at.
    public String commits() {
        return commits("");
    }

    /// The history of a folder or file at what the reader looks at.
    public String commits(String path) {
        return at("commits", kind, ref, path);
    }

    /// Everything that the reader looks at, in one file that ends so.
    public String archive(String ending) {
        return url() + "/archive/" + Urls.path(ref) + ending;
    }

    /// Whether files can be written at what the reader looks at, by members here or by others in a fork.
    public boolean isWritable() {
        return kind.equals("branch") && seed.isEmpty();
    }

    /// A page in which a file of the branch is written: `new`, `edit`, `delete`, `upload`, or `pending`.
    public String write(String page, String path) {
        String base = url() + "/" + page + "/" + Urls.path(ref);
        return path.isEmpty() ? base : base + "/" + Urls.path(path);
    }

    /// A folder or file somewhere else.
    public String at(String page, String kind, String ref, String path) {
        String base = url() + "/" + page + "/" + kind + "/" + Urls.path(ref);
        return path.isEmpty() ? base : base + "/" + Urls.path(path);
    }

    /// One commit's page.
    public String commit(String id) {
        return url() + "/commit/" + id;
    }

    /// How what the reader looks at is named on the switcher.
    public String shown() {
        return kind.equals("commit") ? ref.substring(0, Math.min(10, ref.length())) : ref;
    }
}
