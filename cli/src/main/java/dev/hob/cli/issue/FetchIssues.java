package dev.hob.cli.issue;

import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Device;
import dev.hob.cli.remote.Errand;
import dev.hob.cli.remote.Fetched;
import dev.hob.cli.remote.GitCall;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Login;
import dev.hob.cli.remote.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hob issue fetch`: an ordinary `git fetch` of what is signed, by its usual names.
@Command(
        name = "fetch",
        description = {
            "Brings a repository's issues into this clone, for reading and writing them with --offline.",
            "It is git's own fetch of refs/namespaces and refs/rad. What you wrote here and did not push stays."
        })
final class FetchIssues extends Errand {
    private static final String ALL = "refs/namespaces/";

    @Option(
            names = "--remote",
            paramLabel = "NAME",
            defaultValue = "origin",
            description = "From where (default: origin).")
    String remote = "origin";

    FetchIssues(Desk desk) {
        super(desk);
    }

    @Override
    public Integer call() {
        var place = desk().placeOf(remote);
        var login = place.flatMap(Place::login).filter(it -> it.device().isPresent());
        fetch(new GitCall(screen()), place, login.flatMap(Login::device));
        login.ifPresent(desk()::join);
        int count = desk().fetchedIssues().size();
        if (asJson()) tell(Json.fields().with("issues", count));
        else screen().out("this clone has " + count + " issues");
        return 0;
    }

    /// This computer's own namespace comes beside: what it holds may be newer here than there.
    private void fetch(GitCall git, Optional<Place> place, Optional<Device> own) {
        var words = new ArrayList<>(List.of("fetch", "--quiet", "--no-tags", "--prune", "--", remote));
        words.add("+" + ALL + "*:" + ALL + "*");
        words.add("+refs/rad/*:refs/rad/*");
        own.ifPresent(it -> words.add("^" + ALL + it.nid() + "/*"));
        git.must(place, words);
        if (own.isEmpty()) return;
        String nid = own.get().nid();
        String beside = "+" + ALL + nid + "/*:" + Fetched.PUSHED + nid + "/*";
        git.must(place, List.of("fetch", "--quiet", "--no-tags", "--prune", "--", remote, beside));
    }
}
