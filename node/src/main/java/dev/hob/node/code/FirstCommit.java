package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.people.Person;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;

/// The commit that an empty repository may begin with: a few files of its owner's choice. Shared between threads.
public final class FirstCommit {
    private static final String MESSAGE = "Begin";

    private final Refs refs;
    private final Storage storage;
    private final InstantSource clock;

    public FirstCommit(Refs refs, Storage storage, InstantSource clock) {
        this.refs = refs;
        this.storage = storage;
        this.clock = clock;
    }

    /// Writes the files, by name, to the default branch; says what kept it from being done, if anything.
    public Optional<String> write(Repo repo, Person author, Map<String, String> files) {
        try (var repository = storage.open(repo.rid());
                var inserter = Storage.inserter(repository)) {
            var cache = DirCache.newInCore();
            var builder = cache.builder();
            for (var file : files.entrySet()) {
                var entry = new DirCacheEntry(file.getKey());
                entry.setFileMode(FileMode.REGULAR_FILE);
                entry.setObjectId(
                        inserter.insert(Constants.OBJ_BLOB, file.getValue().getBytes(UTF_8)));
                builder.add(entry);
            }
            builder.finish();
            var commit = new CommitBuilder();
            commit.setTreeId(cache.writeTree(inserter));
            var who = new PersonIdent(author.shown(), author.email(), clock.instant(), ZoneOffset.UTC);
            commit.setAuthor(who);
            commit.setCommitter(who);
            commit.setMessage(MESSAGE);
            ObjectId id = inserter.insert(commit);
            var move = new RefMove(Constants.R_HEADS + repo.defaultBranch(), RefMove.ABSENT, id.name());
            var verdict =
                    refs.move(repo, new Origin.Here(author.id()), List.of(move), inserter::flush, Optional.empty());
            return switch (verdict) {
                case Refs.Verdict.Moved() -> Optional.empty();
                case Refs.Verdict.Stale(String _, String told) -> Optional.of(told);
                case Refs.Verdict.Refused(String _, String told) -> Optional.of(told);
            };
        } catch (IOException e) {
            throw new CodeException("cannot write the first commit of " + repo.path(), e);
        }
    }
}
