package dev.hob.cli.repo;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Text;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hob repo sync`.
@Command(
        name = "sync",
        description = {
            "Brings a branch of a fork to where that of what it is a fork of is now.",
            "Of a fork of another server's repository all its branches, and new tags.",
            "What has commits of its own stays where it is."
        })
final class SyncRepository extends NamedErrand {
    @Option(names = "--branch", paramLabel = "NAME", description = "Which branch (default: the default branch).")
    Optional<String> branch = Optional.empty();

    SyncRepository(Desk desk) {
        super(desk);
    }

    @Override
    public Integer call() {
        var place = place();
        try (var client = Client.of(place.node(), place.login())) {
            String which = branch.orElseGet(
                    () -> Repository.of(client.get(place.api("")).must("repository " + place.path()))
                            .defaultBranch());
            var synced = client.post(place.api("/merge-upstream"), Json.fields().with("branch", which))
                    .must("repository " + place.path());
            if (asJson()) tell(synced);
            else {
                boolean moved = synced.text("merge_type").orElse("").equals("fast-forward");
                screen().out(Text.line(which + (moved ? " is up to date now" : " was up to date already")));
            }
            return 0;
        }
    }
}
