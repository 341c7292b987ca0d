package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.node.language.Messages;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.people.Person;
import dev.hob.node.refs.RefNames;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.internal.submodule.SubmoduleValidator;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TagBuilder;
import org.eclipse.jgit.revwalk.RevWalk;

/// Writes commits and tags for people who have no clone at hand. What is written is checked and moves refs as a
/// push does: signed, in the log, and only if nobody was quicker. Shared between threads.
public final class Commits {
    /// When others push all the while, the work is done again on top of theirs so many times.
    private static final int ATTEMPTS_MAX = 4;

    /// How many files one commit may change.
    public static final int CHANGES_MAX = 5_000;

    private static final int MESSAGE_CHARACTERS_MAX = 64 * 1024;
    /// Git knows no time before, and many programs no year after.
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /// Who a commit says wrote it; without a time, it was now.
    public record Signer(String name, String email, Optional<Instant> at) {
        /// A person, now.
        public static Signer of(Person person) {
            String name = person.displayName().isBlank() ? person.name() : person.displayName();
            return new Signer(name, person.email(), Optional.empty());
        }
    }

    /// A commit that somebody asks for.
    ///
    /// @param branch what it builds on
    /// @param newBranch the branch that it makes, instead of moving the one it builds on
    public record Draft(
            String branch,
            Optional<String> newBranch,
            String message,
            Signer author,
            Signer committer,
            List<FileChange> changes) {
        public Draft {
            changes = List.copyOf(changes);
        }
    }

    /// What came of it.
    public sealed interface Outcome {
        /// It is done, signed and in the log.
        record Done(ObjectId id, String branch) implements Outcome {}

        /// What it builds on, or a file that it changes, is not there.
        record Missing(String told) implements Outcome {}

        /// Something is there already, or is not what its writer saw.
        record Clash(Why why, String told) implements Outcome {}

        /// It cannot be: a bad name, or nothing that would change.
        record Refused(String told) implements Outcome {}

        /// The rules of the branch or tag do not let them.
        record Forbidden(String told) implements Outcome {}

        /// Others were quicker each time.
        record Stale(String told) implements Outcome {}
    }

    /// What is in the way of a commit.
    public enum Why {
        /// The branch that it would make.
        BRANCH,
        /// A file where it would make one.
        FILE,
        /// A folder where it would put a file, or a file where it needs a folder.
        PLACE,
        /// A link or another repository, where it would change a file.
        KIND,
        /// Somebody changed the file since its writer saw it.
        CHANGED
    }

    /// Ends a draft; caught where it is begun.
    private static final class Ended extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Outcome outcome;

