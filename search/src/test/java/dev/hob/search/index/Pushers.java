package dev.hob.search.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Issues;
import dev.hob.node.log.RefMove;
import dev.hob.node.people.Viewer;
import dev.hob.search.Ground;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;

/// A process of its own that pushes, rewinds and talks while it is indexed, until it is killed.
final class Pushers {
    private static final String[] WORDS = {"tea", "cup", "pour", "brew", "leaf", "steep", "kettle", "mug"};

    static final String BRANCH = "refs/heads/coffee";

    private Pushers() {}

    public static void main(String[] arguments) {
        var ground = new Ground(Path.of(arguments[0]));
        var repo = ground.house.repository("tea");
        System.out.println("ready");
        var random = new SplittableRandom();
        var commits = new ArrayList<ObjectId>();
        ground.house.node.refs().view(repo).headId().ifPresent(commits::add);
        var issues = ground.house.node.tracking().issues();
        while (true) {
            switch (random.nextInt(6)) {
                case 0 -> {
                    if (!commits.isEmpty()) ground.move(repo, commits.get(random.nextInt(commits.size())));
                }
                case 1 -> {
                    var opened = issues.open(
                            repo,
                            ground.house.alice(),
                            Issues.Opening.of(word(random) + " " + word(random), "Boils over"));
                    var issue = ((Answer.Done) opened).entry();
                    issues.comment(repo, ground.house.alice(), issue, "A " + word(random), Optional.empty(), List.of());
                }
                case 2 -> {
                    // The first branch of all becomes the default branch.
                    if (commits.isEmpty()) continue;
                    var commit = ground.commit(repo, bytes(files(random)), "Brew");
                    var before = ground.house.node.refs().view(repo).refs().get(BRANCH);
                    ground.house.move(
                            repo, new RefMove(BRANCH, before == null ? RefMove.ABSENT : before.name(), commit.name()));
                    ground.find(Viewer.ANYONE, "repo:alice/tea rev:" + BRANCH);
                }
                default -> commits.add(ground.push(repo, files(random), "Pour " + word(random)));
            }
            if (random.nextInt(3) == 0) ground.search.indexer().await(Ground.SOON);
            if (ground.search.progress().complete()) System.out.println("complete");
        }
    }

    private static TreeMap<String, byte[]> bytes(TreeMap<String, String> files) {
        var bytes = new TreeMap<String, byte[]>();
        files.forEach((path, text) -> bytes.put(path, text.getBytes(UTF_8)));
        return bytes;
    }

    private static String word(SplittableRandom random) {
        return WORDS[random.nextInt(WORDS.length)];
    }

    private static TreeMap<String, String> files(SplittableRandom random) {
        var files = new TreeMap<String, String>();
        for (int i = 0; i < 30; i++) {
            if (random.nextInt(6) == 0) continue;
            String name = word(random);
            files.put(
                    "src/f" + i + ".py",
                    "def %s():\n    \"\"\"Pours %s.\"\"\"\n    return '%s'\n"
                            .formatted(name, word(random), word(random)));
        }
        return files;
    }
}
