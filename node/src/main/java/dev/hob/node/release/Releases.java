package dev.hob.node.release;

import dev.hob.node.cob.Acting;
import dev.hob.node.cob.Entry;
import dev.hob.node.cob.Operation;
import dev.hob.node.code.Revisions;
import dev.hob.node.db.Database;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Answer.Field;
import dev.hob.node.issue.Means;
import dev.hob.node.language.Messages;
import dev.hob.node.log.Change;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.log.RepoId;
import dev.hob.node.people.Person;
import dev.hob.node.refs.Cobs;
import dev.hob.node.refs.FoldCache;
import dev.hob.node.refs.Guard;
import dev.hob.node.refs.RefView;
import dev.hob.node.refs.Refs;
import dev.hob.node.refs.Signer;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import dev.hob.node.repo.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TagBuilder;

/// What people do with releases: those who write to the project. What is published is signed by its owner for them, and
/// a tag that it needs moves with it, both or none. Shared between threads.
public final class Releases {
    /// The most bytes of a file.
    public static final long ASSET_BYTES_MAX = 100L << 20;
    /// The most files of a release.
    public static final int ASSETS_MAX = 100;
    /// The most drafts of a project.
    public static final int DRAFTS_MAX = 100;
    /// The most releases of a project that people here publish.
    public static final int RELEASES_MAX = 20_000;

    private final Database database;
    private final Means means;
    private final Storage storage;
    private final Refs refs;
    private final Revisions revisions;
    private final ReleaseReading reading;
    private final FoldCache<ReleaseFold> folds;
    private final DraftFiles drafts = new DraftFiles();

    Releases(
            Database database,
            Means means,
            Storage storage,
            Refs refs,
            Revisions revisions,
            ReleaseReading reading,
            FoldCache<ReleaseFold> folds) {
        this.database = database;
        this.means = means;
        this.storage = storage;
        this.refs = refs;
        this.revisions = revisions;
        this.reading = reading;
        this.folds = folds;
    }

    /// For files that are about to come.
    public Incoming incoming() {
        return new Incoming(storage);
    }

    /// Publishes a release; its tag is made when there is none. The answer's entry is its id.
    public Answer publish(Repo repo, Person by, Wish wish, Incoming files) {
        return within(repo, by, files, (session, assets) -> {
            var wrong = wish.objection().or(() -> taken(session.repo(), wish.tag(), Optional.empty()));
            if (wrong.isPresent()) return wrong.get();
            if (assets.size() > ASSETS_MAX) return tooMany();
            return publish(session, by, wish, Keys.random(), assets);
        });
    }

    /// Begins a draft, which only those who write see; its tag is not made yet. The answer's entry is its id.
    public Answer draft(Repo repo, Person by, Wish wish, Incoming files) {
        return within(repo, by, files, (session, assets) -> {
            var wrong = wish.objection().or(() -> taken(session.repo(), wish.tag(), Optional.empty()));
            if (wrong.isPresent()) return wrong.get();
            if (assets.size() > ASSETS_MAX) return tooMany();
            var rid = session.repo().rid();
            var onlyDrafts = new ReleaseReading.Asked(Optional.of(true), Optional.empty());
            if (reading.count(rid, onlyDrafts) >= DRAFTS_MAX)
                return Answer.invalid(Messages.text("release.drafts-max", DRAFTS_MAX));
            var at = means.clock().instant().truncatedTo(ChronoUnit.SECONDS);
            String key = Keys.random();
            var draft = new Release(
                    ObjectId.fromString(key + Keys.random().substring(0, 8)),
                    key,
                    wish.tag(),
                    wish.target(),
                    Optional.empty(),
                    wish.title().strip(),
                    wish.notes(),
                    true,
                    wish.prerelease(),
                    by.key(),
                    at,
                    at,
                    at,
                    assets);
            keep(session, draft);
            return new Answer.Done(draft.id());
        });
    }