        Ended(Outcome outcome) {
            super(outcome.toString());
            this.outcome = outcome;
        }
    }

    private final Storage storage;
    private final Refs refs;
    private final InstantSource clock;

    public Commits(Storage storage, Refs refs, InstantSource clock) {
        this.storage = storage;
        this.refs = refs;
        this.clock = clock;
    }

    /// Writes a commit and moves its branch.
    public Outcome commit(Repo repo, Person by, Draft draft) {
        String target = draft.newBranch().orElse(draft.branch());
        var objection = RefNames.objection(Constants.R_HEADS + target);
        if (objection.isPresent())
            return new Outcome.Refused(Messages.text("code.branch-is-no-name", target, objection.get()));
        if (draft.message().length() > MESSAGE_CHARACTERS_MAX)
            return new Outcome.Refused(Messages.text("code.message-characters-max", MESSAGE_CHARACTERS_MAX));
        if (draft.changes().size() > CHANGES_MAX)
            return new Outcome.Refused(Messages.text("code.changes-max", CHANGES_MAX));
        for (var change : draft.changes()) {
            var told = path(change);
            if (told.isPresent()) return new Outcome.Refused(told.get());
        }
        for (var signer : List.of(draft.author(), draft.committer()))
            if (signer.at()
                    .filter(it -> it.isBefore(Instant.EPOCH) || it.isAfter(LATEST))
                    .isPresent()) return new Outcome.Refused(Messages.text("code.commit-time"));
        try {
            Outcome outcome = attempt(repo, by, draft, target);
            for (int i = 1; i < ATTEMPTS_MAX && outcome instanceof Outcome.Stale; i++)
                outcome = attempt(repo, by, draft, target);
            return outcome;
        } catch (Ended e) {
            return e.outcome;
        } catch (IOException e) {
            throw new CodeException("cannot write a commit in " + repo.path(), e);
        }
    }

    /// Why a file cannot get the path that it would.
    private static Optional<String> path(FileChange change) {
        boolean isNew =
                switch (change) {
                    case FileChange.Create _ -> true;
                    case FileChange.Update update -> !update.from().equals(update.path());
                    case FileChange.Delete _ -> false;
                };
        return isNew ? NewPath.objection(change.path().value()) : Optional.empty();
    }

    private Outcome attempt(Repo repo, Person by, Draft draft, String target) throws IOException, Ended {
        var view = refs.view(repo);
        var tip = Optional.ofNullable(view.refs().get(Constants.R_HEADS + draft.branch()));
        // Into a repository without anything, the first commit can be written.
        if (tip.isEmpty() && !view.isEmpty())
            throw new Ended(new Outcome.Missing("branch does not exist [name: " + draft.branch() + "]"));
        boolean makes = !target.equals(draft.branch());
        if (makes && view.refs().containsKey(Constants.R_HEADS + target))
            throw new Ended(new Outcome.Clash(Why.BRANCH, "branch already exists [name: " + target + "]"));
        var lease = storage.lease(repo.rid()).readLock();
        lease.lock();
        try (var repository = storage.open(repo.rid());
                var inserter = new CheckedInserter(Storage.inserter(repository))) {
            var commit = write(repository, inserter, tip, draft);
            String before = makes || tip.isEmpty() ? RefMove.ABSENT : tip.get().name();
            var move = new RefMove(Constants.R_HEADS + target, before, commit.name());
            return moved(
                    refs.move(repo, here(by), List.of(move), new Inserted(inserter), Optional.empty()), commit, target);
        } catch (CorruptObjectException e) {
            throw new Ended(new Outcome.Refused(String.valueOf(e.getMessage())));
        } finally {
            lease.unlock();
        }
    }

    /// What was written and is not flushed yet.
    private record Inserted(ObjectInserter inserter) implements Refs.Objects {
        @Override
        public void arrive() throws IOException {
            inserter.flush();
        }

        @Override
        public ObjectReader reader(Repository repository) {
            return inserter.newReader();
        }
    }

    private static Outcome moved(Refs.Verdict verdict, ObjectId id, String name) {
        return switch (verdict) {
            case Refs.Verdict.Moved _ -> new Outcome.Done(id, name);
            case Refs.Verdict.Stale stale -> new Outcome.Stale(name + ": " + stale.told());
            case Refs.Verdict.Forbidden forbidden -> new Outcome.Forbidden(forbidden.told());
            case Refs.Verdict.Refused refused -> new Outcome.Refused(name + ": " + refused.told());
        };
    }

    private static Origin here(Person by) {
        return new Origin.Here(by.id());
    }

    private ObjectId write(Repository repository, CheckedInserter inserter, Optional<ObjectId> tip, Draft draft)
            throws IOException, Ended {
        try (var walk = new RevWalk(repository)) {
            Optional<ObjectId> before =
                    tip.isPresent() ? Optional.of(walk.parseCommit(tip.get()).getTree()) : Optional.empty();
            var edit = new TreeEdit(walk.getObjectReader(), before);
            for (var change : draft.changes()) apply(edit, inserter, change);
            var tree = edit.write(inserter);
            var commit = new CommitBuilder();
            tip.ifPresent(commit::setParentId);
            commit.setTreeId(tree);
            commit.setMessage(draft.message());
            commit.setAuthor(ident(draft.author()));
            commit.setCommitter(ident(draft.committer()));
            var id = inserter.insert(commit);
            inserter.checkAttributes();
            return id;
        }
    }

    private PersonIdent ident(Signer signer) {
        return new PersonIdent(signer.name(), signer.email(), signer.at().orElseGet(clock::instant), ZoneOffset.UTC);
    }

    private static void apply(TreeEdit edit, ObjectInserter inserter, FileChange change) throws IOException, Ended {
        try {
            switch (change) {
                case FileChange.Create(var path, var content) -> {
                    if (edit.at(path).isPresent())
                        throw new Ended(new Outcome.Clash(
                                Why.FILE, "repository file already exists [path: " + path.value() + "]"));
                    edit.put(path, FileMode.REGULAR_FILE, file(inserter, path, content));
                }
                case FileChange.Update(var path, var from, var expected, var content) -> {
                    var entry = file(edit, from, expected);
                    if (!from.equals(path)) {
                        if (edit.at(path).isPresent())
                            throw new Ended(new Outcome.Clash(
                                    Why.FILE, "repository file already exists [path: " + path.value() + "]"));
                        edit.remove(from);
                    }
                    edit.put(path, entry.mode(), file(inserter, path, content));
                }
                case FileChange.Delete(var path, var expected) -> {
                    // A link goes as a file does: nothing behind it is touched.
                    seen(edit, path, expected, FileMode.SYMLINK);
                    edit.remove(path);
                }
            }
        } catch (TreeEdit.InTheWay e) {
            throw new Ended(
                    new Outcome.Clash(Why.PLACE, "something else is at this path [path: " + e.getMessage() + "]"));
        }
    }

    /// What git would act on when it clones is looked through, as in a push.
    private static ObjectId file(ObjectInserter inserter, CodePath path, byte[] content) throws IOException, Ended {
        if (path.name().equals(Constants.DOT_GIT_MODULES)) {
            try {
                SubmoduleValidator.assertValidGitModulesFile(new String(content, UTF_8));
            } catch (SubmoduleValidator.SubmoduleValidationException e) {
                throw new Ended(new Outcome.Refused(path.value() + ": " + e.getMessage()));
            }
        }
        return inserter.insert(Constants.OBJ_BLOB, content);
    }

    private static TreeEdit.Entry file(TreeEdit edit, CodePath path, Optional<ObjectId> expected)
            throws IOException, Ended {
        return seen(edit, path, expected, FileMode.REGULAR_FILE);
    }

    /// What is at a path, if it is a file or of another kind that will do, and is what its writer saw.
    private static TreeEdit.Entry seen(TreeEdit edit, CodePath path, Optional<ObjectId> expected, FileMode also)
            throws IOException, Ended {
        var entry = edit.at(path)
                .filter(it -> !it.isFolder())
                .orElseThrow(() ->
                        new Ended(new Outcome.Missing("repository file does not exist [path: " + path.value() + "]")));
        boolean plain =
                List.of(FileMode.REGULAR_FILE, FileMode.EXECUTABLE_FILE, also).contains(entry.mode());
        if (!plain) throw new Ended(new Outcome.Clash(Why.KIND, "this is no file [path: " + path.value() + "]"));
        if (expected.isPresent() && !expected.get().equals(entry.id()))
            throw new Ended(new Outcome.Clash(
                    Why.CHANGED,
                    "sha does not match [given: " + expected.get().name() + ", expected: "
                            + entry.id().name() + "]"));
        return entry;
    }

    /// Makes a branch or a lightweight tag.
    public Outcome point(Repo repo, Person by, String ref, ObjectId at) {
        return move(repo, by, List.of(new RefMove(ref, RefMove.ABSENT, at.name())), at, ref);
    }

    /// Takes a branch or a tag away, if it is still where somebody saw it.
    public Outcome remove(Repo repo, Person by, String ref, ObjectId at) {
        return move(repo, by, List.of(new RefMove(ref, at.name(), RefMove.ABSENT)), at, ref);
    }

    /// Gives a branch another name.
    public Outcome rename(Repo repo, Person by, String from, String to, ObjectId at) {
        var moves = List.of(new RefMove(from, at.name(), RefMove.ABSENT), new RefMove(to, RefMove.ABSENT, at.name()));
        return move(repo, by, moves, at, to);
    }

    private Outcome move(Repo repo, Person by, List<RefMove> moves, ObjectId id, String name) {
        for (var move : moves) {
            var objection = move.deletes() ? Optional.<String>empty() : RefNames.objection(move.ref());
            if (objection.isPresent()) return new Outcome.Refused(name + ": " + objection.get());
        }
        var lease = storage.lease(repo.rid()).readLock();
        lease.lock();
        try {
            return moved(refs.move(repo, here(by), moves, () -> {}, Optional.empty()), id, name);
        } finally {
            lease.unlock();
        }
    }

    /// Makes a tag that has a message and a tagger.
    public Outcome tag(Repo repo, Person by, String name, ObjectId at, String message) {
        String ref = Constants.R_TAGS + name;
        var objection = RefNames.objection(ref);
        if (objection.isPresent())
            return new Outcome.Refused(Messages.text("code.tag-is-no-name", name, objection.get()));
        if (message.length() > MESSAGE_CHARACTERS_MAX)
            return new Outcome.Refused(Messages.text("code.message-characters-max", MESSAGE_CHARACTERS_MAX));
        var lease = storage.lease(repo.rid()).readLock();
        lease.lock();
        try (var repository = storage.open(repo.rid());
                var walk = new RevWalk(repository);
                var inserter = new CheckedInserter(Storage.inserter(repository))) {
            var tag = new TagBuilder();
            tag.setTag(name);
            tag.setObjectId(walk.parseAny(at));
            tag.setMessage(message.endsWith("\n") ? message : message + "\n");
            tag.setTagger(ident(Signer.of(by)));
            var id = inserter.insert(tag);
            var move = new RefMove(ref, RefMove.ABSENT, id.name());
            return moved(refs.move(repo, here(by), List.of(move), new Inserted(inserter), Optional.empty()), id, name);
        } catch (CorruptObjectException e) {
            return new Outcome.Refused(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new CodeException("cannot write a tag in " + repo.path(), e);
        } finally {
            lease.unlock();
        }
    }
}
