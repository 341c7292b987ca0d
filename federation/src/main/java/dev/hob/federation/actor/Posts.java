package dev.hob.federation.actor;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.hob.federation.vocab.Attached;
import dev.hob.federation.vocab.ForgePart;
import dev.hob.federation.vocab.Handle;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Post;
import dev.hob.federation.vocab.Ref;
import dev.hob.federation.vocab.Rest;
import dev.hob.federation.vocab.Source;
import dev.hob.federation.vocab.Thing;
import dev.hob.federation.vocab.Tombstone;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.federation.vocab.Words;
import dev.hob.keys.DidKey;
import dev.hob.node.Node;
import dev.hob.node.cob.CodeLocation;
import dev.hob.node.cob.CodeRange;
import dev.hob.node.cob.Comment;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.Line;
import dev.hob.node.issue.Verdict;
import dev.hob.node.log.Change;
import dev.hob.node.log.Entry;
import dev.hob.node.patch.Patch;
import dev.hob.node.people.Person;
import dev.hob.node.release.Release;
import dev.hob.node.repo.Repo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// What is written here, as others read it: tickets, comments, releases, and notes of what happened. Shared between
/// threads.
public final class Posts {
    /// Whom a comment calls, at most: the latest of those elsewhere who spoke before it.
    public static final int CALLED_MAX = 20;

    private static final int FILES_MAX = 50;
    private static final int LINES_LOOKED_MAX = 500;
    /// A post is read at a glance; the page has the rest.
    private static final int NOTES_CHARACTERS_MAX = 4_000;

    private static final List<String> TICKET = List.of("Note", "Ticket");
    private static final List<String> RELEASE = List.of("Note", "Release");
    private static final List<String> NOTE = List.of("Note");

    private final Node node;
    private final LocalActors actors;
    private final Subjects subjects;
    private final Strangers strangers;
    private final Prose prose;
    private final Pushes pushes;

    public Posts(Node node, LocalActors actors, Subjects subjects, Strangers strangers) {
        this.node = node;
        this.actors = actors;
        this.subjects = subjects;
        this.strangers = strangers;
        this.prose = new Prose(node, actors.home(), strangers);
        this.pushes = new Pushes(node, actors);
    }

    /// The document of something as it is now: an actor, a post, or what is left of a post that was taken back. Empty
    /// when it is not there.
    public Optional<Thing> document(Subject subject) {
        return switch (subject) {
            case Subject.Actor(var local) -> Optional.of(actors.document(local));
            case Subject.Ticket(var repo, var number) ->
                subjects.issue(repo, number).map(issue -> ticket(repo, issue));
            case Subject.Comment(var repo, var number, var entry) ->
                subjects.issue(repo, number)
                        .flatMap(issue -> subjects.line(repo, number, entry).map(line -> comment(repo, issue, line)));
            case Subject.Release(var repo, var id) ->
                subjects.publishedRelease(repo, id).map(release -> release(repo, release));
            case Subject.PushNote(var repo, var position) ->
                subjects.logged(position).flatMap(entry -> push(repo, List.of(entry)));
            case Subject.StateNote(var repo, var number, var position) ->
                subjects.issue(repo, number)
                        .flatMap(issue -> subjects.logged(position).map(entry -> state(repo, issue, entry)));
        };
    }

    /// Who wrote something, if they are known by an address; a repository that speaks for itself.
    public Id author(Subject subject) {
        return document(subject)
                .filter(Post.class::isInstance)
                .flatMap(post -> ((Post) post).writing().attributedTo().stream().findFirst())
                .orElseGet(() -> Subject.repo(subject)
                        .map(this::self)
                        .orElseThrow(() -> new AssertionError("a post without a repository")));
    }

