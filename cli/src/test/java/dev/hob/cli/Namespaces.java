package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Each in a network namespace of its own, with a cable to the test and one for each road: nobody reaches who is not
/// next to them. A cut pulls the cable: nothing is reset, bytes just do not arrive. Places among others hang on one
/// bridge, which stands in a namespace of its own.
final class Namespaces implements Land {
    private static final String PORT = ":8776";
    private static final String PEERS = "0.0.0.0" + PORT;

    /// Few tests run at once; 198.18.0.0/15 is set aside for such (RFC 2544).
    private final int third = ThreadLocalRandom.current().nextInt(256);

    /// Of cables.
    private final String net = "198.18." + third + ".";

    /// Of the bridge.
    private final String bridged = "198.19." + third + ".";

    private final String name = "hob" + ProcessHandle.current().pid() + "x"
            + ThreadLocalRandom.current().nextInt(1_000);
    private final Map<Place, String> places = new HashMap<>();
    private Optional<String> bridge = Optional.empty();
    private int cables;
    private int onBridge;

    static boolean areHere() {
        String probe = "hob-probe-" + ProcessHandle.current().pid();
        try {
            ip("netns", "add", probe);
            ip("netns", "exec", probe, "true");
            ip("netns", "del", probe);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static void ip(String... words) throws IOException {
        var command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String told = new String(process.getInputStream().readAllBytes(), UTF_8);
        try {
            if (process.waitFor() != 0) throw new IOException(String.join(" ", command) + ": " + told);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public Place place() throws IOException {
        var cable = new Cable();
        String space = space(cable);
        return placed(space, cable, cable.address(2));
    }

    @Override
    public Place among() throws IOException {
        var cable = new Cable();
        String space = space(cable);
        String end = "b" + third + "x" + onBridge;
        ip("link", "add", end, "netns", bridge(), "type", "veth", "peer", "name", "square", "netns", space);
        ip("-n", bridge(), "link", "set", end, "master", "square", "up");
        onBridge++;
        ip("-n", space, "addr", "add", bridged + onBridge + "/24", "dev", "square");
        ip("-n", space, "link", "set", "square", "up");
        return placed(space, cable, bridged + onBridge);
    }

    private Place placed(String space, Cable cable, String address) {
        var inside = List.of("ip", "netns", "exec", space);
        var place = new Place(inside, cable.address(1), cable.address(2) + ":0", PEERS, address + PORT);
        places.put(place, space);
        return place;
    }

    private String bridge() throws IOException {
        if (bridge.isEmpty()) {
            String space = name + "b";
            ip("netns", "add", space);
            bridge = Optional.of(space);
            ip("-n", space, "link", "add", "square", "type", "bridge");
            ip("-n", space, "link", "set", "square", "up");
        }
        return bridge.get();
    }

    /// A new namespace on a cable to the test.
    private String space(Cable cable) throws IOException {
        String space = name + "n" + places.size();
        ip("netns", "add", space);
        ip("-n", space, "link", "set", "lo", "up");
        ip("link", "add", cable.one, "type", "veth", "peer", "name", cable.other, "netns", space);
        ip("addr", "add", cable.address(1) + "/30", "dev", cable.one);
        ip("link", "set", cable.one, "up");
        cable.plug(space, cable.other, 2);
        return space;
    }

    @Override
    public Road road(Place from, Place to) throws IOException {
        var cable = new Cable();
        String here = space(from);
        String there = space(to);
        ip("link", "add", cable.one, "netns", here, "type", "veth", "peer", "name", cable.other, "netns", there);
        cable.plug(here, cable.one, 1);
        cable.plug(there, cable.other, 2);
        return new Road() {
            @Override
            public String address() {
                return cable.address(2) + PORT;
            }

            @Override
            public void cut() throws IOException {
                ip("-n", here, "link", "set", cable.one, "down");
            }

            @Override
            public void mend() throws IOException {
                ip("-n", here, "link", "set", cable.one, "up");
            }
        };
    }

    private String space(Place place) {
        String space = places.get(place);
        if (space == null) throw new AssertionError("no place of this land: " + place);
        return space;
    }

    /// Four addresses and two ends.
    private final class Cable {
        private final int number = cables++;
        private final String one = "h" + third + "x" + number + "a";
        private final String other = "h" + third + "x" + number + "b";

        String address(int end) {
            return net + (4 * number + end);
        }

        void plug(String space, String end, int number) throws IOException {
            ip("-n", space, "addr", "add", address(number) + "/30", "dev", end);
            ip("-n", space, "link", "set", end, "up");
        }
    }

    /// Its cables go with a namespace.
    @Override
    public void close() {
        bridge.ifPresent(Namespaces::end);
        places.values().forEach(Namespaces::end);
    }

    private static void end(String space) {
        try {
            if (Files.exists(Path.of("/run/netns", space))) ip("netns", "del", space);
        } catch (IOException e) {
            System.err.println("the network namespace " + space + " stays: " + e.getMessage());
        }
    }

    @Override
    public String toString() {
        return "in namespaces";
    }
}
