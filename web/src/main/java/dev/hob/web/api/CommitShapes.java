package dev.hob.web.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.keys.SshPublicKey;
import dev.hob.node.Node;
import dev.hob.node.code.Changed;
import dev.hob.node.code.Signatures;
import dev.hob.node.people.Person;
import dev.hob.node.protection.BranchRule;
import dev.hob.node.protection.Checks;
import dev.hob.node.protection.Who;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.AnnotatedTag;
import dev.hob.web.api.json.Branch;
import dev.hob.web.api.json.Commit;
import dev.hob.web.api.json.FileCommit;
import dev.hob.web.api.json.Reference;
import dev.hob.web.api.json.Tag;
import dev.hob.web.api.json.Verification;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.revwalk.RevWalk;

/// Commits, branches and tags as the API shows them. Shared between threads.
final class CommitShapes {
    private final Node node;
    private final Code code;

    CommitShapes(Node node, Code code) {
        this.node = node;
        this.code = code;
    }

    /// What of a commit costs more to tell.
    record Extent(boolean stat, boolean verification, boolean files) {
        static Extent of(Call call) {
            return new Extent(call.flag("stat", true), call.flag("verification", true), call.flag("files", true));
        }
    }

    Commit commit(Call call, Code.Opened opened, RevWalk walk, RevCommit commit, Extent extent) throws IOException {
        var links = call.links();
        var repo = opened.repo();
        String url = links.api(repo, "git/commits", commit.name());
        var verdict = code.verdict(opened, commit);
        // An address alone proves nothing; a signature by a key on the account with that address does.
        Optional<Person> author =
                verdict instanceof Signatures.Verdict.Verified verified ? Optional.of(verified.by()) : Optional.empty();
        Optional<Changed.Summary> changed = extent.stat() || extent.files()
                ? Optional.of(code.changed().of(opened.git(), commit))
                : Optional.empty();
        return new Commit(
                url,
                commit.name(),
                committed(commit),
                links.html(repo, "commit", commit.name()),
                new Commit.Detail(
                        url,
                        person(ident(commit, "author")),
                        person(ident(commit, "committer")),
                        commit.getFullMessage(),
                        new Commit.Meta(
                                links.api(repo, "git/trees", commit.getTree().name()),
                                commit.getTree().name(),
                                committed(commit)),
                        extent.verification() ? Optional.of(verification(commit, verdict)) : Optional.empty()),
                author.map(it -> PeopleShapes.user(it, call.viewer(), links)),
                Optional.empty(),
                parents(call, repo, walk, commit),
                changed.filter(_ -> extent.files()).map(CommitShapes::files),
                changed.filter(_ -> extent.stat()).map(CommitShapes::stats));
    }

