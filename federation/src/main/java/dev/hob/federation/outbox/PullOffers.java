package dev.hob.federation.outbox;

import dev.hob.federation.actor.AskedPulls;
import dev.hob.federation.actor.ForkedFrom;
import dev.hob.federation.actor.Local;
import dev.hob.federation.actor.LocalActors;
import dev.hob.federation.actor.PullDocuments;
import dev.hob.federation.actor.Strangers;
import dev.hob.federation.remote.Looked;
import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.remote.RemoteActors;
import dev.hob.federation.vocab.Actor;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.node.Node;
import dev.hob.node.issue.Limits;
import dev.hob.node.language.Messages;
import dev.hob.node.log.Change;
import dev.hob.node.log.Entry;
import dev.hob.node.log.LogReader;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.jdbi.v3.core.Handle;

/// Offers pull requests of people of here to repositories elsewhere, and offers their new commits as their branches
/// move. Shared between threads.
public final class PullOffers implements AutoCloseable {
    private static final String NAME = "pull-offers";
    private static final int ID_BYTES = 10;
    /// How many may wait for an answer, or be open, for one person.
    private static final int OPEN_MAX = 100;

    private final Node node;
    private final LocalActors actors;
    private final RemoteActors others;
    private final AskedPulls asked;
    private final ForkedFrom forks;
    private final PullDocuments documents;
    private final Deliver deliver;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final LogReader reader;

    public PullOffers(
            Node node,
            LocalActors actors,
            Strangers strangers,
            RemoteActors others,
            Deliver deliver,
            InstantSource clock) {
        this.node = node;
        this.actors = actors;
        this.others = others;
        this.asked = new AskedPulls(node.database(), clock);
        this.forks = new ForkedFrom(node.database());
        this.documents = new PullDocuments(node, actors, strangers);
        this.deliver = deliver;
        this.clock = clock;
        node.log().cursor(NAME).beginAt(node.log().head());
        this.reader = new LogReader(NAME, node.database(), node.log(), this::read);
    }

    /// A pull request as somebody wants it.
    ///
    /// @param to a handle or a URL of the repository that it is for; empty for what it is a fork of
    /// @param target the branch there by its short name; empty for its default branch
    public record Wish(String branch, String to, String target, String title, String body) {}

    /// What came of it.
    public sealed interface Outcome {
        /// It is on its way; what they answer is seen in it later.
        record Asked(AskedPulls.Asked pull) implements Outcome {}

        /// It cannot be offered so; `told` says why.
        record Refused(String told) implements Outcome {}

        /// The other server cannot be asked now.
        record Unreachable(String told) implements Outcome {}
    }

    /// Begins to follow the branches.
    public void start() {
        reader.start();
    }

    /// What was offered, and what became of it.
    public AskedPulls asked() {
        return asked;
    }

    /// Offers a branch of a repository that everybody may see; the caller has asked whether they may read it.
    public Outcome offer(Person by, Repo from, Wish wish) {
        var wrong = objection(by, from, wish);
        if (wrong.isPresent()) return new Outcome.Refused(wrong.get());
        var head = tip(from, wish.branch());
        if (head.isEmpty()) return new Outcome.Refused(Messages.text("outbox.no-branch", wish.branch()));
        return switch (tracker(from, wish.to())) {
            case Looked.Gone<RemoteActor> _ -> new Outcome.Refused(Messages.text("outbox.repository-is-gone"));
            case Looked.Missing<RemoteActor>(var why) -> new Outcome.Refused(why);
            case Looked.Unreachable<RemoteActor>(var why) -> new Outcome.Unreachable(why);
            case Looked.Found<RemoteActor>(var tracker) -> offered(by, from, wish, head.get(), tracker);
        };
    }

    private Optional<String> objection(Person by, Repo from, Wish wish) {
        if (!actors.isPublic(from)) return Optional.of(Messages.text("outbox.only-public-offers"));
        if (!wish.target().isEmpty() && !Repository.isValidRefName(Constants.R_HEADS + wish.target()))
            return Optional.of(Messages.text("outbox.no-name-for-a-branch", wish.target()));
        long open = asked.of(by.id(), AskedPulls.LIST_MAX).stream()
                .filter(pull -> pull.state().goesOn())
                .count();
        if (open >= OPEN_MAX) return Optional.of(Messages.text("outbox.open-elsewhere-max", OPEN_MAX));
        return Limits.title(wish.title().strip()).or(() -> Limits.body(wish.body(), true));
    }

    private Optional<ObjectId> tip(Repo from, String branch) {
        return Optional.ofNullable(node.refs().view(from).refs().get(Constants.R_HEADS + branch));
    }

