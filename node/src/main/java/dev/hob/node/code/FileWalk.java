package dev.hob.node.code;

import dev.hob.node.code.FileHistory.Lines;
import dev.hob.node.code.FileHistory.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/// Goes with a file, or some of its lines, from commit to commit. A merge that has it as one of its parents has it is
/// passed by on that side. Where it began, one of the same name may have been before, and ended: that is looked for
/// some way further. Owned by one thread.
final class FileWalk implements AutoCloseable {
    /// Of a longer history the newest are told.
    private static final int STEPS_MAX = 50_000;

    /// The lines of a larger file are not followed.
    private static final int FILE_BYTES_MAX = 4 << 20;

    /// So many commits without the file are passed by in search of an earlier one: that costs a page some tenths of a
    /// second.
    private static final int WITHOUT_MAX = 8_000;

    private record Content(FileMode mode, ObjectId blob) {}

    private record Key(ObjectId commit, String path) {}

    /// A file in a commit, or that it is not there; with lines, where they are in it.
    private record Version(RevCommit commit, String path, Optional<Content> content, Optional<Lines> lines) {
        Key key() {
            return new Key(commit, path);
        }

        Version at(Optional<Lines> other) {
            return new Version(commit, path, content, other);
        }
    }

    /// Lines in the text before.
    ///
    /// @param same whether all of them are as they were
    /// @param lines empty when none of them was there
    private record Before(boolean same, Optional<Lines> lines) {}

    private static final Comparator<Version> NEWEST_FIRST = Comparator.comparingInt(
                    (Version it) -> it.commit().getCommitTime())
            .reversed()
            .thenComparing(Version::commit);

    private final ObjectReader reader;
    private final RevWalk commits;
    private final PriorityQueue<Version> queue = new PriorityQueue<>(NEWEST_FIRST);
    private final Map<Key, Version> waiting = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final long end;
    private int without;
    private boolean whole;

    /// @param time after so long it ends where it is
    FileWalk(Repository repository, ObjectId tip, String path, Optional<Lines> lines, Duration time)
            throws IOException {
        this.end = System.nanoTime() + time.toNanos();
        this.reader = repository.newObjectReader();
        this.commits = new RevWalk(reader);
        commits.setRetainBody(false);
        var from = commits.parseCommit(tip);
        var content = content(from, path);
        if (content.isPresent()) add(new Version(from, path, content, lines));
    }

    /// All that changed it, newest first.
    List<Step> steps() throws IOException {
        while (!queue.isEmpty() && steps.size() < STEPS_MAX && System.nanoTime() - end < 0) {
            // Its lines may have grown since it was queued.
            var version = waiting.remove(queue.remove().key());
            if (version != null) step(version);
        }
        whole = queue.isEmpty();
        return List.copyOf(steps);
    }

    /// Whether that was all of it.
    boolean whole() {
        return whole;
    }

    private void add(Version version) {
        var there = waiting.putIfAbsent(version.key(), version);
        if (there == null) queue.add(version);
        else if (there.lines().isPresent() && version.lines().isPresent())
            waiting.put(
                    version.key(),
                    there.at(Optional.of(
                            both(there.lines().get(), version.lines().get()))));
    }

    private static Lines both(Lines one, Lines other) {
        return new Lines(Math.min(one.first(), other.first()), Math.max(one.last(), other.last()));
    }

    private void step(Version version) throws IOException {
        if (version.content().isEmpty() && ++without > WITHOUT_MAX) return;
        var parents = parents(version);
        for (var parent : parents)
            if (parent.content().equals(version.content())) {
                add(parent);
                return;
            }
        if (version.content().isEmpty() && parents.isEmpty()) return;
        Optional<String> formerly = Optional.empty();
        if (parents.stream().allMatch(parent -> parent.content().isEmpty())) {
            var former = former(version);
            formerly = former.map(Version::path);
            parents = former.map(List::of).orElse(parents);
        }
        if (version.lines().isPresent()) {
            if (withLines(version, parents)) return;
        } else parents.forEach(this::add);
        steps.add(new Step(version.commit().copy(), version.path(), formerly, version.lines()));
    }

    private List<Version> parents(Version version) throws IOException {
        var parents = new ArrayList<Version>();
        for (var parent : version.commit().getParents()) {
            commits.parseHeaders(parent);
            var content = parent.getTree().equals(version.commit().getTree())
                    ? version.content()
                    : content(parent, version.path());
            parents.add(new Version(parent, version.path(), content, version.lines()));
        }
        return parents;
    }

    /// Goes on where the lines come from; true when they did not change on the way to one of the parents.
    private boolean withLines(Version version, List<Version> parents) throws IOException {
        var lines = version.lines().orElseThrow();
        var followed = new ArrayList<Version>();
        for (var parent : parents) {
            if (parent.content().isEmpty()) continue;
            var before = before(parent.content().get(), version.content().orElseThrow(), lines);
            if (before.same()) {
                add(parent.at(before.lines()));
                return true;
            }
            if (before.lines().isPresent()) followed.add(parent.at(before.lines()));
        }
        followed.forEach(this::add);
        return false;
    }

    private Optional<Version> former(Version version) throws IOException {
        for (var parent : version.commit().getParents()) {
            var former =
                    FormerName.of(reader, parent.getTree(), version.commit().getTree(), version.path());
            if (former.isEmpty()) continue;
            String path = former.get().path();
            return Optional.of(new Version(parent, path, content(parent, path), version.lines()));
        }
        return Optional.empty();
    }

    private Optional<Content> content(RevCommit commit, String path) throws IOException {
        try (var found = TreeWalk.forPath(reader, path, commit.getTree())) {
            return found == null || found.getFileMode(0).getObjectType() != Constants.OBJ_BLOB
                    ? Optional.empty()
                    : Optional.of(new Content(found.getFileMode(0), found.getObjectId(0)));
        }
    }

    private Before before(Content then, Content now, Lines lines) throws IOException {
        if (then.blob().equals(now.blob())) return new Before(true, Optional.of(lines));
        var a = text(then.blob());
        var b = text(now.blob());
        if (a.isEmpty() || b.isEmpty()) return new Before(false, Optional.empty());
        return before(LineDiff.followed(a.get(), b.get()), lines);
    }

    private Optional<RawText> text(ObjectId blob) throws IOException {
        var loader = reader.open(blob, Constants.OBJ_BLOB);
        return loader.getSize() > FILE_BYTES_MAX
                ? Optional.empty()
                : Optional.of(new RawText(loader.getBytes(FILE_BYTES_MAX)));
    }

    private static Before before(List<Edit> edits, Lines lines) {
        int from = lines.first() - 1;
        int to = lines.last();
        int first = from;
        int end = to;
        boolean same = true;
        for (var edit : edits) {
            boolean within = edit.getBeginB() == edit.getEndB()
                    ? edit.getBeginB() > from && edit.getBeginB() < to
                    : edit.getBeginB() < to && edit.getEndB() > from;
            if (within) {
                same = false;
                if (edit.getBeginB() <= from) first = edit.getBeginA();
                end = edit.getEndB() >= to ? edit.getEndA() : to + edit.getEndA() - edit.getEndB();
            } else if (edit.getEndB() <= from) {
                first = from + edit.getEndA() - edit.getEndB();
                end = to + edit.getEndA() - edit.getEndB();
            }
        }
        return new Before(same, first < end ? Optional.of(new Lines(first + 1, end)) : Optional.empty());
    }

    @Override
    public void close() {
        commits.close();
        reader.close();
    }
}
