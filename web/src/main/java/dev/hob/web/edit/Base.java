package dev.hob.web.edit;

import dev.hob.node.code.Blobs;
import dev.hob.node.code.CodePath;
import dev.hob.node.code.FileText;
import dev.hob.node.code.Place;
import dev.hob.node.code.TreeEntry;
import dev.hob.node.code.Trees;
import dev.hob.web.html.Stop;
import dev.hob.web.text.Messages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// A file as it is in some commit, when it can be edited in a page.
@SuppressWarnings("ArrayRecordComponent") // A file's bytes, read once and never compared.
record Base(TreeEntry entry, byte[] bytes, FileText text) {
    private static final Trees TREES = new Trees();
    private static final Blobs BLOBS = new Blobs();

    /// The file; empty when there is none. What is there and cannot be edited is refused in words.
    static Optional<Base> of(Repository git, ObjectId commit, CodePath path) {
        return entry(git, commit, path).map(entry -> {
            byte[] bytes = bytes(git, entry);
            var text = FileText.of(bytes).orElseThrow(() -> refusal(entry, bytes));
            return new Base(entry, bytes, text);
        });
    }

    /// What the file was, when it had another blob; empty when nobody has that any more, or it is no text.
    Optional<Base> before(Repository git, ObjectId blob) {
        if (BLOBS.open(git, blob).isEmpty()) return Optional.empty();
        var other = new TreeEntry(entry.name(), entry.kind(), blob);
        byte[] was = bytes(git, other);
        return FileText.of(was).map(it -> new Base(other, was, it));
    }

    /// A file that one can change or delete; empty when there is nothing, or a folder.
    static Optional<TreeEntry> entry(Repository git, ObjectId commit, CodePath path) {
        if (path.isRoot()) return Optional.empty();
        return switch (TREES.at(git, commit, path).orElse(null)) {
            case null -> Optional.empty();
            case Place.Folder _ -> Optional.empty();
            case Place.Submodule _ -> throw new Stop(409, Messages.text("edit.is-another-repository", path.name()));
            case Place.File(var entry) -> {
                if (entry.kind() == TreeEntry.Kind.LINK)
                    throw new Stop(409, Messages.text("edit.is-a-symbolic-link", path.name()));
                yield Optional.of(entry);
            }
        };
    }

    private static Stop refusal(TreeEntry entry, byte[] bytes) {
        return new Stop(
                409,
                bytes.length > FileText.BYTES_MAX
                        ? Messages.text("edit.is-too-large", entry.name())
                        : Messages.text("edit.is-no-text", entry.name()));
    }

    /// One byte more than can be edited, at most.
    private static byte[] bytes(Repository git, TreeEntry entry) {
        var stream = BLOBS.open(git, entry.id()).orElseThrow(Stop::notFound);
        try (var in = stream.bytes()) {
            return in.readNBytes(FileText.BYTES_MAX + 1);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + entry.name(), e);
        }
    }
}
