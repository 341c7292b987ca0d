package dev.hob.web.mcp;

import dev.hob.node.Node;
import dev.hob.node.code.Blame;
import dev.hob.node.code.Commit;
import dev.hob.node.code.CommitQuery;
import dev.hob.node.code.Listing;
import dev.hob.node.people.Scope;
import dev.hob.web.api.Code;
import dev.hob.web.api.json.Says;
import dev.hob.web.html.Stop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/// `commits`, `read_commit` and `blame`.
final class HistoryTools {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int COMMITS = 20;
    private static final int COMMITS_MAX = 100;
    private static final int BLAMED_LINES_MAX = 500;
    private static final int MESSAGE_CHARACTERS_MAX = 10_000;
    private static final int AUTHOR_CHARACTERS_MAX = 100;
    private static final int SHORT = 10;

    private final Node node;
    private final Code code;

    HistoryTools(Node node, Code code) {
        this.node = node;
        this.code = code;
    }

    List<Tool> tools() {
        return List.of(
                Tool.reading(
                        "commits",
                        "List commits",
                        "Lists the commits of a branch, tag or commit, newest first; with a path only those that changed"
                                + " something there.",
                        List.of(
                                Asked.REPOSITORY,
                                Asked.REF,
                                new Parameter.Text("path", "A file or a folder", false, 4_096),
                                Paging.FROM,
                                Paging.limit(COMMITS, COMMITS_MAX)),
                        Set.of(Scope.READ_REPOSITORY),
                        Listed.class,
                        this::commits),
                Tool.reading(
                        "read_commit",
                        "Read a commit",
                        "Tells a commit's whole message and what it changed against its first parent, as a diff.",
                        List.of(
                                Asked.REPOSITORY,
                                new Parameter.Text("ref", "The commit's id; or a branch or a tag", true, 500),
                                DiffText.PATH,
                                DiffText.FROM),
                        Set.of(Scope.READ_REPOSITORY),
                        Read.class,
                        this::commit),
                Tool.reading(
                        "blame",
                        "Who wrote these lines",
                        "Tells for each line of a file which commit it is from, by whom and when. At most "
                                + BLAMED_LINES_MAX + " lines at once.",
                        List.of(
                                Asked.REPOSITORY,
                                new Parameter.Text("path", "The file, such as src/main/App.java", true, 4_096),
                                Asked.REF,
                                Range.FIRST,
                                Range.LAST),
                        Set.of(Scope.READ_REPOSITORY),
                        Blamed.class,
                        this::blame));
    }

    record Listed(String repository, List<One> commits, int from, int total) {}

    record One(String id, String author, String at, String subject, List<String> parents) {}

    record Read(One commit, String message, DiffText.Shape changes) {}

    record Blamed(
            String repository,
            String path,
            String commit,
            int lines,
            int fromLine,
            int toLine,

            @Says("Whether each of these lines has its commit")
            boolean complete,

            List<Run> runs,
            List<One> commits) {}

    record Run(
            int fromLine,
            int toLine,
            String commit,

            @Says("What the file was called in that commit") String path) {}

    private static One one(Commit commit) {
        return new One(
                commit.id().name(),
                Plain.line(commit.author().name(), AUTHOR_CHARACTERS_MAX),
                Times.of(commit.author().at()),
                Plain.line(commit.subject(), 500),
                commit.parents().stream().map(ObjectId::name).toList());
    }

    private static String line(One one) {
        return "\n%s, %s\n".formatted(one.id(), one.at()) + Plain.quoted(one.author() + ": " + one.subject());
    }

    private Optional<Commit> find(Code.Opened opened, ObjectId id) {
        return node.reading().history().commit(opened.git(), id);
    }

    private Told<Listed> commits(Asked asked) {
        var repo = asked.repo(Scope.READ_REPOSITORY);
        var paging = Paging.of(asked.arguments());
        try (var opened = code.open(repo)) {
            var at = Spot.of(code, opened, asked);
            var which = new Listing.Which(
                    at.commit(), Optional.of(at.path()).filter(it -> !it.isRoot()), CommitQuery.ANY, Optional.empty());
            var part = code.listing()
                    .part(repo, which, paging.from(), paging.limit(), PATIENCE)
                    .orElseThrow(HistoryTools::busy);
            var shown = new ArrayList<One>();
            var text = new StringBuilder("%d of %d commits of %s at %s%s\n"
                    .formatted(
                            part.commits().size(),
                            part.total(),
                            repo.path(),
                            at.named(),
                            at.path().isRoot() ? "" : " that changed this:"));
            if (!at.path().isRoot()) text.append(Plain.quoted(at.shown()));
            for (var id : part.commits())
                find(opened, id).map(HistoryTools::one).ifPresent(one -> {
                    shown.add(one);
                    text.append(line(one));
                });
            return new Told<>(
                    text + paging.below(part.commits().size(), part.total()),
                    new Listed(repo.path(), shown, paging.from(), part.total()));
        }
    }