    /// Those elsewhere who spoke of a ticket, the latest first.
    public List<Id> participants(Repo repo, Issue issue) {
        var keys = new LinkedHashSet<>(node.tracking().talks().speakers(repo.rid(), issue.id(), LINES_LOOKED_MAX));
        keys.add(issue.author());
        var known = strangers.actors(keys);
        return keys.stream()
                .flatMap(key -> Optional.ofNullable(known.get(key)).stream())
                .distinct()
                .limit(CALLED_MAX)
                .toList();
    }

    /// What others know a comment by: its id at its author's, if that is elsewhere.
    public Id called(Repo repo, long number, String entry) {
        return strangers
                .original(repo.rid(), entry)
                .orElseGet(() -> subjects.id(new Subject.Comment(repo, number, entry)));
    }

    private Post ticket(Repo repo, Issue issue) {
        var description = Optional.ofNullable(node.tracking()
                .talks()
                .descriptions(repo.rid(), List.of(issue.id()))
                .get(issue.id()));
        var said = description.flatMap(Line::said);
        var self = subjects.id(new Subject.Ticket(repo, issue.number()));
        var page = page(repo, issue);
        String body = said.map(Comment::body).orElse("");
        String html = body.isBlank() ? "" : prose.html(repo, body, said.get().embeds());
        // Servers take no post without a text.
        if (html.isBlank()) html = "<p>" + link(page, issue.title()) + "</p>";
        var author = address(description.map(Line::by).orElse(issue.author()));
        var typed = typed(author, body);
        var writing = Post.Writing.of(self, TICKET, attributed(repo, author), html, issue.created())
                .titled(Optional.of(issue.title()), Optional.of(issue.title()))
                .about(self(repo), Optional.empty())
                .shownAt(page)
                .answeredAt(below(self, "/replies"))
                .to(List.of(Vocabulary.PUBLIC), audience(repo, author, called(repo, issue, author, typed)))
                // Also of an empty text: what is shown instead is not what its author wrote.
                .from(Source.markdown(body))
                .with(
                        mentions(List.copyOf(typed.keySet()), typed),
                        issue.isPatch() ? mergeRequest(repo, issue) : List.of());
        writing = edited(writing, said);
        return new Post.Ticket(
                Optional.of(!issue.state().isOpen()),
                Optional.empty(),
                issue.state().isOpen() ? Optional.empty() : issue.closed(),
                Optional.of(new Ref.To(below(self, "/followers"))),
                Optional.of(new Ref.To(below(self, "/dependencies"))),
                Optional.of(new Ref.To(below(self, "/dependants"))),
                writing);
    }

    private static Post.Writing edited(Post.Writing writing, Optional<Comment> said) {
        return said.filter(comment -> comment.edits().size() > 1)
                .map(comment -> writing.changed(comment.edits().getLast().at()))
                .orElse(writing);
    }

    private List<Ref> mergeRequest(Repo repo, Issue issue) {
        return node.pulls()
                .reading()
                .find(repo.rid(), issue.id())
                .<List<Ref>>map(patch -> List.of(new Ref.Embedded(new ForgePart.MergeRequest(
                        Optional.empty(),
                        Optional.of(new Ref.Embedded(origin(repo, issue.number(), patch))),
                        Optional.of(new Ref.Embedded(target(repo, patch))),
                        Optional.empty(),
                        merged(patch)))))
                .orElse(List.of());
    }

    /// Closed is not merged: whoever offered it wants to know which.
    private static Rest merged(Patch patch) {
        return patch.merged()
                .map(merged -> new Rest(
                        Map.of("mergeCommit", TextNode.valueOf(merged.commit().name()))))
                .orElse(Rest.NONE);
    }

    private ForgePart.Branch target(Repo repo, Patch patch) {
        String branch = patch.target().isEmpty() ? repo.defaultBranch() : patch.target();
        return branch(repo, branch, Constants.R_HEADS + branch, Optional.empty());
    }

