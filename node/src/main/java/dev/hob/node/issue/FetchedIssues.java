package dev.hob.node.issue;

import dev.hob.keys.DidKey;
import dev.hob.node.cob.Comment;
import dev.hob.node.cob.Entry;
import dev.hob.node.cob.Graph;
import dev.hob.node.log.RepoId;
import dev.hob.node.refs.Cobs;
import dev.hob.node.refs.Surroundings;
import dev.hob.node.repo.Identities;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/// The issues of any clone that has fetched what is signed (`refs/namespaces`, `refs/rad`): folded from its objects
/// alone, by the rules that every node has, without a node and without a database. For reading, by one thread.
public final class FetchedIssues {
    private static final String IDENTITY = "refs/rad/id";
    private static final String DOCUMENT = "radicle.json";
    private static final int REVISIONS_MAX = 10_000;

    /// An issue.
    ///
    /// @param number what its home calls it; empty when that is not in git yet
    /// @param comments what was said, with the opening post first; what was taken back is left out
    public record Fetched(
            Optional<Long> number,
            ObjectId id,
            String title,
            IssueState state,
            List<String> labels,
            List<String> assignees,
            Instant created,
            Instant updated,
            Optional<Instant> closed,
            List<Said> comments) {
        public Fetched {
            labels = List.copyOf(labels);
            assignees = List.copyOf(assignees);
            comments = List.copyOf(comments);
        }
    }

    /// @param author the name by which they signed, which nobody vouches for
    public record Said(ObjectId id, DidKey key, String author, Instant at, Instant edited, String body) {}

    private final Repository repository;
    private final Identities.InForce identity;
    private final Map<DidKey, String> names = new HashMap<>();

    private FetchedIssues(Repository repository, Identities.InForce identity) {
        this.repository = repository;
        this.identity = identity;
    }

    /// Those of a clone; empty when it has no identity, as one that has fetched code only.
    public static Optional<FetchedIssues> of(Repository repository) throws IOException {
        var rid = rid(repository);
        if (rid.isEmpty()) return Optional.empty();
        return Optional.of(new FetchedIssues(repository, new Identities().of(repository, rid.get())));
    }

    /// The id is that of the first document, which the root of the identity carries.
    static Optional<RepoId> rid(Repository repository) throws IOException {
        var head = repository.exactRef(IDENTITY);
        if (head == null || head.getObjectId() == null) return Optional.empty();
        try (var walk = new RevWalk(repository)) {
            var entry = Entry.read(walk, head.getObjectId());
            for (int i = 0; i < REVISIONS_MAX && entry.isPresent(); i++) {
                var parents = entry.get().parents();
                if (parents.isEmpty())
                    return Optional.ofNullable(entry.get().embeds().get(DOCUMENT))
                            .map(FetchedIssues::rid);
                entry = Entry.read(walk, parents.getFirst());
            }
        }
        return Optional.empty();
    }

    private static RepoId rid(ObjectId document) {
        byte[] bytes = new byte[Constants.OBJECT_ID_LENGTH];
        document.copyRawTo(bytes, 0);
        return RepoId.of(bytes);
    }

    /// The issues that there are, with the numbers of those that have one; none of them is read for it.
    public Map<ObjectId, Optional<Long>> ids() throws IOException {
        var objects = Cobs.objects(repository, Set.of(IssueFold.TYPE, Numbers.TYPE));
        var numbers = numbers(objects);
        var ids = new HashMap<ObjectId, Optional<Long>>();
        for (var id : objects.getOrDefault(IssueFold.TYPE, Map.of()).keySet())
            ids.put(id, Optional.ofNullable(numbers.get(id)));
        return ids;
    }

    /// One of them, when it holds.
    public Optional<Fetched> one(ObjectId id) throws IOException {
        var objects = Cobs.objects(repository, Set.of(IssueFold.TYPE, Numbers.TYPE));
        var tips = objects.getOrDefault(IssueFold.TYPE, Map.of()).getOrDefault(id, List.of());
        return read(id, tips, Optional.ofNullable(numbers(objects).get(id)));
    }

    private Map<ObjectId, Long> numbers(Map<String, Map<ObjectId, List<ObjectId>>> objects) throws IOException {
        var numbers = new HashMap<ObjectId, Long>();
        for (var object : objects.getOrDefault(Numbers.TYPE, Map.of()).entrySet())
            Numbers.given(repository, identity, object.getKey(), object.getValue())
                    .forEach((number, id) -> numbers.putIfAbsent(id, number));
        return numbers;
    }

    /// All issues that hold, by number, those without one last.
    public List<Fetched> all() throws IOException {
        var objects = Cobs.objects(repository, Set.of(IssueFold.TYPE, Numbers.TYPE));
        var numbers = numbers(objects);
        var issues = new ArrayList<Fetched>();
        for (var object : objects.getOrDefault(IssueFold.TYPE, Map.of()).entrySet())
            read(object.getKey(), object.getValue(), Optional.ofNullable(numbers.get(object.getKey())))
                    .ifPresent(issues::add);
        issues.sort(Comparator.comparingLong((Fetched it) -> it.number().orElse(Long.MAX_VALUE))
                .thenComparing(Fetched::id));
        return issues;
    }

    private Optional<Fetched> read(ObjectId id, List<ObjectId> tips, Optional<Long> number) throws IOException {
        try (var reader = repository.newObjectReader();
                var walk = new RevWalk(reader)) {
            var graph = Graph.load(reader, IssueFold.TYPE, id, tips);
            var fold = new IssueFold(Surroundings.of(this::open, identity));
            if (graph.isEmpty()) return Optional.empty();
            var told = graph.get().tell(fold);
            if (told.isEmpty()) return Optional.empty();
            for (var entry : told.get().entries()) name(walk, entry);
            var discussion = fold.discussion();
            var said = discussion.timeline().stream()
                    .flatMap(entry -> discussion.comment(entry).map(it -> said(entry, it)).stream())
                    .toList();
            return Optional.of(new Fetched(
                    number,
                    id,
                    fold.title(),
                    fold.state(),
                    List.copyOf(fold.labels()),
                    fold.assignees().stream().map(this::name).toList(),
                    fold.created(),
                    fold.updated(),
                    fold.closed(),
                    said));
        }
    }

    private Repository open() {
        repository.incrementOpen();
        return repository;
    }

    private Said said(ObjectId entry, Comment comment) {
        return new Said(
                entry,
                comment.author(),
                names.getOrDefault(comment.author(), comment.author().did()),
                comment.at(),
                comment.edits().getLast().at(),
                comment.body());
    }

    /// Whoever signs an entry says what they are called.
    private void name(RevWalk walk, Entry entry) throws IOException {
        var author = entry.author().orElseThrow();
        if (!names.containsKey(author))
            names.put(author, walk.parseCommit(entry.id()).getAuthorIdent().getName());
    }

    private String name(String did) {
        return names.entrySet().stream()
                .filter(it -> it.getKey().did().equals(did))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(did);
    }
}
