package dev.hob.cli;

import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.people.Person;
import dev.hob.node.refs.Refs.Verdict;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos.Creation;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hob import PATH-or-URL [owner/name]`: takes in branches and tags of a git repository that lies elsewhere.
@Command(name = "import", description = "Takes in a git repository from a path or a URL.")
final class ImportCommand extends Act {
    private static final int TIMEOUT_SECONDS = 120;

    @Parameters(index = "0", paramLabel = "PATH-or-URL")
    String source = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "OWNER/NAME", description = "What to call it here.")
    Optional<String> target = Optional.empty();

    @Option(names = "--public", description = "Everybody may see it.")
    boolean isPublic;

    ImportCommand(Terminal terminal, Ground ground) {
        super(terminal, ground);
    }

    @Override
    int run(House house) {
        var node = house.node();
        String[] parts = target.orElseGet(() -> onlyOwner(house).name() + "/" + lastName(source))
                .split("/", -1);
        if (parts.length != 2) throw new CommandException("a repository is named owner/name");
        Person owner = person(house, parts[0]);
        if (node.repos().find(parts[0], parts[1]).isPresent())
            throw new CommandException(parts[0] + "/" + parts[1] + " exists already");
        String from =
                Files.isDirectory(terminal.path(source)) ? terminal.path(source).toString() : source;
        var repo =
                switch (node.refs().create(owner, parts[1], !isPublic, "", Constants.MASTER)) {
                    case Creation.Refused(var _, String told) -> throw new CommandException(told);
                    case Creation.Created(Repo created) -> created;
                };
        boolean done = false;
        try {
            int refs = take(house, owner, repo, from);
            done = true;
            terminal.out(repo.path() + ": " + refs + " branches and tags");
            return 0;
        } catch (IOException | GitAPIException | URISyntaxException e) {
            throw new CommandException("cannot import " + source + ": " + e.getMessage(), e);
        } finally {
            if (!done) node.repos().delete(repo, owner);
        }
    }

    private int take(House house, Person owner, Repo repo, String from)
            throws IOException, GitAPIException, URISyntaxException {
        var moves = new ArrayList<RefMove>();
        try (var repository = house.node().storage().open(repo.rid());
                var transport = Transport.open(repository, new URIish(from))) {
            transport.setTimeout(TIMEOUT_SECONDS);
            transport.setTagOpt(TagOpt.NO_TAGS);
            transport.setCheckFetchedObjects(true);
            List<Ref> wanted;
            Optional<String> head;
            try (var connection = transport.openFetch()) {
                wanted = connection.getRefs().stream()
                        .filter(r -> r.getName().startsWith(Constants.R_HEADS)
                                || r.getName().startsWith(Constants.R_TAGS))
                        .filter(r -> !r.getName().endsWith("^{}"))
                        .toList();
                head = Optional.ofNullable(connection.getRef(Constants.HEAD))
                        .map(r -> r.getTarget().getName())
                        .filter(name -> name.startsWith(Constants.R_HEADS));
            }
            if (wanted.isEmpty()) return 0;
            // Without a destination only objects arrive; the refs then move as those of a push do.
            transport.fetch(
                    Progress.monitor(terminal),
                    wanted.stream().map(r -> new RefSpec(r.getName())).toList());
            Files.deleteIfExists(repository.getDirectory().toPath().resolve(Constants.FETCH_HEAD));
            for (var ref : wanted)
                Optional.ofNullable(ref.getObjectId())
                        .ifPresent(id -> moves.add(new RefMove(ref.getName(), RefMove.ABSENT, id.name())));
            var origin = new Origin.Here(owner.id());
            switch (house.node().refs().move(repo, origin, moves, () -> {}, Optional.empty())) {
                case Verdict.Moved _ -> {
                    // As it should be.
                }
                case Verdict.Stale stale -> throw new CommandException(stale.told());
                case Verdict.Refused refused -> throw new CommandException(refused.told());
                case Verdict.Forbidden forbidden -> throw new CommandException(forbidden.told());
            }
            head.map(name -> name.substring(Constants.R_HEADS.length()))
                    .filter(branch -> !branch.equals(repo.defaultBranch()))
                    .flatMap(branch -> house.node().edits().setDefaultBranch(repo, origin, branch))
                    .ifPresent(told -> {
                        throw new CommandException(told);
                    });
        }
        return moves.size();
    }

    private static Person onlyOwner(House house) {
        var people = house.node().people().after("", 2);
        if (people.size() != 1) throw new CommandException("say whose it will be: hob import SOURCE owner/name");
        return people.getFirst();
    }

    private static String lastName(String source) {
        String name = source.replaceFirst("/+\\z", "");
        return name.substring(name.lastIndexOf('/') + 1).replaceFirst("\\.git\\z", "");
    }
}