    /// Where the commits are to be had: at the fork, while everybody may see it and its branch is there; else here,
    /// where each pull request has a ref.
    private ForgePart.Branch origin(Repo repo, long number, Patch patch) {
        var fork = patch.source().flatMap(source -> node.pulls()
                .heads()
                .of(source)
                .filter(head -> actors.isPublic(head.repo()) && head.tip().equals(patch.head())));
        return fork.map(head -> branch(
                        head.repo(), head.branch(), Constants.R_HEADS + head.branch(), Optional.of(patch.head())))
                .orElseGet(() -> branch(
                        repo, "pull/" + number + "/head", "refs/pull/" + number + "/head", Optional.of(patch.head())));
    }

    private ForgePart.Branch branch(Repo repo, String name, String ref, Optional<ObjectId> head) {
        return new ForgePart.Branch(
                Optional.empty(),
                Optional.of(self(repo)),
                Optional.of(Words.of(name)),
                Optional.of(ref),
                head.map(ObjectId::name),
                List.of(actors.home().at("/" + repo.path() + ".git").value()),
                Rest.NONE);
    }

    private Thing comment(Repo repo, Issue issue, Line line) {
        var self = subjects.id(
                new Subject.Comment(repo, issue.number(), line.entry().name()));
        var said = line.said();
        if (said.isEmpty()) return new Tombstone(Optional.of(self), Optional.of("Note"), Optional.empty(), Rest.NONE);
        var comment = said.get();
        var ticket = subjects.id(new Subject.Ticket(repo, issue.number()));
        var parent = comment.replyTo()
                .filter(entry -> !entry.equals(issue.id()))
                .map(entry -> called(repo, issue.number(), entry.name()))
                .orElse(ticket);
        var author = address(line.by());
        var typed = typed(author, comment.body());
        var called = called(repo, issue, author, typed);
        String html = prose.html(repo, comment.body(), comment.embeds());
        if (html.isBlank()) {
            String what = line.what() instanceof Line.What.Revised ? "Other commits for " : "";
            html = "<p>" + what + link(page(repo, issue), issue.title()) + "</p>";
        }
        if (line.what() instanceof Line.What.Reviewed(var _, var what))
            html = what.verdict().map(Posts::verdict).orElse("") + html;
        // A remark without its place says little where nobody sees the code.
        html = comment.location().map(Posts::place).orElse("") + html;
        var writing = Post.Writing.of(self, NOTE, attributed(repo, author), html, comment.at())
                .about(ticket, Optional.of(parent))
                .shownAt(new Id(
                        page(repo, issue).value() + "/comment/" + line.entry().name()))
                .answeredAt(below(self, "/replies"))
                .from(Source.markdown(comment.body()))
                .to(List.of(Vocabulary.PUBLIC), audience(repo, author, called))
                .with(mentions(called, typed), List.of());
        return new Post.Note(edited(writing, said));
    }

    /// What somebody thinks of a pull request, as a paragraph before their words.
    public static String verdict(Verdict verdict) {
        return switch (verdict) {
            case ACCEPT -> "<p><strong>Approved</strong></p>";
            case REJECT -> "<p><strong>Asks for changes</strong></p>";
        };
    }

    /// Of which lines a remark is, as a paragraph before it.
    public static String place(CodeLines lines) {
        return "<p><code>" + Escaped.text(lines.told()) + "</code></p>";
    }

    /// Which lines of which file.
    private static String place(CodeLocation code) {
        String lines =
                switch (code.after().or(code::before).orElse(null)) {
                    case CodeRange.Lines(int start, int end) ->
                        end > start + 1 ? ":" + (start + 1) + "-" + end : ":" + (start + 1);
                    case CodeRange.Characters(int line, int _, int _) -> ":" + (line + 1);
                    case null -> "";
                };
        return "<p><code>" + Escaped.text(code.path() + lines) + "</code></p>";
    }

    /// Those elsewhere whom a text calls by their handles.
    public static Collection<Handle> called(String text) {
        return Called.in(text).values();
    }

