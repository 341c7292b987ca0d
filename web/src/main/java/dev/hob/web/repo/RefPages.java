package dev.hob.web.repo;

import static dev.hob.web.text.Messages.text;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.Node;
import dev.hob.node.code.Commit;
import dev.hob.node.code.Distances.Distance;
import dev.hob.node.code.Revisions;
import dev.hob.node.code.Tags;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.people.Person;
import dev.hob.node.refs.RefView;
import dev.hob.node.refs.Refs.Verdict;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.html.BranchLine;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// The branches and tags of a repository: all of them, a page at a time, making a branch, and deleting either.
public final class RefPages {
    private static final int LISTED = 100;
    private static final long ORDERED_NAMES_MAX = 500_000;
    private static final Duration PATIENCE = Duration.ofMillis(600);

    private final Node node;
    private final Found found;
    private final Tags tags = new Tags();
    private final Cache<Listed, List<String>> ordered = Caffeine.newBuilder()
            .maximumWeight(ORDERED_NAMES_MAX)
            .weigher((Listed _, List<String> names) -> 1 + names.size())
            .build();

    /// By the generation of the view, which no other view shares.
    private record Listed(long generation, Kind kind) {}

    /// What a page lists.
    private enum Kind {
        BRANCH("branch", Constants.R_HEADS),
        TAG("tag", Constants.R_TAGS);

        private final String word;
        private final String prefix;

        Kind(String word, String prefix) {
            this.word = word;
            this.prefix = prefix;
        }

        String title() {
            return switch (this) {
                case BRANCH -> text("repo.branches");
                case TAG -> text("repo.tags");
            };
        }
    }

    public RefPages(Node node, Found found) {
        this.node = node;
        this.found = found;
    }

    /// The branches.
    public void branches(Visit visit) {
        show(visit, Kind.BRANCH);
    }

    /// The tags.
    public void tags(Visit visit) {
        show(visit, Kind.TAG);
    }

    private void show(Visit visit, Kind kind) {
        var repo = found.repo(visit, Right.READ);
        show(visit, 200, repo, kind, new Form(Map.of("from", repo.defaultBranch()), Map.of()));
    }

    private void show(Visit visit, int status, Repo repo, Kind kind, Form form) {
        var view = node.refs().view(repo);
        String after = visit.query("after").orElse("");
        String asked = visit.query("q").orElse("").strip();
        String wanted = asked.toLowerCase(Locale.ROOT);
        var names = ordered(view, kind).stream()
                .filter(name -> after.isEmpty() || order(view, kind).compare(name, after) > 0)
                .filter(name -> name.toLowerCase(Locale.ROOT).contains(wanted))
                .limit(LISTED + 1)
                .toList();
        var shown = names.stream().limit(LISTED).toList();
        var values = new HashMap<String, Object>();
        values.put("repo", found.head(visit, repo, view, "branch", view.defaultBranch()));
        values.put("kind", kind.word);
        values.put("asked", asked);
        values.put("form", form);
        values.put("lines", lines(repo, view, kind, shown));
        values.put(
                "next",
                names.size() > LISTED
                        ? Optional.of(Urls.query(place(repo, kind), "q", asked, "after", shown.getLast()))
                        : Optional.empty());
        values.put("first", after.isEmpty());
        visit.show(status, "repo/refs.jte", kind.title() + " · " + repo.path(), values);
    }

    private List<String> ordered(RefView view, Kind kind) {
        return ordered.get(new Listed(view.generation(), kind), _ -> view.below(kind.prefix).keySet().stream()
                .map(name -> name.substring(kind.prefix.length()))
                .sorted(order(view, kind))
                .toList());
    }

    /// Branches by name, the default one first; of tags the newest version first.
    private static Comparator<String> order(RefView view, Kind kind) {
        return switch (kind) {
            case TAG -> RefOrder.UPWARDS.reversed();
            case BRANCH ->
                Comparator.comparing((String name) -> !name.equals(view.defaultBranch()))
                        .thenComparing(RefOrder.UPWARDS);
        };
    }

    private List<BranchLine> lines(Repo repo, RefView view, Kind kind, List<String> names) {
        try (var repository = node.storage().open(repo.rid())) {
            var tips = new HashMap<String, Commit>();
            for (String name : names)
                Revisions.target(view, kind.prefix + name)
                        .flatMap(id -> node.reading().history().commit(repository, id))
                        .ifPresent(commit -> tips.put(name, commit));
            var distances = kind == Kind.BRANCH ? distances(repo, view, tips) : Map.<ObjectId, Distance>of();
            return names.stream()
                    .map(name -> {
                        boolean isDefault = kind == Kind.BRANCH && name.equals(view.defaultBranch());
                        var commit = Optional.ofNullable(tips.get(name));
                        var distance = commit.filter(_ -> !isDefault)
                                .flatMap(it -> Optional.ofNullable(distances.get(it.id())));
                        return new BranchLine(
                                name, isDefault, commit, distance, tag(repository, view, kind.prefix + name));
                    })
                    .toList();
        }
    }

