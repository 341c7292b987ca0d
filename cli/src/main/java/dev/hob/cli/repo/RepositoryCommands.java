package dev.hob.cli.repo;

import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Family;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `hob repo …`.
@Command(name = "repo", description = "Repositories: create, fork, sync, list, show, delete, settings, clone.")
public final class RepositoryCommands extends Family {
    private static final List<Member> MEMBERS = List.of(
            new Member("create", CreateRepository::new),
            new Member("fork", ForkRepository::new),
            new Member("sync", SyncRepository::new),
            new Member("list", ListRepositories::new),
            new Member("show", ShowRepository::new),
            new Member("delete", DeleteRepository::new),
            new Member("settings", RepositorySettings::new),
            new Member("clone", CloneRepository::new));

    private RepositoryCommands() {}

    public static CommandLine line(Desk desk, Optional<String> next) {
        return line(new RepositoryCommands(), MEMBERS, desk, next);
    }

    /// `hob fork`.
    public static CommandLine fork(Desk desk) {
        return new CommandLine(new ForkElsewhere(desk));
    }
}
