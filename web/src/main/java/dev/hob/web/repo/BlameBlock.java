package dev.hob.web.repo;

import dev.hob.node.code.Blame;
import dev.hob.node.code.Commit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// Lines of a file that stand together and are from one commit.
///
/// @param first counted from 1
/// @param lines as HTML
/// @param commit empty where none was found in time
/// @param age from 0 to 5: where its time is between the newest and the oldest of the file
/// @param earlier the file before that commit; empty when it began there
/// @param source which line of the file in that commit the first one was
public record BlameBlock(
        int first, List<String> lines, Optional<Commit> commit, int age, Optional<Blame.Earlier> earlier, int source) {
    private static final int AGES = 6;

    public BlameBlock {
        lines = List.copyOf(lines);
    }

    /// All lines of a file.
    static List<BlameBlock> of(Blame.Answer.Known known, Map<ObjectId, Commit> commits, List<String> lines) {
        var times = commits.values().stream().map(BlamePages::time).toList();
        var newest = times.stream().max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
        var oldest = times.stream().min(Comparator.naturalOrder()).orElse(Instant.EPOCH);
        var blocks = new ArrayList<BlameBlock>();
        int next = 1;
        for (var run : known.runs()) {
            if (run.first() > next) blocks.add(unknown(next, lines.subList(next - 1, run.first() - 1)));
            var commit = Optional.ofNullable(commits.get(run.commit()));
            blocks.add(new BlameBlock(
                    run.first(),
                    lines.subList(run.first() - 1, run.last()),
                    commit,
                    commit.map(it -> age(BlamePages.time(it), newest, oldest)).orElse(AGES - 1),
                    run.earlier(),
                    run.source()));
            next = run.last() + 1;
        }
        if (next <= lines.size()) blocks.add(unknown(next, lines.subList(next - 1, lines.size())));
        return blocks;
    }

    private static BlameBlock unknown(int first, List<String> lines) {
        return new BlameBlock(first, lines, Optional.empty(), AGES - 1, Optional.empty(), 1);
    }

    private static int age(Instant at, Instant newest, Instant oldest) {
        double all = Duration.between(oldest, newest).toSeconds();
        double since = Duration.between(at, newest).toSeconds();
        return all <= 0 ? 0 : Math.clamp((long) (since / all * AGES), 0, AGES - 1);
    }
}
