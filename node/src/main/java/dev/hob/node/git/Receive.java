package dev.hob.node.git;

import dev.hob.node.db.DatabaseException;
import dev.hob.node.issue.Arrivals;
import dev.hob.node.issue.IssueTracking;
import dev.hob.node.log.Origin;
import dev.hob.node.log.Probe;
import dev.hob.node.log.RefMove;
import dev.hob.node.patch.PatchTracking;
import dev.hob.node.people.DeviceKeys;
import dev.hob.node.people.Person;
import dev.hob.node.refs.RefNames;
import dev.hob.node.refs.RefView;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.errors.UnpackException;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectReader;
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

    private static final int LENT_TOLD_MAX = 3;

    private final Storage storage;
    private final Refs refs;
    private final Arrivals arrivals;
    private final DeviceKeys devices;
    private final Offered offered;
    private final ReceiveLimits limits;

    /// @param issues what may be pushed of them, and their numbers
    public Receive(
            Storage storage,
            Refs refs,
            IssueTracking issues,
            PatchTracking pulls,
            DeviceKeys devices,
            ReceiveLimits limits) {
        this.storage = storage;
        this.refs = refs;
        this.arrivals = issues.arrivals();
        this.offered = new Offered(storage, refs, pulls, issues.reading());
        this.devices = devices;
        this.limits = limits;
    }

    /// Who pushes, and what they may.
    ///
    /// @param code whether they may move branches and tags
    /// @param talk whether they may push what their devices have signed
    /// @param lent branches that they may move, by their short names, although they may move no others
    public record Pusher(Person person, boolean code, boolean talk, Set<String> lent) {
        public Pusher {
            lent = Set.copyOf(lent);
        }

        /// One to whom nothing is lent.
        public Pusher(Person person, boolean code, boolean talk) {
            this(person, code, talk, Set.of());
        }

        boolean movesSome() {
            return code || !lent.isEmpty();
        }
    }

    /// Answers `GET info/refs?service=git-receive-pack`.
    public void advertise(Repo repo, Pusher who, OutputStream out) throws IOException {
        try (var shared = storage.open(repo.rid());
                var view = new ViewRepository(shared, seen(repo, who, shared))) {
            var lines = new PacketLineOut(out);
            lines.writeString("# service=" + SERVICE + "\n");
            lines.end();
            var receive = receivePack(view);
            receive.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines));
        }
    }

    /// Branches and tags, and what the pusher's own devices have brought.
    private RefView seen(Repo repo, Pusher who, Repository shared) throws IOException {
        var view = refs.view(repo);
        var own = who.talk() && repo.isProject() ? devices.of(who.person()) : List.<DeviceKeys.Device>of();
        if (own.isEmpty()) return view;
        var all = new TreeMap<>(view.refs());
        for (var device : own)
            for (var ref : shared.getRefDatabase().getRefsByPrefix(Repos.namespace(device.key())))
                if (ref.getObjectId() != null)
                    all.put(ref.getName(), ref.getObjectId().copy());
        return new RefView(view.generation(), all, view.peeled(), view.defaultBranch());
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
    public Outcome serve(Repo repo, Pusher who, InputStream in, OutputStream out) throws IOException {
        var limits = who.movesSome() ? this.limits : this.limits.forTalk();
        try (var shared = storage.open(repo.rid())) {
            var view = seen(repo, who, shared);
            var objects = shared.getDirectory().toPath().resolve("objects");
            var quarantine = storage.aside();
            Files.createDirectory(quarantine.resolve("pack"));
            try (var aside = quarantined(shared, quarantine);
                    var visible = new CarefulReceivePack.Parsing(aside, view, limits, storage);
                    var lease = new CarefulReceivePack.Lease(
                            storage.lease(repo.rid()).readLock())) {
                var receive = new CarefulReceivePack(visible, limits, quarantine, lease);
                configure(receive, limits);
                var gate = new Gate(repo, who, quarantine, objects, aside, view);
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
        configure(receive, limits);
        return receive;
    }

    private static void configure(ReceivePack receive, ReceiveLimits limits) {
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
    private final class Gate implements PreReceiveHook, Arrivals.Came, Refs.Objects {
        private final Repo repo;
        private final Pusher who;
        private final Path quarantine;
        private final Path objects;
        private final Repository aside;
        private final RefView view;

        Gate(Repo repo, Pusher who, Path quarantine, Path objects, Repository aside, RefView view) {
            this.repo = repo;
            this.who = who;
            this.quarantine = quarantine;
            this.objects = objects;
            this.aside = aside;
            this.view = view;
        }

        @Override
        public Repository all() {
            return aside;
        }

        @Override
        public ObjectReader reader(Repository repository) {
            return aside.newObjectReader();
        }

        /// Why a ref cannot be pushed by this person, whatever it is to be.
        private Optional<String> objection(ReceiveCommand command) {
            String ref = command.getRefName();
            if (!repo.isProject() && (isTalk(ref) || isOffer(ref)))
                return Optional.of("this is a fork: push that to the project that it belongs to");
            if (isTalk(ref))
                return who.talk() ? Optional.empty() : Optional.of("this token may not write issues (write:issue)");
            // Who may speak here may offer commits.
            if (isOffer(ref)) return Optional.empty();
            var wrong = RefNames.objection(ref);
            if (wrong.isPresent() || who.code()) return wrong;
            if (!who.lent().isEmpty()) return lentObjection(command);
            return Optional.of("you may speak in " + repo.path() + ", but not push branches or tags");
        }

        /// What is lent is moved, and stays.
        private Optional<String> lentObjection(ReceiveCommand command) {
            String ref = command.getRefName();
            boolean lent =
                    ref.startsWith(Constants.R_HEADS) && who.lent().contains(ref.substring(Constants.R_HEADS.length()));
            if (!lent)
                return Optional.of("you may only push to "
                        + who.lent().stream().sorted().limit(LENT_TOLD_MAX).collect(Collectors.joining(", ")) + " of "
                        + repo.path());
            return switch (command.getType()) {
                case CREATE, DELETE -> Optional.of("this branch is lent to you: it is its owner's to make and delete");
                case UPDATE, UPDATE_NONFASTFORWARD -> Optional.empty();
            };
        }

        private static boolean isTalk(String ref) {
            return ref.startsWith(Arrivals.NAMESPACES);
        }

        private static boolean isOffer(String ref) {
            return ref.startsWith(Offered.PREFIX);
        }

        @Override
        public void onPreReceive(ReceivePack receive, Collection<ReceiveCommand> commands) {
            for (var command : commands) {
                var objection = objection(command);
                objection.ifPresent(told -> command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, told));
            }
            var open = ReceiveCommand.filter(List.copyOf(commands), ReceiveCommand.Result.NOT_ATTEMPTED);
            if (open.isEmpty()) return;
            if (receive.isAtomic() && open.size() < receive.getAllCommands().size()) {
                ReceiveCommand.abort(open);
                return;
            }
            if (receive.isAtomic() && kinds(open) > 1) {
                for (var command : open)
                    command.setResult(
                            ReceiveCommand.Result.REJECTED_OTHER_REASON,
                            "branches, namespaces and pull requests cannot be pushed atomically together");
                return;
            }
            try {
                unshown(open);
                if (receive.isAtomic()
                        && !ReceiveCommand.filter(open, ReceiveCommand.Result.REJECTED_OTHER_REASON)
                                .isEmpty()) {
                    ReceiveCommand.abort(ReceiveCommand.filter(open, ReceiveCommand.Result.NOT_ATTEMPTED));
                    return;
                }
                open = ReceiveCommand.filter(open, ReceiveCommand.Result.NOT_ATTEMPTED);
                take(open);
                offer(receive, open);
                var rest = ReceiveCommand.filter(open, ReceiveCommand.Result.NOT_ATTEMPTED);
                if (!rest.isEmpty()) decide(receive, rest);
            } catch (StorageException | DatabaseException e) {
                LOG.error("could not keep what was pushed to {}", repo.rid(), e);
                String told = NoSpace.causes(e) ? NoSpace.TOLD : "this node could not keep this: try again later";
                for (var command : ReceiveCommand.filter(open, ReceiveCommand.Result.NOT_ATTEMPTED))
                    command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, told);
            }
        }

        /// Where others live in the folder, nobody takes what is theirs by naming it.
        private void unshown(List<ReceiveCommand> open) {
            if (!refs.forking().isShared(repo)) return;
            try {
                var unshown = new Unshown(aside, quarantine.resolve("pack"), view);
                for (var command : open) {
                    if (command.getType() == ReceiveCommand.Type.DELETE || isTalk(command.getRefName())) continue;
                    unshown.behind(command.getNewId())
                            .ifPresent(id -> command.setResult(
                                    ReceiveCommand.Result.REJECTED_OTHER_REASON,
                                    "this repository shows no " + id.name() + ": push it whole"));
                }
            } catch (IOException e) {
                throw new StorageException("cannot read what was pushed to " + repo.path(), e);
            }
        }

        private static long kinds(List<ReceiveCommand> commands) {
            return commands.stream()
                    .map(it -> isTalk(it.getRefName()) ? "talk" : isOffer(it.getRefName()) ? "offer" : "code")
                    .distinct()
                    .count();
        }

        private static List<RefMove> moves(List<ReceiveCommand> commands) {
            return commands.stream()
                    .map(command -> new RefMove(
                            command.getRefName(),
                            command.getOldId().name(),
                            command.getNewId().name()))
                    .toList();
        }

        /// What goes to namespaces.
        private void take(List<ReceiveCommand> open) {
            var talk = open.stream().filter(it -> isTalk(it.getRefName())).toList();
            if (talk.isEmpty()) return;
            var refused = arrivals.take(repo, who.person(), moves(talk), this);
            for (var command : talk) {
                String told = refused.get(command.getRefName());
                if (told == null) command.setResult(ReceiveCommand.Result.OK);
                else command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, told);
            }
            Probe.at("answer");
        }

        /// What is to become pull requests. Their commits join the repository first: what then comes to nothing is
        /// taken away by maintenance.
        private void offer(ReceivePack receive, List<ReceiveCommand> open) {
            var offers = open.stream().filter(it -> isOffer(it.getRefName())).toList();
            if (offers.isEmpty()) return;
            try {
                arrive();
            } catch (IOException e) {
                throw new StorageException("cannot keep what was pushed to " + repo.path(), e);
            }
            var options = Optional.ofNullable(receive.getPushOptions()).orElse(List.of());
            for (var command : offers) {
                if (command.getType() == ReceiveCommand.Type.DELETE) {
                    command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, "close the pull request instead");
                    continue;
                }
                switch (offered.take(repo, who.person(), command.getRefName(), command.getNewId(), options)) {
                    case Offered.Outcome.Taken(var told) -> {
                        command.setResult(ReceiveCommand.Result.OK);
                        receive.sendMessage(told);
                    }
                    case Offered.Outcome.Refused(var told) ->
                        command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, told);
                }
            }
            Probe.at("answer");
        }

        private void decide(ReceivePack receive, List<ReceiveCommand> open) {
            var moves = moves(open);
            var verdict = refs.move(repo, new Origin.Here(who.person().id()), moves, this, Optional.empty());
            switch (verdict) {
                case Refs.Verdict.Moved _ -> open.forEach(c -> c.setResult(ReceiveCommand.Result.OK));
                case Refs.Verdict.Stale(var ref, var told) -> refuse(receive, open, ref, told);
                case Refs.Verdict.Refused(var ref, var told) -> refuse(receive, open, ref, told);
                case Refs.Verdict.Forbidden(var ref, var told) -> {
                    receive.sendMessage(told); // In full: beside the ref, git shows but a few words.
                    refuse(receive, open, ref, "protected");
                }
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
        @Override
        public void arrive() throws IOException {
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