    /// The same as far as they were met, with what they go by. Only of what somebody of here wrote: what comes from
    /// elsewhere calls whom it calls there.
    private Map<Id, String> typed(Optional<Id> author, String text) {
        var typed = new LinkedHashMap<Id, String>();
        if (author.filter(id -> actors.home().path(id).isPresent()).isPresent())
            for (var handle : called(text))
                strangers.named(handle).ifPresent(named -> typed.put(named.actor(), handle.toString()));
        return typed;
    }

    /// Whom a text is for: those it calls, and those who spoke before.
    private List<Id> called(Repo repo, Issue issue, Optional<Id> author, Map<Id, String> typed) {
        var called = new LinkedHashSet<Id>(typed.keySet());
        called.addAll(participants(repo, issue));
        author.ifPresent(called::remove);
        return called.stream().limit(CALLED_MAX).toList();
    }

    /// Whom the text is for are told of it by their servers.
    private List<Ref> mentions(List<Id> called, Map<Id, String> typed) {
        var names = strangers.handles(called);
        var mentions = new ArrayList<Ref>();
        for (var id : called)
            mentions.add(new Ref.Embedded(new Attached.Mention(
                    Optional.of(id.value()),
                    Optional.ofNullable(names.get(id))
                            .or(() -> Optional.ofNullable(typed.get(id)))
                            .map(Words::of),
                    Rest.NONE)));
        return mentions;
    }

    private Post release(Repo repo, Release release) {
        var self = subjects.id(new Subject.Release(repo, release.id().name()));
        var page = actors.home().at("/" + repo.path() + "/releases/tag/" + Prose.path(release.tag()));
        String notes = cut(release.notes());
        String html = "<p><strong>" + link(page, repo.path() + " " + release.name()) + "</strong></p>"
                + (notes.isBlank() ? "" : prose.html(repo, notes, List.of()));
        var writing = Post.Writing.of(self, RELEASE, List.of(self(repo)), html, release.published())
                .titled(Optional.of(release.tag()), Optional.empty())
                .about(self(repo), Optional.empty())
                .shownAt(page)
                .answeredAt(below(self, "/replies"))
                .from(Source.markdown(release.notes()))
                .to(List.of(Vocabulary.PUBLIC), List.of(followers(self(repo)).value()))
                .with(List.of(), files(repo, release));
        if (release.updated().isAfter(release.published())) writing = writing.changed(release.updated());
        return new Post.Release(
                Optional.of(release.prerelease()),
                release.commit().map(commit -> new Ref.Embedded(commit(repo, commit))),
                writing);
    }

    private static String cut(String notes) {
        if (notes.length() <= NOTES_CHARACTERS_MAX) return notes;
        int end = notes.lastIndexOf('\n', NOTES_CHARACTERS_MAX);
        return notes.substring(0, end > 0 ? end : NOTES_CHARACTERS_MAX) + "\n\n…";
    }

