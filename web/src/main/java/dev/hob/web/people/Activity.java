package dev.hob.web.people;

import dev.hob.node.Node;
import dev.hob.node.code.Commit;
import dev.hob.node.log.Change;
import dev.hob.node.log.Entry;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.people.Person;
import dev.hob.node.people.Viewer;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.html.Avatar;
import dev.hob.web.html.Urls;
import dev.hob.web.people.ActivityLine.Link;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// What happened lately in the repositories that somebody may see, read backwards from the log, a bounded way at a
/// time. Shared between threads.
final class Activity {
    private static final int SHOWN_MAX = 20;
    private static final int STEP = 100;
    private static final int SCANNED_MAX = 500;
    private static final String HEADS = "refs/heads/";
    private static final String TAGS = "refs/tags/";

    private final Node node;

    Activity(Node node) {
        this.node = node;
    }

    /// Some of it, and the position before which the rest is.
    record Page(List<ActivityLine> lines, Optional<Long> next) {
        Page {
            lines = List.copyOf(lines);
        }
    }

    /// The latest before a position.
    Page before(Viewer viewer, long position) {
        var look = new Look(viewer);
        var lines = new ArrayList<ActivityLine>();
        long last = position;
        for (int scanned = 0; scanned < SCANNED_MAX; scanned += STEP) {
            var entries = node.log().before(last, STEP);
            for (var entry : entries) {
                last = entry.position();
                look.line(entry).ifPresent(lines::add);
                if (lines.size() == SHOWN_MAX) return new Page(lines, more(last));
            }
            if (entries.size() < STEP) return new Page(lines, Optional.empty());
        }
        return new Page(lines, more(last));
    }

    private Optional<Long> more(long position) {
        return node.log().before(position, 1).isEmpty() ? Optional.empty() : Optional.of(position);
    }

    /// One reader's look at the log: what was found once is not asked for again.
    private final class Look {
        private final Viewer viewer;
        private final Map<String, Optional<Repo>> repos = new HashMap<>();
        private final Map<String, Optional<Person>> people = new HashMap<>();

        Look(Viewer viewer) {
            this.viewer = viewer;
        }

        Optional<ActivityLine> line(Entry entry) {
            return switch (entry.change()) {
                case Change.RepositoryCreated(String id, String _) ->
                    repo(id).map(repo -> line(entry, "made", Optional.empty(), "", repo, ""));
                case Change.RefsMoved(String id, String _, var moves) ->
                    repo(id).map(repo -> pushed(entry, repo, moves));
                case Change.RepositoryRenamed(String id, String before, String _) ->
                    repo(id).map(repo -> line(entry, "renamed", Optional.of(new Link(before, "")), "to", repo, ""));
                case Change.VisibilityChanged(String id, boolean isPrivate) ->
                    repo(id).map(repo ->
                            line(entry, "made", Optional.empty(), "", repo, isPrivate ? "private" : "public"));
                case Change.RepositoryDescribed(String id) ->
                    repo(id).map(repo -> line(entry, "changed the settings of", Optional.empty(), "", repo, ""));
                case Change.RepositoryTransferred(String id, String before, String _, String _) ->
                    repo(id).map(repo -> line(entry, "took over", Optional.of(new Link(before, "")), "as", repo, ""));
                case Change.IssueOpened(String id, String _, String _, long number) ->
                    repo(id).map(repo -> issue(entry, "opened", repo, number));
                case Change.IssueCommented(String id, String _, String _, long number, String _) ->
                    repo(id).map(repo -> issue(entry, "commented on", repo, number));
                case Change.IssueChanged(String id, String _, String _, long number, String _, String what) ->
                    switch (what) {
                        case "closed", "reopened" -> repo(id).map(repo -> issue(entry, what, repo, number));
                        default -> Optional.empty(); // Its own history tells the rest.
                    };
                // Whether a repository that is gone might have been seen cannot be told any more.
                case Change.RepositoryDeleted _, Change.PersonCreated _, Change.PersonDeleted _ -> Optional.empty();
            };
        }

        private Optional<Repo> repo(String id) {
            return repos.computeIfAbsent(
                    id, _ -> node.repos().byId(new RepositoryId(id)).filter(repo -> node.access()
                            .may(viewer, Right.READ, repo)));
        }

        private ActivityLine issue(Entry entry, String did, Repo repo, long number) {
            var link = new Link("#" + number, "/" + Urls.path(repo.path()) + "/issues/" + number);
            return line(entry, did, Optional.of(link), "in", repo, "");
        }

        private ActivityLine pushed(Entry entry, Repo repo, List<RefMove> moves) {
            if (moves.size() != 1)
                return line(entry, "pushed " + amount(moves) + " to", Optional.empty(), "", repo, "");
            var move = moves.getFirst();
            boolean tag = move.ref().startsWith(TAGS);
            String name = move.ref().substring(tag ? TAGS.length() : HEADS.length());
            if (move.deletes()) {
                var gone = new Link(name, "");
                return line(entry, tag ? "deleted the tag" : "deleted the branch", Optional.of(gone), "in", repo, "");
            }
            boolean there = node.refs().view(repo).refs().containsKey(move.ref());
            String url = "/" + Urls.path(repo.path()) + (tag ? "/src/tag/" : "/src/branch/") + Urls.path(name);
            var line = line(
                    entry,
                    tag ? "pushed the tag" : "pushed to",
                    Optional.of(new Link(name, there ? url : "")),
                    "in",
                    repo,
                    "");
            return tag ? line : line.withSubject(subject(repo, move.after()));
        }

        private Optional<String> subject(Repo repo, String commit) {
            try (var repository = node.storage().open(repo.rid())) {
                return node.reading()
                        .history()
                        .commit(repository, ObjectId.fromString(commit))
                        .map(Commit::subject);
            }
        }

        private ActivityLine line(Entry entry, String did, Optional<Link> what, String joint, Repo repo, String tail) {
            var where = new Link(repo.path(), "/" + Urls.path(repo.path()));
            var person = person(entry.origin());
            return new ActivityLine(
                    person.map(it -> new Link(it.name(), "/" + it.name())).orElseGet(() -> far(entry.origin())),
                    person.map(it -> Avatar.url(it.key())),
                    did,
                    what,
                    joint,
                    where,
                    tail,
                    Optional.empty(),
                    entry.at());
        }

        private Optional<Person> person(Origin origin) {
            if (!(origin instanceof Origin.Here(String id))) return Optional.empty();
            return people.computeIfAbsent(id, it -> node.people().byId(it));
        }

        private static Link far(Origin origin) {
            return switch (origin) {
                case Origin.Here _ -> new Link("Somebody who left", "");
                case Origin.Actor(String url) ->
                    new Link(
                            "Somebody at "
                                    + Optional.ofNullable(URI.create(url).getHost())
                                            .orElse("another node"),
                            "");
                case Origin.Peer(String nid) -> new Link("The node " + nid, "");
            };
        }

        private static String amount(List<RefMove> moves) {
            long tags = moves.stream().filter(it -> it.ref().startsWith(TAGS)).count();
            long heads = moves.size() - tags;
            String branches = heads == 1 ? "a branch" : heads + " branches";
            String others = tags == 1 ? "a tag" : tags + " tags";
            if (tags == 0) return branches;
            return heads == 0 ? others : branches + " and " + others;
        }
    }
}
