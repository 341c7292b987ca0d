package dev.hob.web.peers;

import static dev.hob.web.text.Messages.text;

import dev.hob.keys.DidKey;
import dev.hob.p2p.protocol.Standing;
import dev.hob.p2p.wire.Alias;
import dev.hob.web.html.Who;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A drawing of who has what: this node in the middle, around it those it is connected with and those that have
/// something of what is here. In units of the drawing, from its upper left corner.
///
/// @param here how many repositories are drawn
public record PeerMap(List<Spot> spots, int here) {
    /// How wide the drawing is.
    public static final int WIDTH = 480;

    private static final int HEIGHT = 300;
    private static final int HEIGHT_OF_A_LINE = 100;
    private static final int SPOTS_MAX = 16;
    private static final int RADIUS_X = 175;
    private static final int RADIUS_Y = 108;
    private static final int SIZE_MIN = 9;
    private static final int SIZE_MORE = 9;

    public PeerMap {
        spots = List.copyOf(spots);
    }

    /// A node around this one.
    ///
    /// @param name what it calls itself, or the beginning of its id
    /// @param has how many of the repositories here it has
    public record Spot(String name, int x, int y, int size, int has, boolean connected, boolean proven) {
        /// What is to be said of it.
        public String told(int here) {
            if (!connected) return text("peers.not-connected-has", name, has, here);
            return proven ? text("peers.proven-has", name, has, here) : text("peers.in-clear-has", name, has, here);
        }
    }

    /// How high the drawing is: one or two nodes stand beside this one.
    public int height() {
        return height(spots.size());
    }

    private static int height(int spots) {
        return spots > 2 ? HEIGHT : HEIGHT_OF_A_LINE;
    }

    /// Draws it.
    ///
    /// @param having who has each of the repositories here
    static PeerMap of(
            List<Standing.Present> present,
            Collection<List<DidKey>> having,
            Function<DidKey, Optional<Alias>> alias,
            int here) {
        var has = new LinkedHashMap<DidKey, Integer>();
        var connected = new LinkedHashMap<DidKey, Standing.Present>();
        for (var peer : present) {
            connected.put(peer.peer(), peer);
            has.put(peer.peer(), 0);
        }
        for (var nodes : having) for (var node : nodes) has.merge(node, 1, Integer::sum);
        var shown = has.entrySet().stream()
                .sorted(Comparator.<Map.Entry<DidKey, Integer>>comparingInt(
                                it -> connected.containsKey(it.getKey()) ? 0 : 1)
                        .thenComparingInt(it -> -it.getValue())
                        .thenComparing(it -> it.getKey().nid()))
                .limit(SPOTS_MAX)
                .toList();
        int middle = height(shown.size()) / 2;
        var spots = new ArrayList<Spot>(shown.size());
        for (int i = 0; i < shown.size(); i++) {
            var node = shown.get(i).getKey();
            int count = shown.get(i).getValue();
            double angle = 2 * Math.PI * i / shown.size();
            var peer = Optional.ofNullable(connected.get(node));
            spots.add(new Spot(
                    alias.apply(node)
                            .map(Alias::value)
                            .filter(it -> !it.isEmpty())
                            .orElse(Who.owner(node.nid())),
                    WIDTH / 2 + (int) Math.round(RADIUS_X * Math.cos(angle)),
                    middle + (int) Math.round(RADIUS_Y * Math.sin(angle)),
                    SIZE_MIN + (here == 0 ? 0 : SIZE_MORE * Math.min(count, here) / here),
                    count,
                    peer.isPresent(),
                    peer.filter(Standing.Present::proven).isPresent()));
        }
        return new PeerMap(spots, here);
    }
}