    private ForgePart.Commit commit(Repo repo, ObjectId commit) {
        return new ForgePart.Commit(
                Optional.empty(),
                Optional.of(self(repo)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(commit.name()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Rest.NONE);
    }

    private List<Ref> files(Repo repo, Release release) {
        String base = "/" + repo.path();
        var files = new ArrayList<Ref>();
        files.add(file(base + "/archive/" + Prose.path(release.tag()) + ".tar.gz", "application/gzip", "Source code"));
        release.assets().stream()
                .limit(FILES_MAX)
                .forEach(asset -> files.add(file(
                        base + "/releases/download/" + Prose.path(release.tag()) + "/" + Prose.name(asset.name()),
                        "application/octet-stream",
                        asset.name())));
        return files;
    }

    private Ref file(String path, String type, String name) {
        return new Ref.Embedded(new Attached.Link(
                actors.home().at(path).value(),
                Optional.of(type),
                Optional.of(Words.of(name)),
                Optional.empty(),
                Rest.NONE));
    }

    /// One note for some pushes to a repository, the latest of which names it. Empty when nothing of them can be told.
    public Optional<Post> push(Repo repo, List<Entry> entries) {
        var last = entries.getLast();
        var self = subjects.id(new Subject.PushNote(repo, last.position()));
        return pushes.told(repo, entries)
                .map(told -> new Post.Note(Post.Writing.of(self, NOTE, List.of(self(repo)), told.html(), last.at())
                        .about(self(repo), Optional.empty())
                        .shownAt(told.page())
                        .answeredAt(below(self, "/replies"))
                        .to(
                                List.of(Vocabulary.PUBLIC),
                                List.of(followers(self(repo)).value()))));
    }

    private Post state(Repo repo, Issue issue, Entry entry) {
        String what = entry.change() instanceof Change.IssueChanged changed ? changed.what() : "";
        String verb =
                switch (what) {
                    case "merge" -> "Merged";
                    case "reopened" -> "Reopened";
                    default -> "Closed";
                };
        var self = subjects.id(new Subject.StateNote(repo, issue.number(), entry.position()));
        var ticket = subjects.id(new Subject.Ticket(repo, issue.number()));
        String html = "<p>" + verb + " " + link(page(repo, issue), "#" + issue.number() + " " + issue.title()) + "</p>";
        return new Post.Note(Post.Writing.of(self, NOTE, List.of(self(repo)), html, entry.at())
                .about(ticket, Optional.of(ticket))
                .shownAt(page(repo, issue))
                .answeredAt(below(self, "/replies"))
                .to(List.of(Vocabulary.PUBLIC), audience(repo, Optional.empty(), participants(repo, issue))));
    }

    private Id self(Repo repo) {
        return actors.id(new Local.Project(repo));
    }

    /// The page of an issue or a pull request.
    public Id page(Repo repo, Issue issue) {
        return actors.home().at("/" + repo.path() + (issue.isPatch() ? "/pulls/" : "/issues/") + issue.path());
    }

    /// A link in words.
    public static String link(Id page, String words) {
        return "<a href=\"" + Escaped.text(page.value()) + "\">" + Escaped.text(words) + "</a>";
    }

    private static Id below(Id self, String path) {
        return new Id(self.value() + path);
    }

    static Id followers(Id actor) {
        return below(actor, "/followers");
    }

    /// Somebody of here is the author; for somebody elsewhere the repository vouches, or their server's name would
    /// be on what is on ours (D9).
    private List<Id> attributed(Repo repo, Optional<Id> author) {
        var self = self(repo);
        if (author.isEmpty()) return List.of(self);
        return actors.home().path(author.get()).isPresent() ? List.of(author.get()) : List.of(self, author.get());
    }

    private List<String> audience(Repo repo, Optional<Id> author, List<Id> called) {
        var audience = new LinkedHashSet<String>();
        audience.add(self(repo).value());
        audience.add(followers(self(repo)).value());
        author.filter(id -> actors.home().path(id).isPresent())
                .ifPresent(id -> audience.add(followers(id).value()));
        called.forEach(id -> audience.add(id.value()));
        return List.copyOf(audience);
    }

    private Optional<Id> address(DidKey key) {
        return Optional.ofNullable(addresses(List.of(key)).get(key));
    }

    /// Those of some keys that are somebody's, here or elsewhere.
    Map<DidKey, Id> addresses(List<DidKey> keys) {
        var found = new LinkedHashMap<DidKey, Id>(strangers.actors(keys));
        node.people().byKeys(keys).forEach((key, person) -> {
            if (!person.disabled()) found.put(key, actors.id(new Local.Account(person)));
        });
        return found;
    }

    /// Who of here wrote something.
    public Optional<Person> person(DidKey key) {
        return Optional.ofNullable(node.people().byKeys(List.of(key)).get(key)).filter(person -> !person.disabled());
    }
}
