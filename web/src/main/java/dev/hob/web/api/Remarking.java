package dev.hob.web.api;

import dev.hob.node.cob.CodeLocation;
import dev.hob.node.cob.CodeRange;
import dev.hob.node.code.Diffs;
import dev.hob.node.patch.PatchReading.Revised;
import dev.hob.node.patch.Patches.Remark;
import dev.hob.web.api.json.CreatePullReview;
import dev.hob.web.html.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads remarks as clients send them: which lines of which file they are about. Shared between threads.
final class Remarking {
    private static final long LINES_MAX = 1_000;

    private final Code code;

    Remarking(Code code) {
        this.code = code;
    }

    /// The remarks on a revision; 422 for one that is about nothing that is shown.
    List<Remark> remarks(Call call, Revised revision, List<CreatePullReview.Remark> asked) {
        if (asked.isEmpty()) return List.of();
        var remarks = new ArrayList<Remark>();
        try (var opened = code.open(call.repo())) {
            var diff = code.diffs()
                    .between(opened.git(), revision.base(), revision.head())
                    .orElseThrow(Call::missing);
            for (int i = 0; i < asked.size(); i++)
                remarks.add(new Remark(
                        location(diff, revision, asked.get(i), "comments[" + i + "]"),
                        asked.get(i).body()));
        }
        return remarks;
    }

    private static Optional<CodeLocation> location(
            Diffs.Diff diff, Revised revision, CreatePullReview.Remark asked, String at) {
        String path = asked.path().orElse("");
        boolean left = asked.side().filter("LEFT"::equals).isPresent();
        long before = asked.oldPosition().orElse(left ? asked.line().orElse(0L) : 0L);
        long after = asked.newPosition().orElse(left ? 0L : asked.line().orElse(0L));
        boolean old = before > 0;
        long last = old ? before : after;
        if (path.isEmpty() && last == 0) return Optional.empty();
        var file = diff.files().stream()
                .filter(it -> (old ? it.oldPath() : it.newPath()).equals(path))
                .findFirst()
                .orElseThrow(() -> new Stop(422, "[" + at + ".path]: " + path + " is not changed here"));
        if (last == 0) throw new Stop(422, "[" + at + ".new_position]: say which line");
        long first = asked.startLine().filter(it -> it > 0).orElse(last);
        if (first > last || last - first >= LINES_MAX)
            throw new Stop(
                    422, "[" + at + ".start_line]: the first line comes before the last one, and not far before");
        if (!file.cut() && !has(file, old, last))
            throw new Stop(
                    422, "[" + at + "]: line " + last + " of " + path + " is not among what is shown of the changes");
        // Nobody sees such a line, but it must be a number that a file can have.
        if (last > Integer.MAX_VALUE) throw new Stop(422, "[" + at + "]: there is no such line");
        var range = Optional.<CodeRange>of(new CodeRange.Lines((int) first - 1, (int) last));
        var none = Optional.<CodeRange>empty();
        return Optional.of(new CodeLocation(revision.head(), path, old ? range : none, old ? none : range));
    }

    private static boolean has(Diffs.File file, boolean old, long line) {
        return file.lines().stream().anyMatch(it -> (old ? it.before() : it.after()) == line);
    }
}
