package dev.hob.cli.repo;

import dev.hob.cli.remote.Answer;
import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Errand;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Place;
import dev.hob.cli.remote.Text;
import dev.hob.cli.remote.Unable;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hob repo create`.
@Command(name = "create", description = "Makes a repository of yours, private unless you say otherwise.")
final class CreateRepository extends Errand {
    @Parameters(paramLabel = "NAME")
    String name = "";

    @Option(
            names = {"-d", "--description"},
            paramLabel = "TEXT")
    Optional<String> description = Optional.empty();

    @Option(names = "--public", description = "Everybody may see it.")
    boolean isPublic;

    @Option(names = "--default-branch", paramLabel = "BRANCH", description = "What its first branch is called.")
    Optional<String> branch = Optional.empty();

    @Option(names = "--readme", description = "Begins it with a README.")
    boolean readme;

    @Option(names = "--clone", description = "Clones it into a folder of that name.")
    boolean clones;

    CreateRepository(Desk desk) {
        super(desk);
    }

    @Override
    public Integer call() {
        var at = desk().node(node());
        var place = new Place(at, desk().logins().at(at), "", "");
        String owner = place.account();
        String own = name.startsWith(owner + "/") ? name.substring(owner.length() + 1) : name;
        if (own.contains("/"))
            throw new Unable("you are " + owner + " at " + at + ", and can make repositories of your own only");
        var fields = Json.fields()
                .with("name", own)
                .with("private", !isPublic)
                .with("auto_init", readme)
                .withGiven("description", description)
                .withGiven("default_branch", branch);
        try (var client = Client.of(at, place.login())) {
            var repository = Repository.of(
                    switch (client.post("/user/repos", fields)) {
                        case Answer.Refused refused
                        when refused.status() == 409 ->
                            throw new Unable("there is a repository " + owner + "/" + own + " already");
                        case Answer answer -> answer.must();
                    });
            if (clones) new GitClone(desk(), at).of(repository.path(), Optional.empty(), List.of());
            if (asJson()) tell(repository.json());
            else screen().out(Text.line(repository.url()));
            return 0;
        }
    }
}
