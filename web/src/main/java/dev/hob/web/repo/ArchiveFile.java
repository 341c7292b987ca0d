package dev.hob.web.repo;

import dev.hob.node.code.Archives;
import dev.hob.node.code.Archives.Format;
import dev.hob.node.code.Revisions.Revision;
import dev.hob.node.repo.Repo;
import dev.hob.web.html.Stop;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;

/// Sends all files of a commit in one. Shared between threads.
public final class ArchiveFile {
    /// Packing keeps a processor busy for as long as a client takes what it gives.
    private static final int AT_ONCE_MAX = 4;

    private final Archives archives = new Archives();
    private final Semaphore running = new Semaphore(AT_ONCE_MAX);

    /// Sends it; what may be kept, and for how long, has been said before.
    public void send(Context context, Repository repository, Repo repo, Revision at, Format format) throws IOException {
        if (!running.tryAcquire())
            throw Stop.later(503, "Others are downloading archives: try again in a moment.", Duration.ofSeconds(5));
        try {
            String file = repo.name() + "-" + at.name().replaceAll("[^A-Za-z0-9._-]", "-") + format.ending();
            var response = context.res();
            response.setContentType(format.type());
            response.setHeader("Content-Disposition", "attachment; filename=\"" + file + "\"");
            archives.write(repository, at.commit(), format, repo.name(), ref(at), response.getOutputStream());
        } finally {
            running.release();
        }
    }

    /// What a bundle calls the commit.
    private static String ref(Revision at) {
        return switch (at.kind()) {
            case BRANCH -> Constants.R_HEADS + at.name();
            case TAG -> Constants.R_TAGS + at.name();
            case COMMIT -> Constants.R_HEADS + "archive";
        };
    }
}
