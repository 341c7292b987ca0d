package dev.hob.node.issue;

import dev.hob.keys.DidKey;
import dev.hob.node.cob.Comment;
import dev.hob.node.cob.Graph;
import dev.hob.node.people.KeyNames;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.eclipse.jgit.lib.ObjectId;

/// What lists and pages show of an issue or a pull request, once it is folded.
public interface Folded extends Graph.Subject {
    ObjectId id();

    /// Whether it is a pull request.
    boolean isPatch();

    /// Who opened it.
    DidKey author();

    Instant created();

    /// When anything happened last, by what its authors say.
    Instant updated();

    Optional<Instant> closed();

    String title();

    IssueState state();

    SortedSet<String> labels();

    /// Whose task it is, as DIDs.
    SortedSet<String> assignees();

    /// Its history in order.
    List<Event> events();

    /// The text of an event that is [Event.What.Spoken], by the event's entry; empty when it was redacted.
    Optional<Comment> comment(ObjectId entry);

    /// What those who wrote it call themselves, as each did last.
    Map<DidKey, KeyNames.Used> names();

    /// The entries whose text was made or changed since this was last asked.
    Set<ObjectId> takeTouched();
}