    private static List<Commit.AffectedFile> files(Changed.Summary changed) {
        return changed.files().stream()
                .map(file -> new Commit.AffectedFile(
                        file.path(), file.status().name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static Commit.Stats stats(Changed.Summary changed) {
        return new Commit.Stats(
                changed.added() + changed.removed(), changed.filesChanged(), changed.added(), changed.removed());
    }

    private static List<Commit.Meta> parents(Call call, Repo repo, RevWalk walk, RevCommit commit) throws IOException {
        var parents = new ArrayList<Commit.Meta>();
        for (var parent : commit.getParents()) {
            walk.parseHeaders(parent);
            parents.add(new Commit.Meta(
                    call.links().api(repo, "git/commits", parent.name()), parent.name(), committed(parent)));
        }
        return parents;
    }

    private static Instant committed(RevCommit commit) {
        return Instant.ofEpochSecond(commit.getCommitTime());
    }

    /// Old histories hold lines that nobody can read.
    private static PersonIdent ident(RevCommit commit, String which) {
        var ident = which.equals("author") ? commit.getAuthorIdent() : commit.getCommitterIdent();
        return ident == null ? new PersonIdent("", "", Instant.EPOCH, ZoneOffset.UTC) : ident;
    }

    private static Commit.Person person(PersonIdent ident) {
        return new Commit.Person(ident.getName(), ident.getEmailAddress(), ident.getWhenAsInstant());
    }

    private static Verification verification(RevCommit commit, Signatures.Verdict verdict) {
        byte[] raw = commit.getRawGpgSignature();
        String signature = raw == null ? "" : new String(raw, UTF_8);
        String payload = raw == null ? "" : new String(Signatures.signed(commit), UTF_8);
        return switch (verdict) {
            case Signatures.Verdict.Unsigned() -> unsigned();
            case Signatures.Verdict.Verified(var by, var key) ->
                new Verification(true, told(by, key), signature, Optional.of(signer(by, by.email())), payload);
            case Signatures.Verdict.Another(var by, var key) ->
                new Verification(
                        false,
                        "not the author's key: " + told(by, key),
                        signature,
                        // The commit does not name their address, so nor does this.
                        Optional.of(signer(by, PeopleShapes.hidden(by))),
                        payload);
            case Signatures.Verdict.Stranger(var key) ->
                new Verification(
                        false,
                        "gpg.error.no_committer_account: " + key.fingerprint(),
                        signature,
                        Optional.empty(),
                        payload);
            case Signatures.Verdict.Bad() ->
                new Verification(false, "gpg.error.failed_retrieval_gpg_keys", signature, Optional.empty(), payload);
            case Signatures.Verdict.Unchecked() ->
                new Verification(false, "gpg.error.no_gpg_keys_found", signature, Optional.empty(), payload);
        };
    }

    static Verification unsigned() {
        return new Verification(false, "gpg.error.not_signed_commit", "", Optional.empty(), "");
    }

    private static String told(Person by, SshPublicKey key) {
        return by.name() + " / " + key.fingerprint();
    }

    private static Verification.Signer signer(Person by, String email) {
        return new Verification.Signer(by.displayName(), email, by.name());
    }

    /// The commit that a change of files made.
    FileCommit written(Call call, Repo repo, RevWalk walk, RevCommit commit) throws IOException {
        var links = call.links();
        return new FileCommit(
                links.api(repo, "git/commits", commit.name()),
                commit.name(),
                committed(commit),
                links.html(repo, "commit", commit.name()),
                person(commit.getAuthorIdent()),
                person(commit.getCommitterIdent()),
                parents(call, repo, walk, commit),
                commit.getFullMessage(),
                new Commit.Meta(
                        links.api(repo, "git/trees", commit.getTree().name()),
                        commit.getTree().name(),
                        committed(commit)));
    }

    Branch branch(Call call, Code.Opened opened, RevWalk walk, String name, ObjectId id) throws IOException {
        var commit = walk.parseCommit(id);
        boolean writes = node.access().may(call.viewer(), Right.WRITE, opened.repo());
        var verdict = code.verdict(opened, commit);
        var rule = node.protection().rules().branch(opened.repo(), name);
        var checks = rule.map(BranchRule::checks);
        boolean free = rule.filter(
                        it -> it.bindsAdmins() || !node.access().may(call.viewer(), Right.ADMIN, opened.repo()))
                .isEmpty();
        return new Branch(
                name,
                new Branch.Tip(
                        commit.name(),
                        commit.getFullMessage(),
                        call.links().html(opened.repo(), "commit", commit.name()),
                        who(ident(commit, "author")),
                        who(ident(commit, "committer")),
                        Optional.of(verification(commit, verdict)),
                        committed(commit)),
                rule.isPresent(),
                rule.map(BranchRule::approvals).orElse(0),
                checks.filter(it -> !(it instanceof Checks.None)).isPresent(),
                checks.orElse(new Checks.None()) instanceof Checks.Named(var names) ? names : List.of(),
                writes && (free || lets(call, rule.map(BranchRule::push))),
                writes && lets(call, rule.map(BranchRule::merge)),
                rule.map(it -> it.pattern().text()).orElse(""));
    }

    private static boolean lets(Call call, Optional<Who> who) {
        return who.isEmpty()
                || call.perhaps().filter(person -> who.get().has(person.key())).isPresent();
    }

    private static Branch.Who who(PersonIdent ident) {
        return new Branch.Who(ident.getName(), ident.getEmailAddress(), "");
    }

    Tag tag(Call call, Code.Opened opened, RevWalk walk, String name) throws IOException {
        var links = call.links();
        var repo = opened.repo();
        var object = walk.parseAny(opened.view().refs().get(Constants.R_TAGS + name));
        String message = object instanceof RevTag tag ? parsed(walk, tag).getFullMessage() : "";
        var peeled = walk.peel(object);
        var at = peeled instanceof RevCommit commit ? committed(walk.parseCommit(commit)) : Instant.EPOCH;
        return new Tag(
                name,
                message,
                object.name(),
                new Commit.Meta(links.api(repo, "git/commits", peeled.name()), peeled.name(), at),
                links.api(repo, "archive", name + ".zip"),
                links.api(repo, "archive", name + ".tar.gz"));
    }

    private static RevTag parsed(RevWalk walk, RevTag tag) throws IOException {
        walk.parseBody(tag);
        return tag;
    }

    AnnotatedTag annotated(Call call, Repo repo, RevWalk walk, RevTag tag) throws IOException {
        parsed(walk, tag);
        var tagger = Optional.ofNullable(tag.getTaggerIdent())
                .map(CommitShapes::person)
                .orElse(new Commit.Person("", "", Instant.EPOCH));
        return new AnnotatedTag(
                tag.getTagName(),
                tag.name(),
                call.links().api(repo, "git/tags", tag.name()),
                tag.getFullMessage(),
                tagger,
                target(call, repo, walk.parseAny(tag.getObject())),
                unsigned());
    }

    static Reference.Target target(Call call, Repo repo, RevObject object) {
        String type = Constants.typeString(object.getType());
        return new Reference.Target(type, object.name(), call.links().api(repo, "git/" + type + "s", object.name()));
    }
}