    /// Says it in other words. The tag of a published one stays; so does what a draft is not asked to change.
    public Answer edit(Repo repo, Person by, ObjectId id, Wish wish) {
        return with(repo, by, id, new Incoming(storage), (session, now, _) -> {
            if (!now.draft() && !wish.tag().equals(now.tag()))
                return Answer.invalid(Field.TAG, Messages.text("release.published-keeps-its-tag"));
            var wrong = wish.objection().or(() -> taken(session.repo(), wish.tag(), Optional.of(now)));
            if (wrong.isPresent()) return wrong.get();
            if (now.draft()) {
                var other = new Release(
                        now.id(),
                        now.key(),
                        wish.tag(),
                        wish.target(),
                        now.commit(),
                        wish.title().strip(),
                        wish.notes(),
                        true,
                        wish.prerelease(),
                        now.author(),
                        now.created(),
                        now.published(),
                        means.clock().instant().truncatedTo(ChronoUnit.SECONDS),
                        now.assets());
                keep(session, other);
                return new Answer.Done(now.id());
            }
            var words = words(wish);
            var before = new ReleaseAction.Words(now.title(), now.notes(), now.prerelease());
            if (words.equals(before)) return new Answer.Same();
            return say(session, by, now, List.of(new ReleaseAction.Edit(words)), Map.of(), "edit");
        });
    }

    /// Publishes what was a draft. The answer's entry is its id from now on.
    ///
    /// @param message of the tag, when one is made and shall have one
    public Answer publishDraft(Repo repo, Person by, ObjectId id, String message) {
        return with(repo, by, id, new Incoming(storage), (session, now, _) -> {
            if (!now.draft()) return new Answer.Same();
            var wish = new Wish(now.tag(), now.target(), message, now.title(), now.notes(), now.prerelease());
            var wrong = wish.objection().or(() -> taken(session.repo(), wish.tag(), Optional.of(now)));
            if (wrong.isPresent()) return wrong.get();
            var answer = publish(session, by, wish, now.key(), now.assets());
            if (answer instanceof Answer.Done) drafts.drop(session.git(), now.id());
            return answer;
        });
    }

    /// Adds files.
    public Answer attach(Repo repo, Person by, ObjectId id, Incoming files) {
        return with(repo, by, id, files, (session, now, assets) -> {
            if (assets.isEmpty()) return new Answer.Same();
            for (var asset : assets)
                if (now.asset(asset.name()).isPresent())
                    return Answer.invalid(Field.FILES, Messages.text("release.file-is-there-already", asset.name()));
            if (now.assets().size() + assets.size() > ASSETS_MAX) return tooMany();
            if (now.draft()) {
                var all = new ArrayList<>(now.assets());
                all.addAll(assets);
                keep(session, now.with(all));
                return new Answer.Done(now.id());
            }
            return say(session, by, now, adding(assets), blobs(assets), "assets");
        });
    }

    private static Answer tooMany() {
        return Answer.invalid(Field.FILES, Messages.text("release.files-max", ASSETS_MAX));
    }

    /// Gives a file another name.
    public Answer rename(Repo repo, Person by, ObjectId id, String asset, String name) {
        var objection = Asset.nameObjection(name);
        if (objection.isPresent()) return Answer.invalid(Field.FILES, objection.get());
        return about(repo, by, id, asset, (session, now, found) -> {
            if (found.name().equals(name)) return new Answer.Same();
            if (now.asset(name).isPresent())
                return Answer.invalid(Field.FILES, Messages.text("release.file-is-there-already", name));
            if (now.draft()) {
                var all = now.assets().stream()
                        .map(it -> it.equals(found) ? it.named(name) : it)
                        .toList();
                keep(session, now.with(all));
                return new Answer.Done(now.id());
            }
            return say(session, by, now, List.of(new ReleaseAction.RenameAsset(asset, name)), Map.of(), "assets");
        });
    }

    /// Takes a file away.
    public Answer detach(Repo repo, Person by, ObjectId id, String asset) {
        return about(repo, by, id, asset, (session, now, found) -> {
            if (now.draft()) {
                keep(
                        session,
                        now.with(now.assets().stream()
                                .filter(it -> !it.equals(found))
                                .toList()));
                return new Answer.Done(now.id());
            }
            return say(session, by, now, List.of(new ReleaseAction.RemoveAsset(asset)), Map.of(), "assets");
        });
    }

    /// Takes a release back; its tag stays. Copies that others have fetched cannot be recalled.
    public Answer delete(Repo repo, Person by, ObjectId id) {
        return with(repo, by, id, new Incoming(storage), (session, now, _) -> {
            if (now.draft()) {
                database.writing(
                        handle -> ReleaseRows.remove(handle, session.repo().rid(), now.id()));
                drafts.drop(session.git(), now.id());
                return new Answer.Done(now.id());
            }
            return say(session, by, now, List.of(new ReleaseAction.Delete()), Map.of(), "delete");
        });
    }

