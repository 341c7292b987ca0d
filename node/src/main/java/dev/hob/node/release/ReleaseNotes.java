package dev.hob.node.release;

import dev.hob.keys.DidKey;
import dev.hob.node.code.Beyond;
import dev.hob.node.code.Revisions;
import dev.hob.node.db.Database;
import dev.hob.node.language.Messages;
import dev.hob.node.log.RepoId;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.refs.RefView;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import dev.hob.node.repo.StorageException;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/// Notes that nobody wrote: which pull requests were merged between the release before and this one, by whom, and who
/// of them was there for the first time. Where none was, the commits themselves. Shared between threads.
public final class ReleaseNotes {
    private static final int COMMITS_MAX = 20_000;
    private static final int COMMITS_TOLD = 50;
    private static final int PULLS_MAX = 5_000;
    private static final int PULLS_TOLD = 500;
    private static final int BEFORE_MAX = 20;

    private final Database database;
    private final Storage storage;
    private final People people;
    private final Refs refs;
    private final Revisions revisions;
    private final ReleaseReading reading;

    ReleaseNotes(
            Database database, Storage storage, People people, Refs refs, Revisions revisions, ReleaseReading reading) {
        this.database = database;
        this.storage = storage;
        this.people = people;
        this.refs = refs;
        this.revisions = revisions;
        this.reading = reading;
    }

    /// What came of asking.
    public sealed interface Outcome {
        /// The notes in Markdown, and the tag that they begin behind, if there is one.
        record Written(String notes, Optional<String> since) implements Outcome {}

        /// They cannot be; `told` says why.
        record Missing(String told) implements Outcome {}
    }

    private record Merged(long number, String title, DidKey author, ObjectId commit, Instant at) {}

    /// Writes them.
    ///
    /// @param tag what is released; it may not be there yet
    /// @param target where it would be made
    /// @param since the tag to begin behind; else that of the newest release that this one is built upon
    /// @param home the repository's address, for links
    public Outcome between(Repo repo, String tag, String target, Optional<String> since, String home) {
        var view = refs.view(repo);
        try (var repository = storage.open(repo.rid());
                var walk = new RevWalk(repository)) {
            var end = end(repository, repo, view, tag, target);
            if (end.isEmpty()) return new Outcome.Missing(Messages.text("release.nothing-to-release-yet"));
            var to = walk.parseCommit(end.get());
            if (since.isPresent() && at(repository, view, since.get()).isEmpty())
                return new Outcome.Missing(Messages.text("release.no-tag", since.get()));
            var before = since.isPresent() ? since : before(repository, repo, view, walk, tag, to);
            var from = before.flatMap(it -> at(repository, view, it));
            var commits = commits(walk, to, from);
            return new Outcome.Written(text(repo, commits, before, tag, home), before);
        } catch (IOException e) {
            throw new StorageException("cannot read what a release of " + repo.path() + " has", e);
        }
    }

    private Optional<ObjectId> end(Repository repository, Repo repo, RefView view, String tag, String target) {
        var there = at(repository, view, tag);
        if (there.isPresent()) return there;
        if (target.isBlank()) return view.headId();
        return revisions.find(repository, repo, view, target).map(Revisions.Revision::commit);
    }

    private static Optional<ObjectId> at(Repository repository, RefView view, String tag) {
        return Revisions.target(view, Constants.R_TAGS + tag).filter(id -> isCommit(repository, id));
    }

    private static boolean isCommit(Repository repository, ObjectId id) {
        try (var reader = repository.newObjectReader()) {
            return reader.has(id, Constants.OBJ_COMMIT);
        } catch (org.eclipse.jgit.errors.IncorrectObjectTypeException _) {
            return false; // A tag can name a file.
        } catch (IOException e) {
            throw new StorageException("cannot read " + id.name(), e);
        }
    }

    /// The tag of the release that a commit is built upon, and no other of the newest ones in between.
    private Optional<String> before(
            Repository repository, Repo repo, RefView view, RevWalk walk, String tag, RevCommit to) throws IOException {
        Optional<String> nearest = Optional.empty();
        var from = Optional.<RevCommit>empty();
        for (String name : reading.tags(repo.rid()).stream()
                .filter(it -> !it.equals(tag))
                .limit(BEFORE_MAX)
                .toList()) {
            var id = at(repository, view, name);
            if (id.isEmpty()) continue;
            var commit = walk.parseCommit(id.get());
            if (!isBuiltOn(walk, to, commit)) continue;
            if (from.isPresent() && (commit.equals(from.get()) || !isBuiltOn(walk, commit, from.get()))) continue;
            nearest = Optional.of(name);
            from = Optional.of(commit);
        }
        return nearest;
    }

