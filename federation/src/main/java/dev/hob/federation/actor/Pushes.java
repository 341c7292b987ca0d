package dev.hob.federation.actor;

import dev.hob.federation.vocab.Id;
import dev.hob.node.Node;
import dev.hob.node.activity.Pushed;
import dev.hob.node.log.Change;
import dev.hob.node.log.Entry;
import dev.hob.node.log.RefMove;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.StorageException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What some pushes to one repository did to its branches, for people who look at it for a second.
final class Pushes {
    private static final int BRANCHES_MAX = 5;
    private static final int COMMITS_MAX = 5;
    private static final int ID_SHOWN = 7;

    private final Node node;
    private final LocalActors actors;

    Pushes(Node node, LocalActors actors) {
        this.node = node;
        this.actors = actors;
    }

    /// @param page that shows more
    record Told(String html, Id page) {}

    /// Tells of some pushes as if they were one. Empty when no branch got a commit that is still there.
    Optional<Told> told(Repo repo, List<Entry> entries) {
        var told = moves(entries).values().stream()
                .filter(move -> !move.deletes() && !move.before().equals(move.after()))
                .limit(BRANCHES_MAX)
                .map(move -> read(repo, move))
                .filter(pushed -> !pushed.latest().isEmpty())
                .toList();
        if (told.isEmpty()) return Optional.empty();
        var html = new StringBuilder();
        told.forEach(pushed -> html.append(said(repo, pushed)));
        return Optional.of(new Told(html.toString(), page(repo, told.getFirst())));
    }

    /// From where each branch went, and where it is afterwards.
    private static Map<String, RefMove> moves(List<Entry> entries) {
        var moves = new LinkedHashMap<String, RefMove>();
        for (var entry : entries) {
            if (!(entry.change() instanceof Change.RefsMoved moved)) continue;
            for (var move : moved.moves())
                if (move.ref().startsWith("refs/heads/"))
                    moves.merge(
                            move.ref(), move, (first, next) -> new RefMove(first.ref(), first.before(), next.after()));
        }
        return moves;
    }

    private Pushed read(Repo repo, RefMove move) {
        try (var repository = node.storage().open(repo.rid())) {
            return Pushed.read(repository, move);
        } catch (IOException e) {
            throw new StorageException("cannot read what was pushed to " + repo.path(), e);
        }
    }

    private String said(Repo repo, Pushed pushed) {
        String many = pushed.commits() == Pushed.COMMITS_MAX ? pushed.commits() + " or more" : "" + pushed.commits();
        String fresh = pushed.isNew() ? "" : " new";
        String head = many + fresh + (pushed.commits() == 1 ? " commit on " : " commits on ") + "<code>"
                + Escaped.text(pushed.name()) + "</code>";
        var commits = pushed.latest().stream()
                .limit(COMMITS_MAX)
                .map(line -> commit(repo, line))
                .toList();
        if (commits.size() == 1 && pushed.commits() == 1) return "<p>" + head + ": " + commits.getFirst() + "</p>";
        String more = pushed.commits() > commits.size()
                ? "<p><a href=\"" + Escaped.text(page(repo, pushed).value()) + "\">All of them</a></p>"
                : "";
        return "<p>" + head + ":</p><ul><li>" + String.join("</li><li>", commits) + "</li></ul>" + more;
    }

    private String commit(Repo repo, Pushed.Line line) {
        var page = actors.home().at("/" + repo.path() + "/commit/" + line.id());
        return "<a href=\"" + Escaped.text(page.value()) + "\">" + line.id().substring(0, ID_SHOWN) + "</a> "
                + Escaped.text(line.subject());
    }

    private Id page(Repo repo, Pushed pushed) {
        String path = pushed.isNew()
                ? "/commits/branch/" + Prose.path(pushed.name())
                : "/compare/" + pushed.move().before() + "..." + pushed.move().after();
        return actors.home().at("/" + repo.path() + path);
    }
}