    private static Stop busy() {
        return new Stop(503, "That is still being looked up: ask again in a moment.");
    }

    private Told<Read> commit(Asked asked) {
        var repo = asked.repo(Scope.READ_REPOSITORY);
        try (var opened = code.open(repo)) {
            var at = Spot.of(code, opened, asked);
            var commit = find(opened, at.commit()).orElseThrow(at::missing);
            var one = one(commit);
            String message = Plain.cut(commit.subject() + "\n\n" + commit.body(), MESSAGE_CHARACTERS_MAX)
                    .strip();
            var diff = code.diffs().of(opened.git(), at.commit()).orElseThrow(at::missing);
            var changes = DiffText.of(code, opened, diff, asked.arguments());
            String text = "Commit %s of %s, %s, %d parents.\n"
                    .formatted(one.id(), repo.path(), one.at(), one.parents().size());
            return new Told<>(
                    text + Plain.quoted("by " + one.author() + "\n\n" + message) + "\n" + changes.text(),
                    new Read(one, Plain.shown(message), changes.shape()));
        }
    }

    private Told<Blamed> blame(Asked asked) {
        var repo = asked.repo(Scope.READ_REPOSITORY);
        try (var opened = code.open(repo)) {
            var at = Spot.of(code, opened, asked);
            var known =
                    switch (node.reading().blame().of(repo, at.commit(), at.path(), PATIENCE)) {
                        case Blame.Answer.Known it -> it;
                        case Blame.Answer.Missing _ -> throw at.missing();
                        case Blame.Answer.Unfit(String told) -> throw new Stop(422, at.shown() + ": " + told + ".");
                        case Blame.Answer.Busy _ -> throw busy();
                    };
            var range = Range.of(asked.arguments(), known.lines(), at);
            int first = range.first();
            int wanted = range.last();
            int last = Math.min(wanted, first + BLAMED_LINES_MAX - 1);
            var runs = new ArrayList<Run>();
            var authors = new HashMap<ObjectId, Optional<One>>();
            var text = new StringBuilder();
            int counted = 0;
            for (var run : known.runs()) {
                int from = Math.max(first, run.first());
                int to = Math.min(last, run.last());
                if (from > to) continue;
                if (text.length() > Told.CHARACTERS_MAX) {
                    last = from - 1;
                    break;
                }
                counted += to - from + 1;
                boolean isFirst = !authors.containsKey(run.commit());
                var one = authors.computeIfAbsent(
                        run.commit(), id -> find(opened, id).map(HistoryTools::one));
                runs.add(new Run(from, to, run.commit().name(), Plain.line(run.path(), 4_096)));
                text.append("\nLines %d to %d: %s%s\n"
                        .formatted(
                                from,
                                to,
                                run.commit().name().substring(0, SHORT),
                                one.map(it -> ", " + it.at()).orElse("")));
                if (isFirst) one.ifPresent(it -> text.append(Plain.quoted(it.author() + ": " + it.subject())));
            }
            boolean complete = counted == Math.max(0, last - first + 1);
            if (!complete) text.append("\nTime was over: of the other lines it is not known.\n");
            if (last < wanted) text.append("\nCut here: go on with from_line=%d.\n".formatted(last + 1));
            String head = "Lines %d to %d of %d of this file of %s at %s:\n"
                    .formatted(first, last, known.lines(), repo.path(), at.named());
            return new Told<>(
                    head + Plain.quoted(at.shown()) + text,
                    new Blamed(
                            repo.path(),
                            Plain.line(at.path().value(), 4_096),
                            at.commit().name(),
                            known.lines(),
                            first,
                            last,
                            complete,
                            runs,
                            authors.values().stream().flatMap(Optional::stream).toList()));
        }
    }
}
