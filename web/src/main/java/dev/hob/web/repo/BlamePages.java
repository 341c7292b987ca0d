package dev.hob.web.repo;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.code.Blame;
import dev.hob.node.code.Blob;
import dev.hob.node.code.Blobs;
import dev.hob.node.code.CodePath;
import dev.hob.node.code.Commit;
import dev.hob.node.code.IgnoredCommits;
import dev.hob.node.code.Place;
import dev.hob.node.code.TreeEntry;
import dev.hob.node.code.Trees;
import dev.hob.web.html.Highlighter;
import dev.hob.web.html.Parts;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// From which commit each line of a file is.
public final class BlamePages {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int ASKS_AGAIN_SECONDS = 3;

    private final Node node;
    private final Found found;
    private final Parts parts;
    private final Trees trees = new Trees();
    private final Blobs blobs = new Blobs();
    private final Highlighter highlighter = new Highlighter();

    public BlamePages(Node node, Found found, Parts parts) {
        this.node = node;
        this.found = found;
        this.parts = parts;
    }

    /// A file at a branch, a tag or a commit, and how its page is asked for.
    ///
    /// @param formless whether commits are passed over that only gave code another form
    private record Asked(Looking at, CodePath path, TreeEntry entry, boolean formless) {}

    /// Of a file at a branch, a tag or a commit.
    public Consumer<Visit> blame(String kind) {
        return visit -> {
            var at = found.looking(visit, kind);
            var path = CodePath.parse(at.path()).orElseThrow(Stop::notFound);
            boolean formless = visit.query("ignore").filter("no"::equals).isEmpty();
            try (var repository = node.storage().open(at.repo().rid())) {
                var place = trees.at(repository, at.commit(), path).orElseThrow(Stop::notFound);
                if (!(place instanceof Place.File(var entry))) throw Stop.notFound();
                show(visit, repository, new Asked(at, path, entry, formless));
            }
        };
    }

    private void show(Visit visit, Repository repository, Asked asked) {
        var at = asked.at();
        var blame = node.reading().blame();
        var answer = asked.formless()
                ? blame.formless(at.repo(), at.commit(), asked.path(), PATIENCE)
                : blame.of(at.repo(), at.commit(), asked.path(), PATIENCE);
        switch (answer) {
            case Blame.Answer.Known known -> known(visit, repository, asked, known);
            case Blame.Answer.Missing _ -> throw Stop.notFound();
            case Blame.Answer.Unfit(String told) -> told(visit, asked, text("repo.blame.nothing-is-told", told));
            case Blame.Answer.Busy _ -> {
                visit.context().header("Refresh", String.valueOf(ASKS_AGAIN_SECONDS));
                told(visit, asked, text("repo.blame.still-being-looked-for"));
            }
        }
    }

    private void told(Visit visit, Asked asked, String told) {
        var values = values(asked);
        values.put("told", told);
        values.put("named", 0);
        values.put("complete", true);
        values.put("lines", 0);
        values.put("code", "");
        show(visit, asked, values);
    }

    private static Map<String, Object> values(Asked asked) {
        var values = new HashMap<String, Object>();
        values.put("repo", asked.at().head());
        values.put("path", asked.path().value());
        values.put("commit", asked.at().commit().name());
        values.put("formless", asked.formless());
        return values;
    }

    private static void show(Visit visit, Asked asked, Map<String, Object> values) {
        String title = text("repo.blame") + " · " + asked.path().name() + " · "
                + asked.at().repo().path();
        visit.showScripted(200, "repo/blame.jte", title, values);
    }

    private void known(Visit visit, Repository repository, Asked asked, Blame.Answer.Known known) {
        var at = asked.at();
        var commits = new HashMap<ObjectId, Commit>();
        for (var run : known.runs())
            if (!commits.containsKey(run.commit()))
                node.reading()
                        .history()
                        .commit(repository, run.commit())
                        .ifPresent(it -> commits.put(run.commit().copy(), it));
        var newest = commits.values().stream().map(BlamePages::time).max(Comparator.naturalOrder());
        String moment =
                newest.map(it -> String.valueOf(visit.page("").moment(it))).orElse("");
        visit.scripted();
        if (visit.unchanged(
                at.head().toString(),
                at.commit().name(),
                asked.path().value(),
                moment,
                Boolean.toString(asked.formless()),
                Boolean.toString(known.complete()))) return;
        node.reading().revisions().shown(at.repo(), at.commit(), commits.keySet());
        var values = values(asked);
        values.put("told", "");
        values.put("named", IgnoredCommits.of(repository, at.commit()).ids().size());
        values.put("complete", known.complete());
        values.put("lines", known.lines());
        values.put(
                "code",
                known.lines() == 0
                        ? ""
                        : parts.of(
                                "repo/blamed.jte",
                                List.of(
                                        at.head().url(),
                                        at.commit().name(),
                                        asked.path().value(),
                                        moment,
                                        Boolean.toString(asked.formless()),
                                        Boolean.toString(known.complete())),
                                () -> part(visit, repository, asked, known, commits)));
        show(visit, asked, values);
    }

    private Map<String, Object> part(
            Visit visit, Repository repository, Asked asked, Blame.Answer.Known known, Map<ObjectId, Commit> commits) {
        var text =
                blobs.shown(repository, asked.entry().id()).flatMap(Blob::text).orElseThrow(Stop::notFound);
        return Map.of(
                "page",
                visit.page(""),
                "repo",
                asked.at().head(),
                "name",
                asked.path().name(),
                "without",
                asked.formless() ? "" : "?ignore=no",
                "blocks",
                BlameBlock.of(
                        known,
                        commits,
                        highlighter.lines(
                                asked.entry().id().name(), asked.entry().name(), text)));
    }

    static Instant time(Commit commit) {
        return commit.author().at();
    }
}
