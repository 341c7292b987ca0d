package dev.hob.cli.release;

import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Family;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `hob release …`.
@Command(name = "release", description = "Releases: create, list, show, upload, download, delete.")
public final class ReleaseCommands extends Family {
    private static final List<Member> MEMBERS = List.of(
            new Member("create", CreateRelease::new),
            new Member("list", ListReleases::new),
            new Member("show", ShowRelease::new),
            new Member("upload", UploadFiles::new),
            new Member("download", DownloadFiles::new),
            new Member("delete", DeleteRelease::new));

    private ReleaseCommands() {}

    public static CommandLine line(Desk desk, Optional<String> next) {
        return line(new ReleaseCommands(), MEMBERS, desk, next);
    }
}