    /// Reads a file's bytes from where they are kept.
    @FunctionalInterface
    public interface Taking {
        void take(InputStream content, long size) throws IOException;
    }

    /// Hands out a file, as a stream; false when its bytes are not here. Counts it when it was asked for as a whole.
    ///
    /// @throws IOException when its taker fails
    public boolean take(Repo repo, Asset asset, boolean counts, Taking taking) throws IOException {
        try (var repository = storage.open(repo.rid());
                var reader = repository.newObjectReader()) {
            if (!reader.has(asset.blob(), Constants.OBJ_BLOB)) return false;
            var loader = reader.open(asset.blob(), Constants.OBJ_BLOB);
            try (var content = loader.openStream()) {
                if (counts) reading.downloaded(repo.rid(), asset);
                taking.take(content, loader.getSize());
            }
            return true;
        }
    }

    @FunctionalInterface
    private interface Fresh {
        Answer on(Cobs.Session session, List<Asset> assets) throws IOException;
    }

    @FunctionalInterface
    private interface Work {
        Answer on(Cobs.Session session, Release now, List<Asset> assets) throws IOException;
    }

    @FunctionalInterface
    private interface AboutAsset {
        Answer on(Cobs.Session session, Release now, Asset asset) throws IOException;
    }

    private Answer about(Repo repo, Person by, ObjectId id, String key, AboutAsset work) {
        return with(repo, by, id, new Incoming(storage), (session, now, _) -> {
            var found = now.assets().stream().filter(it -> it.key().equals(key)).findFirst();
            return found.isPresent()
                    ? work.on(session, now, found.get())
                    : new Answer.Refused(
                            Answer.Reason.MISSING, Field.FILES, Messages.text("release.no-such-file-any-more"));
        });
    }

    private Answer with(Repo repo, Person by, ObjectId id, Incoming files, Work work) {
        return within(repo, by, files, (session, assets) -> {
            var now = reading.byId(session.repo().rid(), id);
            return now.isPresent()
                    ? work.on(session, now.get(), assets)
                    : Answer.missing(Messages.text("release.no-such-release-any-more"));
        });
    }

    /// Puts the files into git, where nothing names them yet, and goes on with the folder's lock held.
    private Answer within(Repo repo, Person by, Incoming files, Fresh work) {
        if (!means.isMember(repo, by)) return Answer.forbidden(Messages.text("release.only-members-make-releases"));
        if (!repo.isProject()) return Answer.invalid(Messages.text("release.fork-has-none"));
        var lease = storage.lease(repo.rid()).readLock();
        lease.lock();
        try {
            var assets = store(repo, files);
            return means.cobs()
                    .in(repo, session -> work.on(session, assets))
                    .orElseGet(() -> Answer.missing(Messages.text("refs.repository-is-gone")));
        } finally {
            lease.unlock();
        }
    }

    /// A disk that is filled to the brim keeps nobody's work.
    private void checkRoom() {
        try {
            if (!storage.hasRoom()) throw new IOException("there is no room");
        } catch (IOException e) {
            throw new StorageException("cannot keep the files of a release", e);
        }
    }

    private List<Asset> store(Repo repo, Incoming files) {
        if (files.isEmpty()) return List.of();
        var at = means.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        var assets = new ArrayList<Asset>();
        checkRoom();
        try (var repository = storage.open(repo.rid());
                var inserter = Storage.inserter(repository)) {
            for (var file : files.files()) {
                try (var content = Files.newInputStream(file.path())) {
                    var blob = inserter.insert(Constants.OBJ_BLOB, file.size(), content);
                    assets.add(new Asset(file.key(), file.name(), file.size(), file.sha256(), blob, at));
                }
            }
            inserter.flush();
        } catch (IOException e) {
            throw new StorageException("cannot keep the files of a release of " + repo.path(), e);
        }
        return List.copyOf(assets);
    }

    /// Why a release cannot stand on a tag, since another does.
    private Optional<Answer> taken(Repo repo, String tag, Optional<Release> but) {
        return reading.ofTag(repo.rid(), tag)
                .filter(it -> but.isEmpty() || !it.id().equals(but.get().id()))
                .map(it -> it.draft()
                        ? Messages.text("release.draft-is-there-already", tag)
                        : Messages.text("release.is-there-already", tag))
                .map(told -> Answer.invalid(Field.TAG, told));
    }

