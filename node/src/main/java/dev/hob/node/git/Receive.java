package dev.hob.node.git;

import dev.hob.node.db.DatabaseException;
import dev.hob.node.log.Origin;
import dev.hob.node.log.Probe;
import dev.hob.node.log.RefMove;
import dev.hob.node.people.Person;
import dev.hob.node.refs.RefNames;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import dev.hob.node.repo.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.errors.UnpackException;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.PacketLineIn;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.PreReceiveHook;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gate for what is pushed: git's receive-pack over HTTP. Objects arrive in a quarantine folder, are checked
/// there (format, size, connectivity), and join the repository only when every wanted move may happen. Shared
/// between threads.
public final class Receive {
    /// The service's name on the wire.
    public static final String SERVICE = "git-receive-pack";

    private static final Logger LOG = LoggerFactory.getLogger(Receive.class);

    private final Storage storage;
    private final Refs refs;
    private final ReceiveLimits limits;

    public Receive(Storage storage, Refs refs, ReceiveLimits limits) {
        this.storage = storage;
        this.refs = refs;
        this.limits = limits;
    }

    /// Answers `GET info/refs?service=git-receive-pack`.
    public void advertise(Repo repo, OutputStream out) throws IOException {
        try (var shared = storage.open(repo.rid());
                var view = new ViewRepository(shared, refs.view(repo))) {
            var lines = new PacketLineOut(out);
            lines.writeString("# service=" + SERVICE + "\n");
            lines.end();
            var receive = receivePack(view);
            receive.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines));
        }
    }

    /// Answers the same for a repository that the first push will make.
    public void advertiseEmpty(OutputStream out) throws IOException {
        try (var nothing = new InMemoryRepository(new DfsRepositoryDescription("none"))) {
            var lines = new PacketLineOut(out);
            lines.writeString("# service=" + SERVICE + "\n");
            lines.end();
            receivePack(nothing).sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines));
        }
    }

    /// How a push was answered.
    public sealed interface Outcome {
        /// As git expects it: ref by ref, or why the pack was refused.
        record Told() implements Outcome {}

        /// Nothing was written yet, and git's protocol has no words for it.
        record Unreadable(boolean tooLarge, String told) implements Outcome {}
    }

    /// Answers `POST git-receive-pack` for someone who may write. Refusals are told to the client ref by ref.
    public Outcome serve(Repo repo, Person who, InputStream in, OutputStream out) throws IOException {
        var view = refs.view(repo);
        try (var shared = storage.open(repo.rid())) {
            var objects = shared.getDirectory().toPath().resolve("objects");
            var quarantine = storage.aside();
            Files.createDirectory(quarantine.resolve("pack"));
            try (var aside = quarantined(shared, quarantine);
                    var visible = new CarefulReceivePack.Parsing(aside, view, limits, storage);
                    var lease = new CarefulReceivePack.Lease(
                            storage.lease(repo.rid()).readLock())) {
                var receive = new CarefulReceivePack(visible, limits, quarantine, lease);
                configure(receive);
                var gate = new Gate(repo, who, quarantine, objects);
                receive.setPreReceiveHook((pack, commands) -> {
                    gate.onPreReceive(pack, commands);
                    lease.release(); // The answer may take its time.
                });
                receive.receiveWithExceptionPropagation(in, out, null);
                return new Outcome.Told();
            } catch (UnpackException e) {
                // JGit has told the client already.
                if (e.getCause() instanceof CarefulReceivePack.Refused refused && !refused.ours())
                    LOG.info("refused a pack for {}: {}", repo.rid(), refused.getMessage());
                else LOG.error("could not take a pack for {}", repo.rid(), e);
                return new Outcome.Told();
            } catch (PacketLineIn.InputOverLimitIOException e) {
                return new Outcome.Unreadable(
                        true, "more refs at once than the " + limits.commandsMax() + " that this node takes");
            } catch (PackProtocolException e) {
                return new Outcome.Unreadable(false, String.valueOf(e.getMessage()));
            } finally {
                Storage.remove(quarantine);
            }
        }
    }

    private static Repository quarantined(Repository shared, Path quarantine) throws IOException {
        var repository = new FileRepositoryBuilder()
                .setGitDir(shared.getDirectory())
                .setBare()
                .setObjectDirectory(quarantine.toFile())
                .addAlternateObjectDirectory(
                        shared.getDirectory().toPath().resolve("objects").toFile())
                .build();
        // Small pushes stay packs too: a pack joins the repository by one rename, loose objects by many.
        repository.getConfig().setInt(ConfigConstants.CONFIG_RECEIVE_SECTION, null, "unpackLimit", 1);
        return repository;
    }

    private ReceivePack receivePack(Repository view) {
        var receive = new ReceivePack(view);
        configure(receive);
        return receive;
    }

    private void configure(ReceivePack receive) {
        receive.setBiDirectionalPipe(false);
        receive.setAtomic(false);
        receive.setAllowCreates(true);
        receive.setAllowDeletes(true);
        receive.setAllowNonFastForwards(true);
        receive.setAllowPushOptions(true);
        receive.setMaxPackSizeLimit(limits.packBytesMax());
        receive.setMaxObjectSizeLimit(limits.objectBytesMax());
        receive.setMaxCommandBytes(limits.commandBytesMax());
        receive.setCheckReferencedObjectsAreReachable(false);
    }

    /// Decides on the commands once their objects were checked. What it leaves undecided JGit would write itself,
    /// so it leaves nothing undecided.
    private final class Gate implements PreReceiveHook {
        private final Repo repo;
        private final Person who;
        private final Path quarantine;
        private final Path objects;

        Gate(Repo repo, Person who, Path quarantine, Path objects) {
            this.repo = repo;
            this.who = who;
            this.quarantine = quarantine;
            this.objects = objects;
        }

        @Override
        public void onPreReceive(ReceivePack receive, Collection<ReceiveCommand> commands) {
            for (var command : commands) {
                var objection = RefNames.objection(command.getRefName());
                objection.ifPresent(told -> command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, told));
            }
            var open = ReceiveCommand.filter(List.copyOf(commands), ReceiveCommand.Result.NOT_ATTEMPTED);
            if (open.isEmpty()) return;
            if (receive.isAtomic() && open.size() < receive.getAllCommands().size()) {
                ReceiveCommand.abort(open);
                return;
            }
            try {
                decide(receive, open);
            } catch (StorageException | DatabaseException e) {
                LOG.error("could not keep what was pushed to {}", repo.rid(), e);
                String told = NoSpace.causes(e) ? NoSpace.TOLD : "this node could not keep this: try again later";
                for (var command : ReceiveCommand.filter(open, ReceiveCommand.Result.NOT_ATTEMPTED))
                    command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, told);
            }
        }

        private void decide(ReceivePack receive, List<ReceiveCommand> open) {
            var moves = new ArrayList<RefMove>();
            for (var command : open)
                moves.add(new RefMove(
                        command.getRefName(),
                        command.getOldId().name(),
                        command.getNewId().name()));
            var verdict = refs.move(repo, new Origin.Here(who.id()), moves, this::arrive, Optional.empty());
            switch (verdict) {
                case Refs.Verdict.Moved _ -> open.forEach(c -> c.setResult(ReceiveCommand.Result.OK));
                case Refs.Verdict.Stale(var ref, var told) -> refuse(receive, open, ref, told);
                case Refs.Verdict.Refused(var ref, var told) -> refuse(receive, open, ref, told);
            }
            Probe.at("answer");
        }

        /// One bad ref must not stop the good ones, unless the client asked for that.
        private void refuse(ReceivePack receive, List<ReceiveCommand> open, String ref, String told) {
            var rest = new ArrayList<ReceiveCommand>();
            for (var command : open) {
                if (command.getRefName().equals(ref) || ref.isEmpty())
                    command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, told);
                else rest.add(command);
            }
            if (rest.isEmpty()) return;
            if (receive.isAtomic() || rest.size() == open.size()) ReceiveCommand.abort(rest);
            else decide(receive, rest);
        }

        /// Moves the checked pack into the repository: the index last, since a pack is seen by its index.
        private void arrive() throws IOException {
            var pack = quarantine.resolve("pack");
            if (!Files.isDirectory(pack)) return;
            try (var files = Files.list(pack)) {
                // The .keep file is JGit's own, and goes with the quarantine.
                var ordered = files.filter(file -> !file.toString().endsWith(".keep"))
                        .sorted(Comparator.comparing(
                                (Path file) -> file.toString().endsWith(".idx")))
                        .toList();
                for (var file : ordered) {
                    Files.move(
                            file,
                            objects.resolve("pack").resolve(file.getFileName()),
                            StandardCopyOption.ATOMIC_MOVE,
                            StandardCopyOption.REPLACE_EXISTING);
                    Probe.at("pack");
                }
            }
        }
    }
}
