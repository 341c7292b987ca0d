package dev.hob.node.code;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/// Passes the lines of a file from each commit to the parent that has them too, until they are with the commit that
/// they are from, as `git blame` does it: a parent that has the whole file before others, a file under another name
/// where none has it under its own. Owned by one thread.
final class BlameWalk implements AutoCloseable {
    /// A larger one among the file's older versions is none to which lines are passed.
    private static final int FILE_BYTES_MAX = 4 << 20;

    /// Lines that stand together, in the file that is asked about and in an older one; from 0.
    private record Stretch(int line, int source, int length) {
        Stretch part(int from, int to, int moved) {
            return new Stretch(line + from - source, from + moved, to - from);
        }
    }

    /// A file in a commit.
    private record Version(RevCommit commit, String path, ObjectId blob) {
        Key key() {
            return new Key(commit, path);
        }
    }

    private record Key(ObjectId commit, String path) {}

    /// What was passed to a version and is not passed on yet.
    private record Suspect(Version version, List<Stretch> stretches) {}

    private static final Comparator<Suspect> NEWEST_FIRST = Comparator.comparingInt(
                    (Suspect it) -> it.version().commit().getCommitTime())
            .reversed()
            .thenComparing(it -> it.version().commit());

    private final ObjectReader reader;
    private final RevWalk commits;
    private final Set<ObjectId> ignored;
    private final PriorityQueue<Suspect> queue = new PriorityQueue<>(NEWEST_FIRST);
    private final Map<Key, Suspect> waiting = new HashMap<>();
    private final List<Blame.Run> found = new ArrayList<>();
    private final int lines;
    /// The last text that lines were passed to: most often they are passed on from there.
    private ObjectId lastBlob = ObjectId.zeroId();

    private RawText lastText = RawText.EMPTY_TEXT;

    /// @param ignored commits that keep only lines which no parent has in any form
    BlameWalk(Repository repository, ObjectId commit, String path, Set<ObjectId> ignored) throws IOException {
        this.reader = repository.newObjectReader();
        this.commits = new RevWalk(reader);
        this.ignored = ignored;
        commits.setRetainBody(false);
        var from = commits.parseCommit(commit);
        var blob = file(from, path);
        this.lines = blob.isEmpty() ? 0 : text(blob.get()).map(RawText::size).orElse(0);
        if (lines > 0) pass(new Version(from, path, blob.get()), List.of(new Stretch(0, 0, lines)));
    }

    /// How many the file has.
    int lines() {
        return lines;
    }

    /// Lines whose commit is known so far; those that stand together and are from one commit as one.
    List<Blame.Run> found() {
        var runs = new ArrayList<Blame.Run>();
        found.sort(Comparator.comparingInt(Blame.Run::first));
        for (var run : found) {
            if (!runs.isEmpty() && goesOn(runs.getLast(), run))
                runs.add(runs.removeLast().until(run.last()));
            else runs.add(run);
        }
        return runs;
    }

    private static boolean goesOn(Blame.Run last, Blame.Run next) {
        return last.last() + 1 == next.first()
                && last.commit().equals(next.commit())
                && last.path().equals(next.path());
    }

    /// Goes one commit on; false when no line is left.
    boolean step() throws IOException {
        var suspect = queue.poll();
        if (suspect == null) return false;
        waiting.remove(suspect.version().key());
        passOn(suspect.version(), suspect.stretches());
        return true;
    }

    private void passOn(Version version, List<Stretch> stretches) throws IOException {
        var parents = parents(version);
        for (var parent : parents)
            if (parent.blob().equals(version.blob())) {
                pass(parent, stretches);
                return;
            }
        var text = text(version.blob());
        var left = stretches;
        for (var parent : parents) {
            var before = text(parent.blob());
            if (left.isEmpty() || text.isEmpty() || before.isEmpty()) continue;
            left = passSame(parent, before.get(), text.get(), left);
        }
        if (ignored.contains(version.commit()))
            for (var parent : parents) {
                var before = text(parent.blob());
                if (left.isEmpty() || text.isEmpty() || before.isEmpty()) continue;
                left = passAlike(parent, before.get(), text.get(), left);
            }
        var earlier = parents.stream()
                .map(it -> new Blame.Earlier(it.commit().copy(), it.path()))
                .findFirst();
        for (var it : left)
            found.add(new Blame.Run(
                    it.line() + 1,
                    it.line() + it.length(),
                    version.commit().copy(),
                    version.path(),
                    it.source() + 1,
                    earlier));
    }

