package dev.hob.node.release;

import dev.hob.keys.DidKey;
import dev.hob.node.cob.Entry;
import dev.hob.node.cob.Graph;
import dev.hob.node.refs.Surroundings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A release while its entries are told: only delegates speak, a file's bytes are in the entry that adds it, and what
/// is not known is refused. Mutable; for one thread at a time.
final class ReleaseFold implements Graph.Subject {
    /// The type of such objects.
    static final String TYPE = "dev.hob.release";

    private final Surroundings context;
    private final Map<String, Asset> assets = new LinkedHashMap<>();
    private Optional<Release> told = Optional.empty();

    ReleaseFold(Surroundings context) {
        this.context = context;
    }

    /// The release; empty when it was taken back.
    Optional<Release> release() {
        return told.map(it -> it.with(List.copyOf(assets.values())));
    }

    /// About how many entries it holds.
    int weight() {
        return assets.size();
    }

    @Override
    public boolean begin(Entry root) throws IOException {
        var actions = actions(root);
        if (actions.isEmpty()
                || !(actions.get().getFirst() instanceof ReleaseAction.Publish publish)
                || !holds(root, actions.get(), 1)) return false;
        told = Optional.of(new Release(
                root.id(),
                publish.key(),
                publish.tag(),
                "",
                Optional.of(publish.commit()),
                publish.words().title(),
                publish.words().notes(),
                false,
                publish.words().prerelease(),
                author(root),
                root.at(),
                root.at(),
                root.at(),
                List.of()));
        perform(root, actions.get().subList(1, actions.get().size()));
        return true;
    }

    @Override
    public boolean apply(Entry entry) throws IOException {
        if (told.isEmpty()) return false;
        var actions = actions(entry);
        if (actions.isEmpty() || !holds(entry, actions.get(), 0)) return false;
        perform(entry, actions.get());
        return true;
    }

    private DidKey author(Entry entry) throws IOException {
        var acting = context.acting(entry);
        return acting.isPresent() ? acting.get().did() : entry.author().orElseThrow();
    }

    /// What an entry says, when its author is heard and all of it is known.
    private Optional<List<ReleaseAction>> actions(Entry entry) throws IOException {
        var document = context.document(entry);
        if (document.isEmpty()
                || !document.get().delegates().contains(entry.author().orElseThrow())) return Optional.empty();
        var actions = new ArrayList<ReleaseAction>();
        for (var json : entry.actions()) {
            var action = ReleaseAction.parse(json);
            if (action.isEmpty()) return Optional.empty();
            actions.add(action.get());
        }
        return Optional.of(actions);
    }

    /// Whether what it says can be said, from an action on.
    private boolean holds(Entry entry, List<ReleaseAction> actions, int from) {
        int more = 0;
        for (var action : actions.subList(from, actions.size())) {
            if (action instanceof ReleaseAction.Publish) return false;
            if (!(action instanceof ReleaseAction.AddAsset add)) continue;
            // Else an entry could hand out what somebody else has put into the folder.
            if (!entry.embeds().containsValue(add.blob()) || assets.containsKey(add.key())) return false;
            more++;
        }
        return assets.size() + more <= Releases.ASSETS_MAX;
    }

    private void perform(Entry entry, List<ReleaseAction> actions) {
        for (var action : actions) {
            switch (action) {
                case ReleaseAction.Publish _ -> throw new AssertionError("a release is published twice");
                case ReleaseAction.Edit(var words) ->
                    told = told.map(it -> it.worded(words.title(), words.notes(), words.prerelease()));
                case ReleaseAction.AddAsset(var key, var name, var size, var sha256, var blob) ->
                    assets.put(key, new Asset(key, name, size, sha256, blob, entry.at()));
                case ReleaseAction.RenameAsset(var key, var name) ->
                    assets.computeIfPresent(key, (_, asset) -> asset.named(name));
                case ReleaseAction.RemoveAsset(var key) -> assets.remove(key);
                case ReleaseAction.Delete() -> told = Optional.empty();
            }
        }
        told = told.map(it -> it.updated().isBefore(entry.at()) ? it.changed(entry.at()) : it);
    }
}
