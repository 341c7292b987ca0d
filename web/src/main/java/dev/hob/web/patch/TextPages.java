package dev.hob.web.patch;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.code.Patchwork;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import dev.hob.web.issue.Finding;
import dev.hob.web.repo.PatchFile;
import java.util.function.Consumer;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// What a pull request changes, or what one branch has that another has not, as texts for git. Shared between
/// threads.
public final class TextPages {
    private final Node node;
    private final Finding finding;
    private final Looks looks;
    private final PatchFile patches = new PatchFile();

    TextPages(Node node, Finding finding, Looks looks) {
        this.node = node;
        this.finding = finding;
        this.looks = looks;
    }

    /// Of the revision of a pull request that counts.
    public Consumer<Visit> pull(PatchFile.Kind kind) {
        return visit -> {
            var here = finding.reader(visit);
            var revision = Seen.of(node, finding, looks, here, "").revision();
            try (var repository = node.storage().open(here.rid())) {
                send(visit, kind, repository, revision.base(), revision.head());
            }
        };
    }

    /// What a head has since its way parted from a base's.
    ///
    /// @param common where it parted
    void send(Visit visit, PatchFile.Kind kind, Repository repository, ObjectId common, ObjectId head) {
        patches.send(visit.context(), kind, common.name() + head.name(), to -> {
            if (kind == PatchFile.Kind.DIFF) Patchwork.diff(repository, common, head, true, to);
            else if (!Patchwork.mails(repository, common, head, to))
                throw new Stop(422, text("pulls.too-many-commits", Patchwork.COMMITS_MAX));
        });
    }
}