    /// The file in the parents of a commit; the same content only once. Where a parent has it under the same name,
    /// nobody looks for another, if that one has all of it.
    private List<Version> parents(Version version) throws IOException {
        var versions = new ArrayList<Version>();
        var without = new ArrayList<RevCommit>();
        for (var parent : version.commit().getParents()) {
            commits.parseHeaders(parent);
            var blob = parent.getTree().equals(version.commit().getTree())
                    ? Optional.of(version.blob())
                    : file(parent, version.path());
            if (blob.isEmpty()) without.add(parent);
            else add(versions, new Version(parent, version.path(), blob.get()));
        }
        if (versions.stream().anyMatch(it -> it.blob().equals(version.blob()))) return versions;
        for (var parent : without)
            FormerName.of(reader, parent.getTree(), version.commit().getTree(), version.path())
                    .ifPresent(it -> add(versions, new Version(parent, it.path(), it.blob())));
        return versions;
    }

    private static void add(List<Version> versions, Version version) {
        if (versions.stream().noneMatch(it -> it.blob().equals(version.blob()))) versions.add(version);
    }

    private Optional<ObjectId> file(RevCommit commit, String path) throws IOException {
        try (var found = TreeWalk.forPath(reader, path, commit.getTree())) {
            return found == null
                            || found.getFileMode(0).getObjectType() != Constants.OBJ_BLOB
                            || found.getFileMode(0).equals(FileMode.MISSING)
                    ? Optional.empty()
                    : Optional.of(found.getObjectId(0));
        }
    }

    private Optional<RawText> text(ObjectId blob) throws IOException {
        if (blob.equals(lastBlob)) return Optional.of(lastText);
        var loader = reader.open(blob, Constants.OBJ_BLOB);
        if (loader.getSize() > FILE_BYTES_MAX) return Optional.empty();
        lastText = new RawText(loader.getBytes(FILE_BYTES_MAX));
        lastBlob = blob;
        return Optional.of(lastText);
    }

    private void pass(Version to, List<Stretch> stretches) {
        if (stretches.isEmpty()) return;
        var suspect = waiting.get(to.key());
        if (suspect == null) {
            suspect = new Suspect(to, new ArrayList<>());
            waiting.put(to.key(), suspect);
            queue.add(suspect);
        }
        suspect.stretches().addAll(stretches);
    }

    /// Passes what did not change; what is left.
    private List<Stretch> passSame(Version to, RawText before, RawText after, List<Stretch> stretches) {
        var edits = LineDiff.blamed(before, after);
        var same = new ArrayList<Stretch>();
        var left = new ArrayList<Stretch>();
        for (var stretch : stretches) {
            int end = stretch.source() + stretch.length();
            int from = stretch.source();
            int moved = 0;
            for (var edit : edits) {
                if (edit.getBeginB() >= end) break;
                int begin = Math.max(from, edit.getBeginB());
                if (begin > from) same.add(stretch.part(from, begin, moved));
                from = Math.max(from, Math.min(end, edit.getEndB()));
                if (from > begin) left.add(stretch.part(begin, from, 0));
                moved = edit.getEndA() - edit.getEndB();
            }
            if (from < end) same.add(stretch.part(from, end, moved));
        }
        pass(to, same);
        return left;
    }

    /// Passes what only has another form; what is left.
    private List<Stretch> passAlike(Version to, RawText before, RawText after, List<Stretch> stretches) {
        var edits = LineDiff.blamed(before, after);
        int[] matches = LineMatches.of(before, after, edits);
        var alike = new ArrayList<Stretch>();
        var left = new ArrayList<Stretch>();
        for (var stretch : stretches)
            for (int i = 0; i < stretch.length(); i++) {
                int source = stretch.source() + i;
                boolean known = matches[source] != LineMatches.NONE;
                (known ? alike : left).add(new Stretch(stretch.line() + i, known ? matches[source] : source, 1));
            }
        pass(to, alike);
        return left;
    }

    @Override
    public void close() {
        commits.close();
        reader.close();
    }
}