    private void keep(Cobs.Session session, Release draft) throws IOException {
        var rid = session.repo().rid();
        var before = reading.byId(rid, draft.id());
        // Its files are kept before a row names them, and let go after none does.
        var both = new ArrayList<>(draft.assets());
        before.ifPresent(it -> both.addAll(it.assets()));
        drafts.keep(session.git(), draft.id(), both, means.clock().instant());
        database.writing(handle -> ReleaseRows.put(handle, rid, draft));
        if (both.size() > draft.assets().size()
                && before.filter(it -> !draft.assets().containsAll(it.assets())).isPresent())
            drafts.keep(session.git(), draft.id(), draft.assets(), means.clock().instant());
    }

    private static ReleaseAction.Words words(Wish wish) {
        return new ReleaseAction.Words(wish.title().strip(), wish.notes(), wish.prerelease());
    }

    private static List<ReleaseAction> adding(List<Asset> assets) {
        return assets.stream()
                .<ReleaseAction>map(
                        it -> new ReleaseAction.AddAsset(it.key(), it.name(), it.size(), it.sha256(), it.blob()))
                .toList();
    }

    /// What the operation carries; a file's own name could be none in a folder of git's.
    private static Map<String, ObjectId> blobs(List<Asset> assets) {
        var blobs = new LinkedHashMap<String, ObjectId>();
        for (var asset : assets) blobs.put(asset.key(), asset.blob());
        return blobs;
    }

    private Answer publish(Cobs.Session session, Person by, Wish wish, String key, List<Asset> assets)
            throws IOException {
        var repo = session.repo();
        if (reading.count(repo.rid(), ReleaseReading.Asked.PUBLISHED) >= RELEASES_MAX)
            return Answer.invalid(Messages.text("release.releases-max", RELEASES_MAX));
        var view = refs.view(repo);
        String ref = Constants.R_TAGS + wish.tag();
        var tag = Optional.ofNullable(view.refs().get(ref));
        var commit = tag.isPresent() ? Revisions.target(view, ref) : target(session, view, wish.target());
        if (commit.isEmpty())
            return new Answer.Refused(
                    Answer.Reason.MISSING,
                    Field.TARGET,
                    wish.target().isBlank()
                            ? Messages.text("release.no-commit-for-a-tag-yet")
                            : Messages.text("release.no-branch-tag-or-commit", wish.target()));
        var actions = new ArrayList<ReleaseAction>();
        actions.add(new ReleaseAction.Publish(key, wish.tag(), commit.get(), words(wish)));
        actions.addAll(adding(assets));
        var kept = folds.fresh(session);
        var signed = sign(session, by, kept, actions, blobs(assets), "Publish");
        if (!(signed instanceof Signed.Yes(var signer, var operation))) return ((Signed.No) signed).answer();
        if (tag.isPresent()) {
            var stored = session.store(
                    signer.author(),
                    here(by),
                    operation,
                    Optional.empty(),
                    entry -> Optional.of(published(repo, entry, wish.tag())),
                    kept.fold()::begin,
                    (handle, _) -> ReleaseRows.put(
                            handle, repo.rid(), kept.fold().release().orElseThrow()));
            return stored.map(entry -> {
                        kept.grow(entry.id());
                        folds.keep(repo.rid(), entry.id(), kept);
                        return (Answer) new Answer.Done(entry.id());
                    })
                    .orElseGet(Releases::refused);
        }
        var made = tag(session, by, wish, commit.get());
        var entry = session.objects(signer.author(), operation);
        if (!kept.fold().begin(entry)) return refused();
        var moves = List.of(
                new RefMove(ref, RefMove.ABSENT, made.name()),
                session.naming(signer.author().key().publicKey(), entry.id(), entry));
        var verdict = refs.move(
                repo,
                here(by),
                new Guard.Way.Directly(),
                moves,
                () -> {},
                Optional.of(published(repo, entry, wish.tag())),
                Optional.empty());
        return switch (verdict) {
            case Refs.Verdict.Moved _ -> new Answer.Done(entry.id());
            case Refs.Verdict.Stale(var _, var told) -> Answer.invalid(Field.TAG, told);
            case Refs.Verdict.Refused(var _, var told) -> Answer.invalid(Field.TAG, told);
            case Refs.Verdict.Forbidden(var _, var told) ->
                new Answer.Refused(Answer.Reason.FORBIDDEN, Field.TAG, told);
        };
    }

