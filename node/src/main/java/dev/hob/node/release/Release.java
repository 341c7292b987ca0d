package dev.hob.node.release;

import dev.hob.keys.DidKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// A release, or the draft of one.
///
/// @param id of the object; of a draft a random one
/// @param key stays the same when a draft is published
/// @param target of a draft: the branch or commit that its tag is to be made at
/// @param commit what the tag stood for when it was published
/// @param draft whether only those who write see it
/// @param author as people see it
/// @param published of a draft: when it was begun
public record Release(
        ObjectId id,
        String key,
        String tag,
        String target,
        Optional<ObjectId> commit,
        String title,
        String notes,
        boolean draft,
        boolean prerelease,
        DidKey author,
        Instant created,
        Instant published,
        Instant updated,
        List<Asset> assets) {
    public Release {
        assets = List.copyOf(assets);
    }

    /// A number for clients that know releases by number.
    public long number() {
        return Keys.number(key);
    }

    /// What it is called; without a title of its own, as its tag.
    public String name() {
        return title.isBlank() ? tag : title;
    }

    /// A file by its name.
    public Optional<Asset> asset(String name) {
        return assets.stream().filter(it -> it.name().equals(name)).findFirst();
    }

    Release worded(String otherTitle, String otherNotes, boolean pre) {
        return new Release(
                id,
                key,
                tag,
                target,
                commit,
                otherTitle,
                otherNotes,
                draft,
                pre,
                author,
                created,
                published,
                updated,
                assets);
    }

    Release changed(Instant at) {
        return new Release(
                id, key, tag, target, commit, title, notes, draft, prerelease, author, created, published, at, assets);
    }

    Release with(List<Asset> files) {
        return new Release(
                id,
                key,
                tag,
                target,
                commit,
                title,
                notes,
                draft,
                prerelease,
                author,
                created,
                published,
                updated,
                files);
    }
}
