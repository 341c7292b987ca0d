package dev.hob.node.refs;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;

/// Kills a process again and again, at named points in turn and at random moments, and looks each time at what is left.
/// `-Dhob.kills=100` makes it more than a sample, `-Dhob.seed=…` repeats one.
///
/// @param victim whose `main` works until it is killed ([Victim#work])
/// @param points one kill each, in a sample
/// @param passesMax how often a point may be passed before
/// @param millisMin of a random moment, as is `millisMax`
/// @param killsForEachFolder after so many the next folder is fresh
public record KillCampaign(
        Class<?> victim,
        List<String> points,
        ToIntFunction<String> passesMax,
        int millisMin,
        int millisMax,
        int killsForEachFolder) {
    private static final int MILLIS_MAX = 1_500;
    private static final int KILLS_FOR_EACH_FOLDER = 20;

    /// The usual one.
    public KillCampaign(Class<?> victim, List<String> points, int passesMax) {
        this(victim, points, _ -> passesMax, 1, MILLIS_MAX, KILLS_FOR_EACH_FOLDER);
    }

    /// One kill, and what the process had said before it.
    ///
    /// @param fresh whether nothing was in the folder before
    /// @param story where it was, to be told when something is wrong
    public record Kill(Path data, boolean fresh, String point, List<String> lines, String story) {}

    /// Looks at what is left.
    @FunctionalInterface
    public interface Look {
        void at(Kill kill) throws Exception;
    }

    /// Kills, and gives how often and from which seed.
    public String run(Path folder, Look look) throws Exception {
        int kills = Integer.getInteger("hob.kills", points.size());
        long seed = Long.getLong("hob.seed", System.nanoTime());
        var random = new SplittableRandom(seed);
        for (int kill = 0; kill < kills; kill++) {
            var data = folder.resolve("data-" + kill / killsForEachFolder);
            String point = points.get(kill % points.size());
            int passes = random.nextInt(1, passesMax.applyAsInt(point));
            String story = "seed " + seed + ", kill " + kill + " at " + point + ":" + passes;
            var lines = Victim.work(victim, data, point, passes, random.nextInt(millisMin, millisMax), story);
            look.at(new Kill(data, kill % killsForEachFolder == 0, point, lines, story));
        }
        return "seed " + seed + ": " + kills + " kills";
    }
}
