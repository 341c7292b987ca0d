package dev.hob.web.issue;

import dev.hob.node.Node;
import dev.hob.node.cob.Embed;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import dev.hob.web.repo.RawFile;
import org.eclipse.jgit.lib.ObjectId;

/// Files that comments show: to whoever may read the repository, as long as a comment shows them, and in a form that
/// no browser runs.
public final class AttachmentPages {
    private final Node node;
    private final Finding finding;

    AttachmentPages(Node node, Finding finding) {
        this.node = node;
        this.finding = finding;
    }

    /// Sends one.
    public void file(Visit visit) {
        var here = finding.reader(visit);
        String id = visit.part("blob");
        if (!ObjectId.isId(id)) throw Stop.notFound();
        var blob = ObjectId.fromString(id);
        // The name that it was given, not the one that is asked for: it says what it is.
        String name = node.tracking().talks().fileName(here.rid(), blob).orElseThrow(Stop::notFound);
        byte[] bytes = node.tracking()
                .issues()
                .attachment(here.repo(), Embed.of(name, blob))
                .orElseThrow(Stop::notFound);
        // Not for ever, although the bytes are: whoever takes a comment back takes its files back.
        var keeping = new RawFile.Keeping(true, false);
        RawFile.send(
                visit.context(),
                id,
                name,
                bytes,
                keeping,
                visit.query("download").isPresent());
    }
}