    /// The repository that a text names, or whoever takes patches for it.
    private Looked<RemoteActor> tracker(Repo from, String to) {
        var origin = to.isBlank() ? forks.of(from.id()).map(ForkedFrom.Fork::origin) : Optional.<Id>empty();
        if (to.isBlank() && origin.isEmpty()) return new Looked.Missing<>(Messages.text("outbox.say-which-repository"));
        var looked = origin.map(others::look).orElseGet(() -> others.find(to));
        if (!(looked instanceof Looked.Found<RemoteActor>(var found))) return looked;
        var patches = Vocabulary.read(found.document()) instanceof Vocabulary.Reading.Read(var whole)
                        && whole.thing() instanceof Actor actor
                ? actor.forge().sendPatchesTo()
                : Optional.<Id>empty();
        boolean other = patches.filter(id -> !id.equals(found.id()) && id.sameOrigin(found.id()))
                .isPresent();
        if (other) return others.look(patches.get());
        return found.types().contains("Repository") || found.types().contains("PatchTracker")
                ? looked
                : new Looked.Missing<>(Messages.text("across.is-no-repository", found.handle()));
    }

    private Outcome offered(Person by, Repo from, Wish wish, ObjectId head, RemoteActor tracker) {
        boolean again = asked.from(from.id(), wish.branch()).stream()
                .anyMatch(pull -> pull.tracker().equals(tracker.id())
                        && pull.target().equals(wish.target())
                        && pull.person().equals(by.id()));
        if (again) return new Outcome.Refused(Messages.text("outbox.is-offered-already", wish.branch()));
        var now = clock.instant();
        var pull = new AskedPulls.Asked(
                unlike(),
                by.id(),
                from.id(),
                wish.branch(),
                tracker.id(),
                tracker.handle().toString(),
                wish.target(),
                wish.title().strip(),
                wish.body(),
                head,
                AskedPulls.State.ASKED,
                "",
                Optional.empty(),
                Optional.empty(),
                now,
                now);
        var sending = sending(by, from, pull, tracker.inbox(), now);
        node.database().writing(handle -> {
            asked.add(handle, pull);
            sending.accept(handle);
        });
        return new Outcome.Asked(pull);
    }

    private String unlike() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// What is written to send one once more or for the first time. Serialised once: each attempt sends the same.
    private Consumer<Handle> sending(Person by, Repo from, AskedPulls.Asked pull, Id inbox, Instant now) {
        var self = new Local.Account(by);
        var id = new Id(actors.id(self).value() + "#offers/" + unlike());
        var activity = documents.offer(id, by, from, pull, now);
        byte[] body = Vocabulary.bytes(actors.proven(self.key(), Vocabulary.writeToProve(activity), now));
        return handle -> {
            asked.offered(handle, pull.id(), id, pull.head());
            deliver.to(handle, self.key(), id, body, List.of(inbox));
        };
    }

    private Consumer<Handle> read(List<Entry> entries) {
        // What moved several times is offered once, as it is now.
        var branches = new LinkedHashSet<Branch>();
        for (var entry : entries)
            if (entry.change() instanceof Change.RefsMoved moved)
                for (var move : moved.moves())
                    if (!move.deletes() && move.ref().startsWith(Constants.R_HEADS))
                        branches.add(new Branch(
                                new RepositoryId(moved.repository()),
                                move.ref().substring(Constants.R_HEADS.length())));
        var written =
                branches.stream().flatMap(branch -> moved(branch).stream()).toList();
        return handle -> written.forEach(it -> it.accept(handle));
    }

    private record Branch(RepositoryId repository, String name) {}

    /// A branch went on: what is open from it offers its new commits.
    private List<Consumer<Handle>> moved(Branch branch) {
        var pulls = asked.from(branch.repository(), branch.name());
        if (pulls.isEmpty()) return List.of();
        var from = node.repos().byId(branch.repository()).filter(actors::isPublic);
        if (from.isEmpty()) return List.of();
        var written = new ArrayList<Consumer<Handle>>();
        for (var pull : pulls) {
            var head = tip(from.get(), pull.branch());
            var by = node.people().byId(pull.person()).filter(person -> !person.disabled());
            var tracker = others.known(pull.tracker());
            boolean news = head.filter(id -> !id.equals(pull.head())).isPresent();
            if (!news || by.isEmpty() || tracker.isEmpty()) continue;
            written.add(sending(
                    by.get(), from.get(), at(pull, head.get()), tracker.get().inbox(), clock.instant()));
        }
        return written;
    }

    private static AskedPulls.Asked at(AskedPulls.Asked pull, ObjectId head) {
        return new AskedPulls.Asked(
                pull.id(),
                pull.person(),
                pull.repository(),
                pull.branch(),
                pull.tracker(),
                pull.handle(),
                pull.target(),
                pull.title(),
                pull.body(),
                head,
                pull.state(),
                pull.told(),
                pull.result(),
                pull.merged(),
                pull.at(),
                pull.changed());
    }

    /// Offers all that has moved by now, at once.
    public void catchUp() {
        reader.catchUp();
    }

    @Override
    public void close() {
        reader.close();
    }
}