    private static boolean isBuiltOn(RevWalk walk, RevCommit commit, RevCommit base) throws IOException {
        walk.reset();
        return walk.isMergedInto(base, commit);
    }

    private static List<RevCommit> commits(RevWalk walk, RevCommit to, Optional<ObjectId> from) throws IOException {
        walk.reset();
        walk.markStart(to);
        if (from.isPresent()) walk.markUninteresting(walk.parseCommit(from.get()));
        return Beyond.of(walk, COMMITS_MAX);
    }

    private String text(Repo repo, List<RevCommit> commits, Optional<String> before, String tag, String home) {
        var ids = new HashSet<ObjectId>();
        for (var commit : commits) ids.add(commit.getId());
        var all = merged(repo.rid());
        var these = all.stream().filter(it -> ids.contains(it.commit())).toList();
        var names = people.byKeys(these.stream().map(Merged::author).distinct().toList());
        var text = new StringBuilder("## What has changed\n\n");
        if (these.isEmpty()) commits(text, commits);
        for (var pull : these.stream().limit(PULLS_TOLD).toList())
            text.append("* ")
                    .append(line(pull.title()))
                    .append(" by ")
                    .append(name(names, pull.author()))
                    .append(" in #")
                    .append(pull.number())
                    .append('\n');
        if (these.size() > PULLS_TOLD)
            text.append("* and ").append(these.size() - PULLS_TOLD).append(" more\n");
        var fresh = first(all, these);
        if (!fresh.isEmpty()) text.append("\n## For the first time\n\n");
        fresh.forEach((author, number) -> text.append("* ")
                .append(name(names, author))
                .append(" with #")
                .append(number)
                .append('\n'));
        before.ifPresent(it -> text.append("\n**All changes:** ")
                .append(home)
                .append("/compare/")
                .append(it)
                .append("...")
                .append(tag)
                .append('\n'));
        return text.toString();
    }

    private static void commits(StringBuilder text, List<RevCommit> commits) {
        for (var commit : commits.stream().limit(COMMITS_TOLD).toList())
            text.append("* ")
                    .append(line(commit.getShortMessage()))
                    .append(" (")
                    .append(commit.name(), 0, 10)
                    .append(")\n");
        if (commits.isEmpty()) text.append("Nothing since the release before.\n");
        if (commits.size() > COMMITS_TOLD)
            text.append("* and ")
                    .append(commits.size() - COMMITS_TOLD)
                    .append(commits.size() == COMMITS_MAX ? " or more" : "")
                    .append(" further commits\n");
    }

    /// A title within a list of Markdown, where it stays one line.
    private static String line(String title) {
        return title.replaceAll("\\s+", " ").strip();
    }

    private static String name(Map<DidKey, Person> names, DidKey author) {
        return Optional.ofNullable(names.get(author)).map(it -> "@" + it.name()).orElseGet(author::nid);
    }

    /// Whose first merged pull request is among these.
    private static Map<DidKey, Long> first(List<Merged> all, List<Merged> these) {
        var earlier = new HashSet<DidKey>();
        Set<Merged> now = new LinkedHashSet<>(these);
        var fresh = new LinkedHashMap<DidKey, Long>();
        // The oldest is the last.
        for (var pull : all.reversed()) {
            if (now.contains(pull) && !earlier.contains(pull.author())) fresh.put(pull.author(), pull.number());
            earlier.add(pull.author());
        }
        return fresh;
    }

    private List<Merged> merged(RepoId rid) {
        return database.read(handle -> handle.createQuery("""
                        select i.number, i.title, i.author, p.merged_commit, p.merged
                          from patch p
                          join issue i on i.rid = p.rid and i.id = p.id
                         where p.rid = :rid and p.state = 'MERGED' and p.merged_commit is not null
                         order by p.merged desc, i.number desc
                         limit :max""")
                .bind("rid", rid.value())
                .bind("max", PULLS_MAX)
                .map((row, _) -> new Merged(
                        row.getLong("number"),
                        row.getString("title"),
                        DidKey.parse(row.getString("author")),
                        ObjectId.fromString(row.getString("merged_commit")),
                        Instant.ofEpochMilli(row.getLong("merged"))))
                .list());
    }
}
