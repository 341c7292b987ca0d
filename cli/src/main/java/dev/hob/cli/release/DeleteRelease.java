package dev.hob.cli.release;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Place;
import dev.hob.cli.remote.RepositoryErrand;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hob release delete`.
@Command(name = "delete", description = "Takes a release back, with its files; its tag stays.")
final class DeleteRelease extends RepositoryErrand {
    @Parameters(paramLabel = "TAG")
    String tag = "";

    @Option(names = "--with-tag", description = "Deletes its tag, too.")
    boolean withTag;

    @Option(names = "--yes", description = "Asks nothing.")
    boolean yes;

    DeleteRelease(Desk desk) {
        super(desk);
    }

    @Override
    protected int run(Place place, Client client) {
        place.account();
        var releases = new Releases(place, client);
        var release = releases.find(Optional.of(tag));
        confirm(yes, "The release " + tag + " of " + place.path() + " will be gone. Type its tag to delete it: ", tag);
        releases.delete(release);
        boolean tagToo = withTag && !release.draft();
        if (tagToo) releases.deleteTag(tag);
        if (asJson()) tell(Json.fields().with("deleted", tag).with("tag_deleted", tagToo));
        else screen().out(tag + " is deleted" + (tagToo ? ", and its tag" : release.draft() ? "" : "; its tag stays"));
        return 0;
    }
}
