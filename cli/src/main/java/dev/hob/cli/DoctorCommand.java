package dev.hob.cli;

import dev.hob.keys.DidKey;
import dev.hob.node.Node;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Finding;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.StorageException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hob doctor`: compares what is kept with what it should be, says how each difference can be mended, and exits
/// 1 when there is any. With `--fix` it mends what can be mended first.
@Command(name = "doctor", description = "Examines everything and says what is wrong; exits 1 on findings.")
final class DoctorCommand extends Act {
    private static final Duration INDEX_WAIT = Duration.ofSeconds(20);

    @Option(names = "--deep", description = "Reads every object that can be reached, which takes a while.")
    boolean deep;

    @Option(names = "--fix", description = "Mends what can be mended from what is here, and then examines.")
    boolean fix;

    DoctorCommand(Terminal terminal, Ground ground) {
        super(terminal, ground);
    }

    @Override
    int run(House house) {
        var progress = new Progress(terminal, "examining repositories");
        for (var waiting : house.node().custody().waiting().all())
            terminal.out("note: " + waiting.told(whose(house, waiting.key())));
        house.node().lateSigning().flush();
        int findings = strayFolders(house);
        int count = 0;
        for (var repo : house.node().repos().all()) {
            progress.at(++count);
            if (fix) mend(house, repo);
            findings += examine(house, repo);
        }
        findings += kept(house);
        findings += searched(house);
        terminal.out(
                findings == 0
                        ? "all is well: " + count + " repositories"
                        : findings + " findings in " + count + " repositories");
        return findings == 0 ? 0 : 1;
    }

    private static String whose(House house, DidKey key) {
        return house.node().people().byKey(key).map(Person::name).orElse(key.did());
    }

    /// Folders that no repository names. One that is just being made or deleted has an intent; so folders are
    /// looked at before intents, and intents before repositories.
    private int strayFolders(House house) {
        var node = house.node();
        var stray = new HashSet<>(node.storage().all());
        for (var intent : node.intents().open()) stray.remove(intent.rid());
        for (var repo : node.repos().all()) stray.remove(repo.rid());
        stray.removeIf(rid -> !node.storage().has(rid)); // Deleted while we looked.
        for (var rid : stray) terminal.out(rid.value() + ": a folder without a repository");
        return stray.size();
    }

    /// What readers of the log keep of things that are not there; after the issues, which it is compared with.
    private int kept(House house) {
        var node = house.node();
        var before = kept(node);
        if (fix && !before.isEmpty()) {
            node.activity().mend();
            node.notifications().mend();
        }
        var after = fix ? kept(node) : before;
        for (var finding : before) if (!after.contains(finding)) terminal.out("mended: " + finding.what());
        for (var finding : after) terminal.out(finding.what() + "\n  → " + finding.remedy());
        return after.size();
    }

    /// What the index of a running node lacks once it has read all of the log; a node at rest has none open.
    private int searched(House house) {
        if (house.search().isEmpty()) return 0;
        var indexer = house.search().get().indexer();
        if (!indexer.await(INDEX_WAIT) || !indexer.progress().complete()) {
            terminal.out("note: the search index is still being made");
            return 0;
        }
        int findings = 0;
        for (var repo : house.node().repos().all())
            // Something may have come in meanwhile.
            for (String wrong : indexer.examine(repo).isEmpty() || !indexer.await(INDEX_WAIT)
                    ? List.<String>of()
                    : indexer.examine(repo)) {
                terminal.out("search: " + wrong + "\n  → hob rebuild");
                findings++;
            }
        return findings;
    }

    private static List<Finding> kept(Node node) {
        var findings = new ArrayList<>(node.activity().examine());
        findings.addAll(node.notifications().examine());
        return findings;
    }

    private static List<Finding> findings(House house, Repo repo) {
        var node = house.node();
        // Of what lives in one folder the first looks at all of it; the talk is the project's.
        boolean first = node.repos().of(repo.rid()).stream()
                .findFirst()
                .filter(it -> it.id().equals(repo.id()))
                .isPresent();
        var findings = new ArrayList<Finding>();
        if (first) findings.addAll(node.namespaceCheck().examine(repo));
        findings.addAll(node.seeds().examine(repo));
        if (repo.isProject()) findings.addAll(node.tracking().cache().examine(repo));
        if (repo.isProject()) findings.addAll(node.tracking().guestCheck().examine(repo));
        if (repo.isProject()) findings.addAll(node.protection().rules().examine(repo));
        if (repo.isProject()) findings.addAll(node.publishing().cache().examine(repo));
        return findings;
    }

    private void mend(House house, Repo repo) {
        if (!house.node().storage().has(repo.rid())) return;
        var before = findings(house, repo).stream().filter(Finding::mendable).toList();
        if (before.isEmpty()) return;
        house.node().namespaceCheck().mend(repo);
        if (repo.isSeeded()) house.node().seeds().adopt(repo.rid());
        if (repo.isProject()) {
            house.node().tracking().cache().mend(repo);
            house.node().tracking().guestCheck().mend(repo);
            if (!house.node().protection().rules().examine(repo).isEmpty())
                house.node().protection().rules().rebuild(repo);
            if (house.node().publishing().cache().examine(repo).stream().anyMatch(Finding::mendable))
                house.node().publishing().cache().rebuild(repo);
        }
        var after = findings(house, repo);
        for (var finding : before)
            if (!after.contains(finding))
                terminal.out(repo.path() + " (" + repo.rid().value() + "): mended: " + finding.what());
    }

    private int examine(House house, Repo repo) {
        int findings = 0;
        if (!house.node().storage().has(repo.rid())) return finding(repo, "its folder is missing");
        try {
            var objection = house.node().refs().examine(repo);
            if (objection.isPresent()) findings += finding(repo, objection.get());
            for (var found : findings(house, repo)) findings += finding(repo, found.what() + "\n  → " + found.remedy());
        } catch (StorageException e) {
            findings += finding(repo, "its refs cannot be read: " + e.getMessage());
        }
        try (var repository = house.node().storage().open(repo.rid());
                var walk = new ObjectWalk(repository)) {
            for (var ref : repository.getRefDatabase().getRefs()) {
                ObjectId id = ref.getObjectId();
                if (id == null) continue; // A symbolic HEAD whose branch was not pushed yet.
                if (!repository.getObjectDatabase().has(id))
                    findings += finding(repo, ref.getName() + " names nothing");
                else if (deep) walk.markStart(walk.parseAny(id));
            }
            if (deep && findings == 0) read(walk);
        } catch (MissingObjectException e) {
            findings += finding(repo, "an object is missing: " + e.getMessage());
        } catch (IOException e) {
            findings += finding(repo, "it cannot be read: " + e.getMessage());
        }
        return findings;
    }

    private static void read(ObjectWalk walk) throws IOException {
        while (walk.next() != null) {
            // Walking parses it.
        }
        for (RevObject object = walk.nextObject(); object != null; object = walk.nextObject())
            walk.getObjectReader().open(object).getSize();
    }

    private int finding(Repo repo, String what) {
        terminal.out(repo.path() + " (" + repo.rid().value() + "): " + what);
        return 1;
    }
}