    /// How far branches are from the default one, as far as that can be told at once.
    private Map<ObjectId, Distance> distances(Repo repo, RefView view, Map<String, Commit> tips) {
        var ids = tips.values().stream().map(Commit::id).toList();
        return view.headId()
                .map(head -> node.reading().distances().from(repo, head, ids, PATIENCE))
                .orElse(Map.of());
    }

    private Optional<Tags.Tag> tag(Repository repository, RefView view, String ref) {
        if (!view.peeled().containsKey(ref)) return Optional.empty();
        return Optional.ofNullable(view.refs().get(ref)).flatMap(id -> tags.at(repository, id));
    }

    /// Makes a branch.
    public void create(Visit visit) {
        var repo = found.repo(visit, Right.WRITE);
        var person = visit.signedIn();
        var typed = visit.form("name", "from");
        String name = typed.value("name").strip();
        var view = node.refs().view(repo);
        var start = start(repo, view, typed.value("from").strip());
        if (start.isEmpty()) {
            show(visit, 422, repo, Kind.BRANCH, typed.wrong("from", text("repo.refs.no-such-start")));
            return;
        }
        String ref = Constants.R_HEADS + name;
        var wrong = objection(view, name, ref)
                .or(() -> move(
                        repo,
                        person,
                        new RefMove(ref, RefMove.ABSENT, start.get().name())));
        if (wrong.isPresent()) {
            show(visit, 422, repo, Kind.BRANCH, typed.wrong("name", wrong.get()));
            return;
        }
        visit.go("/" + Urls.path(repo.path()) + "/src/branch/" + Urls.path(name));
    }

    private static Optional<String> objection(RefView view, String name, String ref) {
        if (name.isEmpty()) return Optional.of(text("repo.refs.needs-a-name"));
        if (name.startsWith("-") || name.equals(Constants.HEAD) || !Repository.isValidRefName(ref))
            return Optional.of(text("repo.refs.no-name-for-a-branch"));
        if (view.refs().containsKey(ref)) return Optional.of(text("repo.refs.there-is-one-already"));
        return Optional.empty();
    }

    /// The commit that somebody means by a branch, a tag or an id.
    private Optional<ObjectId> start(Repo repo, RefView view, String text) {
        try (var repository = node.storage().open(repo.rid())) {
            return node.reading().revisions().find(repository, repo, view, text).map(Revisions.Revision::commit);
        }
    }

    /// Deletes a branch.
    public void deleteBranch(Visit visit) {
        delete(visit, Kind.BRANCH);
    }

    /// Deletes a tag.
    public void deleteTag(Visit visit) {
        delete(visit, Kind.TAG);
    }

    private void delete(Visit visit, Kind kind) {
        var repo = found.repo(visit, Right.WRITE);
        var person = visit.signedIn();
        String name = visit.field("name");
        var view = node.refs().view(repo);
        var now = Optional.ofNullable(view.refs().get(kind.prefix + name)).orElseThrow(Stop::notFound);
        if (kind == Kind.BRANCH && name.equals(view.defaultBranch()))
            throw new Stop(409, text("repo.refs.this-is-the-default"));
        move(repo, person, new RefMove(kind.prefix + name, now.name(), RefMove.ABSENT))
                .ifPresent(told -> {
                    throw new Stop(409, told);
                });
        visit.go(place(repo, kind), kind == Kind.BRANCH ? Notice.BRANCH_DELETED : Notice.TAG_DELETED);
    }

    private static String place(Repo repo, Kind kind) {
        return "/" + Urls.path(repo.path()) + (kind == Kind.BRANCH ? "/branches" : "/tags");
    }

    private Optional<String> move(Repo repo, Person person, RefMove move) {
        var origin = new Origin.Here(person.id());
        return switch (node.refs().move(repo, origin, List.of(move), () -> {}, Optional.empty())) {
            case Verdict.Moved _ -> Optional.empty();
            case Verdict.Stale stale -> Optional.of(sentence(stale.told()));
            case Verdict.Refused refused -> Optional.of(sentence(refused.told()));
            case Verdict.Forbidden forbidden -> throw new Stop(403, forbidden.told());
        };
    }

    private static String sentence(String told) {
        String begun = Character.toUpperCase(told.charAt(0)) + told.substring(1);
        return begun.endsWith(".") ? begun : begun + ".";
    }
}
