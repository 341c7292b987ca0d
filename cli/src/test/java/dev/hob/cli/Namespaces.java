package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// Each in a network namespace of its own, with a cable to the test and one for each road: nobody reaches who is not
/// next to them. A cut pulls the cable: nothing is reset, bytes just do not arrive. Places among others hang on one
/// bridge, which stands in a namespace of its own.
final class Namespaces implements Land {
    private static final String PORT = ":8776";
    private static final String PEERS = "0.0.0.0" + PORT;

    /// Of the addresses, 198.18.0.0/15 is set aside for such tests (RFC 2544). Others may run at this moment.
    private static final int NETS = 256;

    /// Of addresses and of the names of cables: nobody else's as long as the bridge's namespace is named after it.
    private final int third = claimed();

    /// Of cables.
    private final String net = "198.18." + third + ".";

    /// Of the bridge.
    private final String bridged = "198.19." + third + ".";

    private final Map<Place, String> places = new HashMap<>();
    private final String bridge = bridge(third);
    private boolean bridgeStands;
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

    private static String bridge(int third) {
        return "hob-net-" + third;
    }

    private static int claimed() {
        int first = ThreadLocalRandom.current().nextInt(NETS);
        for (int i = 0; i < NETS; i++) {
            int third = (first + i) % NETS;
            try {
                ip("netns", "add", bridge(third));
                return third;
            } catch (IOException _) {
                // Somebody else has it, or left it when they were killed.
            }
        }
        throw new AssertionError("no network is free: `ip netns list` tells what was left");
    }

    private String bridge() throws IOException {
        if (!bridgeStands) {
            ip("-n", bridge, "link", "add", "square", "type", "bridge");
            ip("-n", bridge, "link", "set", "square", "up");
            bridgeStands = true;
        }
        return bridge;
    }

    /// A new namespace on a cable to the test.
    private String space(Cable cable) throws IOException {
        String space = bridge + "-" + places.size();
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
        places.values().forEach(Namespaces::end);
        end(bridge);
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
