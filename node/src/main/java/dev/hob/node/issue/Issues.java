package dev.hob.node.issue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hob.node.cob.Embed;
import dev.hob.node.cob.Fields;
import dev.hob.node.issue.Answer.Field;
import dev.hob.node.language.Messages;
import dev.hob.node.people.Person;
import dev.hob.node.refs.FoldCache;
import dev.hob.node.repo.Repo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.eclipse.jgit.lib.ObjectId;
import org.jdbi.v3.core.Handle;

/// What people do with issues.
public final class Issues extends Acts<IssueFold> {
    /// A new issue as somebody wants it.
    ///
    /// @param labels by name; only members may give any
    /// @param assignees only members may name any
    public record Opening(
            String title,
            String body,
            Collection<String> labels,
            Collection<Person> assignees,
            List<Attachment> attachments) {
        public Opening {
            labels = List.copyOf(labels);
            assignees = List.copyOf(assignees);
            attachments = List.copyOf(attachments);
        }

        /// One without labels, assignees and files.
        public static Opening of(String title, String body) {
            return new Opening(title, body, List.of(), List.of(), List.of());
        }
    }

    private static final String TAKEN_BACK = "(deleted)";

    private static final Words<IssueFold> WORDS = new Words<>() {
        @Override
        public JsonNode comment(IssueFold fold, String body, ObjectId replyTo, List<Embed> embeds) {
            return new IssueAction.Comment(body, Optional.of(replyTo), embeds).json();
        }

        @Override
        public JsonNode edit(IssueFold fold, ObjectId text, String body, List<Embed> embeds) {
            return new IssueAction.EditComment(text, body, embeds).json();
        }

        @Override
        public JsonNode redact(IssueFold fold, ObjectId text) {
            return new IssueAction.RedactComment(text).json();
        }

        @Override
        public JsonNode react(IssueFold fold, ObjectId text, String sign, boolean active) {
            return new IssueAction.React(text, sign, active).json();
        }

        @Override
        public JsonNode retitle(IssueFold fold, String title) {
            return new IssueAction.Retitle(title).json();
        }

        @Override
        public JsonNode label(SortedSet<String> labels) {
            return new IssueAction.Label(labels).json();
        }

        @Override
        public JsonNode assign(SortedSet<String> assignees) {
            return new IssueAction.Assign(assignees).json();
        }

        @Override
        public Optional<ObjectId> reworded(JsonNode action) {
            return IssueAction.parse(action).flatMap(it -> switch (it) {
                case IssueAction.EditComment(var text, var _, var _) -> Optional.of(text);
                case IssueAction.RedactComment(var text) -> Optional.of(text);
                case IssueAction.Comment _,
                        IssueAction.React _,
                        IssueAction.Retitle _,
                        IssueAction.ChangeState _,
                        IssueAction.Label _,
                        IssueAction.Assign _ -> Optional.empty();
            });
        }
    };

    Issues(Means means, FoldCache<IssueFold> folds) {
        super(means, folds, IssueFold.TYPE, "issue");
    }

    @Override
    protected Words<IssueFold> words() {
        return WORDS;
    }

    @Override
    protected void append(Handle handle, Repo repo, IssueFold fold, int lines) {
        if (lines == 0) IssueRows.insert(handle, repo.rid(), Numbers.of(handle, repo.rid(), fold.id()), fold);
        else IssueRows.append(handle, repo.rid(), fold, lines);
    }

    /// Opens an issue; the answer's entry is its id.
    public Answer open(Repo repo, Person by, Opening opening) {
        return open(repo, new Speaker.Local(by), opening);
    }

    /// The same by whoever speaks.
    public Answer open(Repo repo, Speaker by, Opening opening) {
        String title = opening.title().strip();
        var objection = Answer.objection(Field.TITLE, Limits.title(title))
                .or(() -> Answer.objection(Field.BODY, Limits.body(opening.body(), true)))
                .or(() -> Answer.objection(Field.FILES, Limits.attachments(opening.attachments())))
                .or(() -> Answer.objection(Field.LABELS, Limits.labels(opening.labels())))
                .or(() -> Answer.objection(Field.ASSIGNEES, assigneesObjection(repo, opening.assignees())));
        if (objection.isPresent()) return objection.get();
        boolean extras = !opening.labels().isEmpty() || !opening.assignees().isEmpty();
        if (extras && !means.isMember(repo, by))
            return Answer.forbidden(Messages.text("issue.only-members-give-labels-and-tasks"));
        return means.cobs()
                .in(repo, session -> {
                    var before = before(by);
                    if (before.isPresent()) return before.get();
                    boolean delegate = session.identity().document().delegates().contains(by.key());
                    var files = files(opening.attachments());
                    var actions = beginning(title, opening, delegate);
                    var answer = begin(session, by, new Deed(false, actions, files, "Create issue", "opened"));
                    if (extras && !delegate && answer instanceof Answer.Done(var id)) {
                        var kept = folds.get(session, id).orElseThrow();
                        var deed = new Deed(true, extras(opening), Map.of(), "Label", "labels");
                        if (act(session, kept, by, deed) instanceof Answer.Refused refused) return refused;
                    }
                    return answer;
                })
                .orElseGet(Acts::gone);
    }