    private Optional<ObjectId> target(Cobs.Session session, RefView view, String named) {
        if (named.isBlank()) return view.headId();
        return revisions.find(session.git(), session.repo(), view, named).map(Revisions.Revision::commit);
    }

    /// What the tag's ref names: the commit, or a tag with a message.
    private ObjectId tag(Cobs.Session session, Person by, Wish wish, ObjectId commit) throws IOException {
        if (wish.message().isBlank()) return commit;
        var tag = new TagBuilder();
        tag.setTag(wish.tag());
        tag.setObjectId(commit, Constants.OBJ_COMMIT);
        tag.setMessage(wish.message().endsWith("\n") ? wish.message() : wish.message() + "\n");
        String name = by.displayName().isBlank() ? by.name() : by.displayName();
        tag.setTagger(new PersonIdent(name, by.email(), means.clock().instant(), ZoneOffset.UTC));
        try (var inserter = session.git().newObjectInserter()) {
            var id = inserter.insert(tag);
            inserter.flush();
            return id;
        }
    }

    /// Says something more about one that is published.
    private Answer say(
            Cobs.Session session,
            Person by,
            Release now,
            List<ReleaseAction> actions,
            Map<String, ObjectId> blobs,
            String what)
            throws IOException {
        var repo = session.repo();
        var found = folds.get(session, now.id());
        if (found.isEmpty() || found.get().fold().release().isEmpty())
            return Answer.missing(Messages.text("release.no-such-release-any-more"));
        var kept = found.get();
        var signed = sign(session, by, kept, actions, blobs, "Change");
        if (!(signed instanceof Signed.Yes(var signer, var operation))) return ((Signed.No) signed).answer();
        var stored = session.store(
                signer.author(),
                here(by),
                operation,
                Optional.of(now.id()),
                _ -> Optional.of(new Change.ReleaseChanged(
                        repo.id().value(), repo.rid().value(), now.id().name(), now.tag(), what)),
                kept.fold()::apply,
                (handle, _) -> write(handle, repo.rid(), now.id(), kept.fold()));
        return stored.map(entry -> {
                    kept.grow(entry.id());
                    return (Answer) new Answer.Done(entry.id());
                })
                .orElseGet(Releases::refused);
    }

    /// Makes the rows say what a fold says.
    static void write(org.jdbi.v3.core.Handle handle, RepoId rid, ObjectId object, ReleaseFold fold) {
        var release = fold.release();
        if (release.isPresent()) ReleaseRows.put(handle, rid, release.get());
        else ReleaseRows.remove(handle, rid, object);
    }

    private sealed interface Signed {
        record Yes(Signer signer, Operation operation) implements Signed {}

        record No(Answer answer) implements Signed {}
    }

    private Signed sign(
            Cobs.Session session,
            Person by,
            FoldCache.Kept<ReleaseFold> kept,
            List<ReleaseAction> actions,
            Map<String, ObjectId> blobs,
            String message)
            throws IOException {
        var identity = session.identity();
        var choice = Signer.owner(
                means.custody(),
                session.repo(),
                identity.document(),
                by,
                means.clock().instant());
        if (!(choice instanceof Signer.Choice.Signs(var signer)))
            return new Signed.No(Answer.forbidden(((Signer.Choice.Refused) choice).told()));
        Map<String, byte[]> embeds = new LinkedHashMap<>();
        signer.acting().ifPresent(acting -> embeds.put(Acting.EMBED, acting.bytes()));
        return new Signed.Yes(
                signer,
                new Operation(
                        ReleaseFold.TYPE,
                        actions.stream().map(ReleaseAction::json).toList(),
                        embeds,
                        blobs,
                        kept.tips(),
                        List.of(),
                        Optional.of(identity.head()),
                        message));
    }

    private static Change published(Repo repo, Entry entry, String tag) {
        return new Change.ReleasePublished(
                repo.id().value(), repo.rid().value(), entry.id().name(), tag);
    }

    private static Origin here(Person by) {
        return new Origin.Here(by.id());
    }

    private static Answer refused() {
        return Answer.forbidden(Messages.text("issue.project-refuses-that"));
    }
}
