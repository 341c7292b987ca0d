package dev.hob.node.issue;

import dev.hob.keys.DidKey;
import dev.hob.node.cob.Comment;
import dev.hob.node.cob.Discussion;
import dev.hob.node.cob.Entry;
import dev.hob.node.refs.Surroundings;
import dev.hob.node.repo.IdentityDocument;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// An issue while its entries are told to it: the rules of `xyz.radicle.issue`, as the reference implementation has
/// them. Mutable; for one thread at a time.
final class IssueFold extends Numbered {
    /// The type of issues.
    static final String TYPE = "xyz.radicle.issue";

    private final Discussion discussion = new Discussion();
    private IssueState state = IssueState.OPEN;
    private Optional<Instant> closed = Optional.empty();

    IssueFold(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public boolean begin(Entry entry) throws IOException {
        var document = surroundings.document(entry);
        var actions = actions(entry, IssueAction::parse);
        if (document.isEmpty() || actions.isEmpty()) return false;
        if (!(actions.get().getFirst() instanceof IssueAction.Comment(var body, var replyTo, var embeds))
                || replyTo.isPresent()) return false;
        root(entry);
        var author = entry.author().orElseThrow();
        discussion.begin(entry.id(), author, entry.at(), body, embeds);
        fresh(entry.id());
        happened(entry, new Event.What.Said());
        for (var action : actions.get().subList(1, actions.get().size()))
            if (!apply(entry, author, action, document.get())) return false;
        forgetBeginning();
        return true;
    }

    @Override
    public boolean apply(Entry entry) throws IOException {
        var actions = actions(entry, IssueAction::parse);
        var document = surroundings.document(entry);
        if (actions.isEmpty() || document.isEmpty()) return false;
        for (var action : actions.get())
            if (!apply(entry, entry.author().orElseThrow(), action, document.get())) return false;
        return true;
    }

    private boolean apply(Entry entry, DidKey author, IssueAction action, IdentityDocument document)
            throws IOException {
        return switch (permission(action, author, document)) {
            case ALLOWED -> perform(entry, author, action);
            case DENIED -> false;
            case UNKNOWN -> true;
        };
    }

    private enum Permission {
        ALLOWED,
        DENIED,
        /// It is about something that is gone: it changes nothing, and that is no error.
        UNKNOWN
    }

    private Permission permission(IssueAction action, DidKey actor, IdentityDocument document) {
        if (document.delegates().contains(actor)) return Permission.ALLOWED;
        return switch (action) {
            case IssueAction.Comment _, IssueAction.React _ -> Permission.ALLOWED;
            case IssueAction.Retitle _, IssueAction.ChangeState _ -> allowed(actor.equals(author()));
            case IssueAction.Label(var wanted) -> allowed(wanted.equals(labels()));
            case IssueAction.Assign(var wanted) -> allowed(wanted.equals(assignees()));
            case IssueAction.EditComment(var id, var _, var _) -> ofComment(id, actor);
            case IssueAction.RedactComment(var id) -> ofComment(id, actor);
        };
    }

    private Permission ofComment(ObjectId id, DidKey actor) {
        if (!discussion.has(id)) return Permission.DENIED;
        return discussion
                .comment(id)
                .map(comment -> allowed(comment.author().equals(actor)))
                .orElse(Permission.UNKNOWN);
    }

    private static Permission allowed(boolean it) {
        return it ? Permission.ALLOWED : Permission.DENIED;
    }

    private boolean perform(Entry entry, DidKey author, IssueAction action) throws IOException {
        return switch (action) {
            case IssueAction.Comment(var body, var replyTo, var embeds) -> {
                boolean again = discussion.has(entry.id());
                if (!discussion.comment(entry.id(), author, entry.at(), body, replyTo, embeds)) yield false;
                fresh(entry.id());
                if (!again) happened(entry, new Event.What.Said());
                yield true;
            }
            case IssueAction.EditComment(var id, var body, var embeds) ->
                touch(entry, id, discussion.edit(entry.id(), id, author, entry.at(), body, embeds));
            case IssueAction.RedactComment(var id) ->
                !id.equals(id()) && touch(entry, id, discussion.redact(entry.id(), id));
            case IssueAction.React(var id, var sign, var active) ->
                touch(entry, id, discussion.react(entry.id(), id, author, sign, active));
            case IssueAction.Retitle(var after) -> {
                retitle(entry, after);
                yield true;
            }
            case IssueAction.ChangeState(var after) -> {
                if (after != state) happened(entry, new Event.What.Turned(after));
                closed = after.isOpen() ? Optional.empty() : closed.or(() -> Optional.of(entry.at()));
                state = after;
                yield true;
            }
            case IssueAction.Label(var after) -> {
                label(entry, after);
                yield true;
            }
            case IssueAction.Assign(var after) -> {
                assign(entry, after);
                yield true;
            }
        };
    }

    @Override
    public Optional<Instant> closed() {
        return closed;
    }

    @Override
    public IssueState state() {
        return state;
    }

    @Override
    public boolean isPatch() {
        return false;
    }

    @Override
    public Optional<Comment> comment(ObjectId entry) {
        return discussion.comment(entry);
    }

    Discussion discussion() {
        return discussion;
    }
}
