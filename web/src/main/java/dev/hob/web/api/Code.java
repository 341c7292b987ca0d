package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.code.Blobs;
import dev.hob.node.code.Changed;
import dev.hob.node.code.CodePath;
import dev.hob.node.code.Commit;
import dev.hob.node.code.Differences;
import dev.hob.node.code.Diffs;
import dev.hob.node.code.Languages;
import dev.hob.node.code.Listing;
import dev.hob.node.code.Revisions;
import dev.hob.node.code.Signatures;
import dev.hob.node.code.Trees;
import dev.hob.node.patch.Patch;
import dev.hob.node.refs.RefView;
import dev.hob.node.repo.Repo;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;

/// What operations on code look with. Shared between threads.
public final class Code {
    private static final Pattern OFFER = Pattern.compile("(?:refs/)?pull/([1-9]\\d{0,14})/head");

    private final Node node;
    private final Changed changed = new Changed();
    private final Differences differences = new Differences();
    private final Trees trees = new Trees();
    private final Blobs blobs = new Blobs();
    private final Signatures signatures;

    public Code(Node node) {
        this.node = node;
        this.signatures = new Signatures(node.sshKeys());
    }

    /// A repository that is being looked at, as its refs are at one moment.
    public record Opened(Repo repo, RefView view, Repository git) implements AutoCloseable {
        @Override
        public void close() {
            git.close();
        }
    }

    public Opened open(Repo repo) {
        return new Opened(repo, node.refs().view(repo), node.storage().open(repo.rid()));
    }

    /// The commit of a name, or that of the default branch without one; none in a repository without commits.
    public Optional<Revisions.Revision> find(Opened opened, Optional<String> name) {
        String asked =
                name.filter(it -> !it.equals("HEAD")).orElse(opened.view().defaultBranch());
        return revisions()
                .find(opened.git(), opened.repo(), opened.view(), asked)
                .or(() -> offered(opened.repo(), asked)
                        .map(id -> new Revisions.Revision(Revisions.Kind.COMMIT, id.name(), id)));
    }

    /// What a pull request offers, which may be on no branch: `refs/pull/<number>/head`, or the commit's whole id.
    private Optional<ObjectId> offered(Repo repo, String asked) {
        var number = OFFER.matcher(asked);
        if (number.matches())
            return node.tracking()
                    .reading()
                    .find(repo.rid(), Long.parseLong(number.group(1)))
                    .flatMap(issue -> node.pulls().reading().find(repo.rid(), issue.id()))
                    .map(Patch::head);
        return Optional.of(asked)
                .filter(ObjectId::isId)
                .map(ObjectId::fromString)
                .filter(id -> node.pulls().reading().isOffered(repo.rid(), id));
    }

    /// The commit that a client named.
    Revisions.Revision named(Opened opened, String name) {
        return find(opened, Optional.of(name)).orElseThrow(Call::missing);
    }

    /// An object that a client named by its id.
    ObjectId object(Call call, Opened opened, String text) {
        if (!ObjectId.isId(text)) throw Call.missing();
        var id = ObjectId.fromString(text);
        return switch (revisions().shows(opened.git(), opened.repo(), opened.view(), id)) {
            case YES -> id;
            case NO -> throw Call.missing();
            case BUSY -> throw call.busy("what this repository holds is still being listed");
        };
    }

    /// A path that a client named.
    static CodePath path(String text) {
        return CodePath.parse(text).orElseThrow(Call::missing);
    }

    Revisions revisions() {
        return node.reading().revisions();
    }

    public Listing listing() {
        return node.reading().listing();
    }

    Changed changed() {
        return changed;
    }

    public Differences differences() {
        return differences;
    }

    public Diffs diffs() {
        return node.reading().diffs();
    }

    Languages languages() {
        return node.reading().languages();
    }

    public Trees trees() {
        return trees;
    }

    public Blobs blobs() {
        return blobs;
    }

    /// What the signature of a commit is worth.
    Signatures.Verdict verdict(Opened opened, RevCommit commit) {
        return signatures.of(opened.git(), Commit.of(commit));
    }
}
