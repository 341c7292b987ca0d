package dev.hob.web.api;

import dev.hob.node.code.Commits;
import dev.hob.web.html.Stop;
import org.eclipse.jgit.lib.ObjectId;

/// What came of a write, in the API's words.
final class Written {
    private Written() {}

    /// The id of what was written; else the refusal that Gitea would give.
    static ObjectId check(Commits.Outcome outcome) {
        return switch (outcome) {
            case Commits.Outcome.Done done -> done.id();
            case Commits.Outcome.Missing(var told) -> throw new Stop(404, told);
            case Commits.Outcome.Clash(var _, var told) -> throw new Stop(422, told);
            case Commits.Outcome.Forbidden(var told) -> throw new Stop(403, told);
            case Commits.Outcome.Refused(var told) -> throw new Stop(422, told);
            case Commits.Outcome.Stale(var told) -> throw new Stop(409, told);
        };
    }
}