    private static List<JsonNode> extras(Opening opening) {
        var actions = new ArrayList<JsonNode>();
        if (!opening.assignees().isEmpty()) actions.add(WORDS.assign(dids(opening.assignees())));
        if (!opening.labels().isEmpty()) actions.add(WORDS.label(Fields.ordered(opening.labels())));
        return actions;
    }

    /// The actions in the order in which `rad` writes them.
    private static List<JsonNode> beginning(String title, Opening opening, boolean extras) {
        var actions = new ArrayList<JsonNode>();
        actions.add(new IssueAction.Comment(opening.body(), Optional.empty(), embeds(opening.attachments())).json());
        if (extras && !opening.assignees().isEmpty()) actions.add(WORDS.assign(dids(opening.assignees())));
        actions.add(new IssueAction.Retitle(title).json());
        if (extras && !opening.labels().isEmpty()) actions.add(WORDS.label(Fields.ordered(opening.labels())));
        return actions;
    }

    @Override
    public Answer turn(Repo repo, Speaker by, ObjectId issue, IssueState state) {
        return with(repo, by, issue, (session, kept) -> {
            var author = kept.fold().author();
            if (!means.isTheirs(repo, by, author))
                return Answer.forbidden(Messages.text("issue.only-author-and-members-close"));
            if (state == kept.fold().state()) return new Answer.Same();
            var action = new IssueAction.ChangeState(state).json();
            String what = state.isOpen() ? "reopened" : "closed";
            String message = state.isOpen() ? "Open issue" : "Close issue";
            return act(session, kept, by, Deed.of(isOther(by, author), action, message, what));
        });
    }

    /// Gives an issue another title, another description or both by one operation. Its author, or a member.
    public Answer rewrite(Repo repo, Speaker by, ObjectId issue, Optional<String> title, Optional<String> body) {
        var line = title.map(String::strip);
        var objection = line.flatMap(Limits::title).or(() -> body.flatMap(it -> Limits.body(it, true)));
        if (objection.isPresent()) return Answer.invalid(objection.get());
        return with(repo, by, issue, (session, kept) -> {
            var fold = kept.fold();
            if (!means.isTheirs(repo, by, fold.author()))
                return Answer.forbidden(Messages.text("issue.only-author-and-members-edit"));
            var locked = lockedOut(session, by, issue);
            if (locked.isPresent()) return locked.get();
            var actions = new ArrayList<JsonNode>();
            var said = fold.comment(issue);
            if (said.isPresent() && body.isPresent() && !said.get().body().equals(body.get()))
                actions.add(WORDS.edit(fold, issue, body.get(), said.get().embeds()));
            boolean renamed = line.isPresent() && !line.get().equals(fold.title());
            if (renamed) actions.add(WORDS.retitle(fold, line.get()));
            if (actions.isEmpty()) return new Answer.Same();
            String change = renamed && actions.size() == 1 ? "title" : "edit";
            return act(session, kept, by, new Deed(isOther(by, fold.author()), actions, Map.of(), "Edit", change));
        });
    }

    /// Takes an issue back as far as the format lets one: it says nothing any more, and is closed. Its author, or a
    /// member.
    public Answer withdraw(Repo repo, Speaker by, ObjectId issue) {
        return with(repo, by, issue, (session, kept) -> {
            var fold = kept.fold();
            if (!means.isTheirs(repo, by, fold.author()))
                return Answer.forbidden(Messages.text("issue.only-author-and-members-take-back"));
            var actions = new ArrayList<JsonNode>();
            var said = fold.comment(issue);
            if (said.isPresent() && !said.get().body().equals(TAKEN_BACK))
                actions.add(WORDS.edit(fold, issue, TAKEN_BACK, List.of()));
            if (!fold.title().equals(TAKEN_BACK)) actions.add(WORDS.retitle(fold, TAKEN_BACK));
            if (fold.state().isOpen()) actions.add(new IssueAction.ChangeState(IssueState.CLOSED).json());
            if (actions.isEmpty()) return new Answer.Same();
            return act(
                    session, kept, by, new Deed(isOther(by, fold.author()), actions, Map.of(), "Take back", "closed"));
        });
    }
}
