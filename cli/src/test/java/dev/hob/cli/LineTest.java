package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Three nodes in a line, Hobs and real ones in turn: the ends meet through the middle, live, after a cut of either
/// link, and after each of the three was away.
class LineTest {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    static List<Land> lands() {
        Radicle.programs();
        return Land.all();
    }

    @ParameterizedTest
    @MethodSource("lands")
    void two_hobs_meet_through_a_radicle_node(Land land) throws Exception {
        try (land) {
            var west = land.place();
            var middle = land.place();
            var east = land.place();
            var left = land.road(west, middle);
            var right = land.road(east, middle);
            try (var alice = new HobNeighbour(folder.resolve("west"), west);
                    var bob = new RadicleNeighbour(folder, "bob", middle);
                    var carol = new HobNeighbour(folder.resolve("east"), east)) {
                String rid = alice.makes("cup");
                var work = Git.init(folder.resolve("work"), 2);
                var line = new Line(alice, bob, carol, left, right);
                alice.pushes(work, "shut");
                alice.meets(bob, left);
                carol.meets(bob, right);
                bob.keeps(rid);
                carol.keeps(rid);
                carol.findsIt(alice.key() + "/cup");
                line.converges(text -> alice.pushes(work, text));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("lands")
    void two_radicle_nodes_meet_through_a_hob(Land land) throws Exception {
        try (land) {
            var west = land.place();
            var middle = land.place();
            var east = land.place();
            var left = land.road(west, middle);
            var right = land.road(east, middle);
            try (var alice = new RadicleNeighbour(folder, "alice", west);
                    var bob = new HobNeighbour(folder.resolve("middle"), middle);
                    var carol = new RadicleNeighbour(folder, "carol", east)) {
                String rid = alice.makes();
                var line = new Line(alice, bob, carol, left, right);
                alice.meets(bob, left);
                carol.meets(bob, right);
                bob.keeps(rid);
                bob.findsIt(alice.nid() + "/alice-cup");
                carol.keeps(rid);
                line.converges(alice::pushes);
            }
        }
    }

    /// Changes the code at the left end; gives the commit.
    @FunctionalInterface
    private interface Pushing {
        String push(String text) throws Exception;
    }

    private record Line(Neighbour left, Neighbour middle, Neighbour right, Land.Road toLeft, Land.Road toRight) {
        void converges(Pushing pushing) throws Exception {
            comes(pushing.push("while all is well"));
            bothSay("while all is well");

            cutting(toLeft, right, left, "while the left is cut", pushing);
            cutting(toRight, left, right, "while the right is cut", pushing);
            for (var end : List.of(left, right)) {
                var other = end == left ? right : left;
                end.dies();
                other.says("while an end is away");
                comes(middle, "while an end is away");
                end.comesBack();
                comes(end, "while an end is away");
                bothSay("after an end was away");
            }
            middle.dies();
            left.says("left alone");
            right.says("right alone");
            middle.comesBack();
            for (var one : List.of(left, middle, right)) {
                comes(one, "left alone");
                comes(one, "right alone");
            }
            comes(pushing.push("after all were away"));
            bothSay("after all were away");
            assertThat(left.connected()).as("a line").isEqualTo(1);
            assertThat(right.connected()).as("a line").isEqualTo(1);
        }

        /// What is said on both sides of a cut comes when it is mended.
        private void cutting(Land.Road road, Neighbour near, Neighbour far, String when, Pushing pushing)
                throws Exception {
            road.cut();
            near.says("near " + when);
            far.says("far " + when);
            String commit = pushing.push(when);
            comes(middle, "near " + when);
            assertThat(far.hears("near " + when)).isFalse();
            assertThat(middle.hears("far " + when)).isFalse();
            road.mend();
            comes(far, "near " + when);
            comes(near, "far " + when);
            comes(commit);
        }

        private void bothSay(String when) throws Exception {
            left.says("left " + when);
            right.says("right " + when);
            comes(right, "left " + when);
            comes(left, "right " + when);
        }

        private void comes(Neighbour to, String title) throws Exception {
            Soon.holds(title, () -> to.hears(title), left, middle, right);
        }

        private void comes(String commit) throws Exception {
            Soon.holds(commit, () -> middle.isAt(commit) && right.isAt(commit), left, middle, right);
        }
    }
}
