package dev.hob.cli.issue;

import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Errand;
import dev.hob.cli.remote.GitCall;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Login;
import dev.hob.cli.remote.Place;
import dev.hob.cli.remote.Text;
import dev.hob.cli.remote.Unable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hob issue push`: an ordinary `git push` of this computer's namespace.
@Command(
        name = "push",
        description = {
            "Brings what you wrote with --offline to the node.",
            "It is git's own push of this computer's refs/namespaces/…; all of it comes, or nothing."
        })
final class PushIssues extends Errand {
    private static final String REFUSED = "!\t";
    private static final String REST = "another ref of this namespace was refused";

    @Option(
            names = "--remote",
            paramLabel = "NAME",
            defaultValue = "origin",
            description = "To where (default: origin).")
    String remote = "origin";

    PushIssues(Desk desk) {
        super(desk);
    }

    @Override
    public Integer call() {
        var place = desk().placeOf(remote)
                .orElseThrow(() -> new Unable("the remote " + Text.line(remote) + " does not lead to a node by HTTP"));
        var login = place.login()
                .orElseThrow(
                        () -> new Unable("nobody is logged in at " + place.node() + ": hob login " + place.node()));
        String own = "refs/namespaces/" + login.mustSign().nid() + "/";
        var unpushed = desk().unpushed(login);
        if (!unpushed.isEmpty()) push(place, login, own, unpushed);
        if (asJson()) tell(Json.fields().with("issues", unpushed.size()));
        else
            screen().out(
                            unpushed.isEmpty()
                                    ? "there is nothing that the node does not have"
                                    : "the node has what you wrote on "
                                            + (unpushed.size() == 1 ? "one issue" : unpushed.size() + " issues"));
        return 0;
    }

    private void push(Place place, Login login, String own, List<Json> unpushed) {
        var ran = new GitCall(screen())
                .run(Optional.of(place), List.of("push", "--porcelain", "--", remote, own + "*:" + own + "*"));
        if (ran.status() == 0) {
            desk().pushed(login);
            return;
        }
        var called = unpushed.stream()
                .collect(Collectors.toMap(
                        it -> it.text("id").orElse(""), it -> Issue.of(it).called()));
        var told = new ArrayList<String>();
        for (String line : ran.lines())
            if (line.startsWith(REFUSED) && !line.contains(REST)) told.add(told(line, called));
        told.add("nothing was taken");
        if (ran.lines().stream().anyMatch(line -> line.contains("fetch")))
            told.add("`hob issue fetch` joins what another clone of yours has pushed");
        told.add("`hob issue drop NUMBER` takes back what you wrote here on an issue");
        throw new Unable(String.join("\n", told));
    }

    /// `!<tab>from:to<tab>[remote rejected] (why)`, as git tells it to programs.
    private static String told(String line, Map<String, String> called) {
        String[] parts = line.split("\t", -1);
        String ref = parts.length > 1 ? parts[1].replaceFirst(".*:", "") : "";
        String why = parts.length > 2 ? parts[2].replaceFirst("\\A\\[[^]]*] \\((.*)\\)\\z", "$1") : "";
        String name = ref.substring(ref.lastIndexOf('/') + 1);
        return Text.line(called.getOrDefault(name, name) + ": " + why);
    }
}
