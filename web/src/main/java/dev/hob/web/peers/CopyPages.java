package dev.hob.web.peers;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.people.Person;
import dev.hob.node.repo.Right;
import dev.hob.p2p.wire.Alias;
import dev.hob.web.html.Avatar;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import dev.hob.web.html.Who;
import dev.hob.web.repo.Found;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;

/// Who else has a repository, and how far they are.
public final class CopyPages {
    private static final int SHOWN_MAX = 200;

    private final Found found;
    private final Neighbours neighbours;

    public CopyPages(Found found, Neighbours neighbours) {
        this.found = found;
        this.neighbours = neighbours;
    }

    /// A node that has it.
    ///
    /// @param name what it calls itself; empty when it has not said so
    public record CopyLine(
            String name,
            String nid,
            String brief,
            String avatar,
            int same,
            int here,
            boolean whole,
            boolean connected) {
        static CopyLine of(Neighbours.Copy copy) {
            return new CopyLine(
                    copy.alias().map(Alias::value).orElse(""),
                    copy.node().nid(),
                    Who.owner(copy.node().nid()),
                    Avatar.url(copy.node()),
                    copy.same(),
                    copy.here(),
                    copy.whole(),
                    copy.connected());
        }
    }

    /// All of them.
    public void list(Visit visit) {
        var repo = found.repo(visit, Right.READ);
        var silent = neighbours.silent();
        var copies = silent.isPresent() ? List.<Neighbours.Copy>of() : neighbours.copies(repo.rid());
        var values = new HashMap<String, Object>();
        values.put("repo", found.head(visit, repo));
        values.put("silent", silent);
        values.put("copies", copies.stream().limit(SHOWN_MAX).map(CopyLine::of).toList());
        values.put("count", copies.size());
        values.put(
                "fetches",
                copies.stream().anyMatch(Neighbours.Copy::connected)
                        && visit.person().filter(Person::admin).isPresent());
        visit.show("peers/copies.jte", text("peers.title-copies") + " · " + repo.path(), values);
    }

    /// Fetches what connected peers have of it.
    public void fetch(Visit visit) {
        var repo = found.repo(visit, Right.READ);
        visit.administrator();
        neighbours.silent().ifPresent(told -> {
            throw new Stop(503, told);
        });
        var brought = neighbours.sync(repo.rid());
        visit.go("/" + Urls.path(repo.path()) + "/peers", notice(brought));
    }

    private static Notice notice(List<Neighbours.Brought> brought) {
        var went = brought.stream().map(Neighbours.Brought::went).collect(Collectors.toSet());
        if (went.contains(Neighbours.Went.FETCHED) || went.contains(Neighbours.Went.CLONED))
            return Notice.PEERS_FETCHED;
        if (went.contains(Neighbours.Went.RUNNING)) return Notice.PEERS_FETCHING;
        return went.contains(Neighbours.Went.CURRENT) ? Notice.PEERS_CURRENT : Notice.PEERS_FAILED;
    }
}
