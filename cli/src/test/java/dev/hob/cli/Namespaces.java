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
/// next to them. A cut pulls the cable: nothing is reset, bytes just do not arrive.
final class Namespaces implements Land {
    private static final String PEERS = "0.0.0.0:8776";

    /// Few tests run at once; 198.18.0.0/15 is set aside for such (RFC 2544).
    private final String net = "198.18." + ThreadLocalRandom.current().nextInt(256) + ".";

    private final String name = "hob" + ProcessHandle.current().pid() + "x"
            + ThreadLocalRandom.current().nextInt(1_000);
    private final Map<Place, String> places = new HashMap<>();
    private int cables;

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
        String space = name + "n" + places.size();
        ip("netns", "add", space);
        ip("-n", space, "link", "set", "lo", "up");
        var cable = new Cable();
        ip("link", "add", cable.one, "type", "veth", "peer", "name", cable.other, "netns", space);
        ip("addr", "add", cable.address(1) + "/30", "dev", cable.one);
        ip("link", "set", cable.one, "up");
        cable.plug(space, cable.other, 2);
        var place = new Place(List.of("ip", "netns", "exec", space), cable.address(2) + ":0", PEERS);
        places.put(place, space);
        return place;
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
                return cable.address(2) + PEERS.substring(PEERS.indexOf(':'));
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
        private final String one = "h" + net.split("\\.")[2] + "x" + number + "a";
        private final String other = "h" + net.split("\\.")[2] + "x" + number + "b";

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
        for (String space : places.values()) {
            try {
                if (Files.exists(Path.of("/run/netns", space))) ip("netns", "del", space);
            } catch (IOException e) {
                System.err.println("the network namespace " + space + " stays: " + e.getMessage());
            }
        }
    }

    @Override
    public String toString() {
        return "in namespaces";
    }
}
