package dev.hob.cli.repo;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Columns;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Errand;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Paper;
import dev.hob.cli.remote.Style;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hob repo list`.
@Command(name = "list", description = "Lists repositories: yours, or those of an account.")
final class ListRepositories extends Errand {
    private static final int NAME_WIDTH = 34;

    @Parameters(paramLabel = "OWNER", arity = "0..1", description = "Whose (default: yours).")
    Optional<String> owner = Optional.empty();

    @Option(
            names = {"-L", "--limit"},
            paramLabel = "COUNT",
            defaultValue = "30",
            description = "How many at most (default: 30).")
    int limit = 30;

    ListRepositories(Desk desk) {
        super(desk);
    }

    @Override
    public Integer call() {
        if (limit < 1) throw misused("--limit is at least 1");
        var at = desk().node(node());
        try (var client = Client.of(at, desk().logins().at(at))) {
            String path =
                    owner.map(name -> Client.path("/users/{}/repos", name)).orElse("/user/repos");
            var listed = client.list(path, Map.of(), limit, _ -> true);
            var repositories = listed.items().stream().map(Repository::of).toList();
            if (asJson())
                tell(new Json.Items(
                        List.copyOf(repositories.stream().map(Repository::json).toList())));
            else show(repositories, listed);
            return 0;
        }
    }

    private void show(List<Repository> repositories, Client.Listed listed) {
        var columns = Columns.none()
                .upTo(NAME_WIDTH, Style.STRONG)
                .rest()
                .upTo(7, Style.QUIET)
                .upTo(10, Style.QUIET);
        for (var it : repositories) columns.row(List.of(it.path(), it.description(), it.visibility(), it.updatedDay()));
        columns.show(new Paper(screen()));
        if (repositories.isEmpty()) screen().err("hob: there are none");
        else if (listed.isCut())
            screen().err("hob: " + repositories.size()
                    + listed.total().map(all -> " of " + all).orElse("") + "; --limit shows more");
    }
}
