package dev.hob.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All on one address; a road is a socket between two. A cut resets every connection on it, and lets no new one in.
final class Loopback implements Land {
    private final List<Relay> roads = new ArrayList<>();

    @Override
    public Place place() {
        return Place.loopback();
    }

    @Override
    public Place among() {
        return place();
    }

    @Override
    public Road road(Place from, Place to) throws IOException {
        var road = new Relay(Integer.parseInt(to.peers().substring(to.peers().lastIndexOf(':') + 1)));
        roads.add(road);
        return road;
    }

    @Override
    public void close() {
        roads.forEach(Relay::cut);
    }

    @Override
    public String toString() {
        return "on loopback";
    }

    /// Carries bytes from a port of its own to another.
    private static final class Relay implements Road {
        private final int to;
        private final int port;
        private Optional<ServerSocket> door = Optional.empty();
        private final List<Socket> open = new ArrayList<>();

        Relay(int to) throws IOException {
            this.to = to;
            this.port = Radicle.freePort();
            mend();
        }

        @Override
        public String address() {
            return "127.0.0.1:" + port;
        }

        @Override
        public synchronized void mend() throws IOException {
            var opened = new ServerSocket();
            opened.setReuseAddress(true);
            opened.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            door = Optional.of(opened);
            Thread.ofVirtual().start(() -> serve(opened));
        }

        @Override
        public synchronized void cut() {
            door.ifPresent(Relay::shut);
            door = Optional.empty();
            open.forEach(Relay::reset);
            open.clear();
        }

        private void serve(ServerSocket opened) {
            try {
                while (true) through(opened.accept());
            } catch (IOException _) {
                // It was shut.
            }
        }

        private synchronized void through(Socket came) {
            try {
                if (door.isEmpty()) throw new IOException("cut");
                var goes = new Socket(InetAddress.getLoopbackAddress(), to);
                open.add(came);
                open.add(goes);
                Thread.ofVirtual().start(() -> carry(came, goes));
                Thread.ofVirtual().start(() -> carry(goes, came));
            } catch (IOException _) {
                reset(came); // Nobody is there.
            }
        }

        private static void carry(Socket from, Socket to) {
            try {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException _) {
                // Either end is gone, and so the other goes.
            } finally {
                reset(from);
                reset(to);
            }
        }

        private static void reset(Socket socket) {
            try (socket) {
                socket.setSoLinger(true, 0);
            } catch (IOException _) {
                // It is closed already.
            }
        }

        private static void shut(ServerSocket socket) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
