package dev.hob.cli;

import dev.hob.federation.Federation;
import dev.hob.node.people.OneTimeLinks.Purpose;
import dev.hob.p2p.net.Peers;
import dev.hob.search.Search;
import dev.hob.search.embed.Backlog;
import dev.hob.web.Web;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hob serve`: the node itself, until it is told to stop.
@Command(name = "serve", description = "Runs the node.")
final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = Logger.getLogger(ServeCommand.class.getName());

    /// How many threads carry those of requests. A request that computes leaves its carrier to nobody: with one
    /// carrier for each of two processors, two of them would let no other begin. Carriers get turns.
    private static final String CARRIERS = "jdk.virtualThreadScheduler.parallelism";

    private static final int CARRIERS_MIN = 16;
    private static final int CARRIERS_PER_PROCESSOR = 8;

    private final Terminal terminal;

    @Option(names = "--data", paramLabel = "DIR", description = "The data folder.")
    Optional<String> data = Optional.empty();

    @Option(names = "--http", paramLabel = "HOST:PORT", description = "Where HTTP listens; port 0 takes any free one.")
    Optional<String> http = Optional.empty();

    @Option(names = "--p2p", paramLabel = "HOST:PORT", description = "Where peers are listened to, or off.")
    Optional<String> p2p = Optional.empty();

    @Option(names = "--url", paramLabel = "URL", description = "The public URL.")
    Optional<String> url = Optional.empty();

    @Option(
            names = "--dev",
            paramLabel = "SOURCES",
            arity = "0..1",
            fallbackValue = "",
            description = "For who works on pages: reads templates and styles from a source tree at each request.")
    Optional<String> dev = Optional.empty();

    ServeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    private static int carriers() {
        return Math.max(
                CARRIERS_MIN, CARRIERS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors());
    }

    @Override
    public Integer call() {
        var given = new EnumMap<Setting, String>(Setting.class);
        http.ifPresent(v -> given.put(Setting.HTTP_ADDRESS, v));
        p2p.ifPresent(v -> given.put(Setting.P2P_ADDRESS, v));
        url.ifPresent(v -> given.put(Setting.HTTP_URL, v));
        if (System.getProperty(CARRIERS) == null) System.setProperty(CARRIERS, String.valueOf(carriers()));
        var path = data.map(terminal::path).orElseGet(() -> DataFolder.standard(System.getenv()));
        var stop = new Stop();
        try (var running = Running.start(path, System.getenv(), given, dev.map(this::sources))) {
            if (running.house().node().people().isEmpty()) welcome(running.house());
            terminal.out("hob: ready http=" + running.house().url() + " p2p="
                    + running.house().node().custody().nodeKey().publicKey().nid() + "@" + reached(running.house())
                    + " data=" + path);
            stop.await();
            LOG.info("stopping: waiting for running pushes and clones");
        } finally {
            stop.closed();
        }
        return 0;
    }

    private static String reached(House house) {
        return house.peers().flatMap(Peers::address).map(Object::toString).orElse("off");
    }

    /// The web module's sources: in the folder that was named, or above the program.
    private Path sources(String named) {
        var begin = named.isEmpty() ? program() : terminal.path(named).toAbsolutePath();
        for (var folder = begin; folder != null; folder = folder.getParent()) {
            var sources = folder.resolve("web/src/main");
            if (Files.isDirectory(sources.resolve("jte"))) return sources;
        }
        throw new CommandException("--dev needs a source tree: there is no web/src/main/jte in or above " + begin);
    }

    private static Path program() {
        try {
            return Path.of(ServeCommand.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError("the house lies in a file or folder", e);
        }
    }

    private void welcome(House house) {
        terminal.out("hob: nobody has an account yet. Make the administrator's, once, at");
        terminal.out("hob:   " + house.signUpLink(house.node().links().create(new Purpose.SignUp(true))));
    }

    /// A signal to stop. The machine ends when its shutdown hooks do, so the hook waits until everything is closed. It
    /// does not wait for the thread that closes, which may itself want to exit, when closing failed.
    private static final class Stop {
        private final CountDownLatch told = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);

        void await() {
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
                        told.countDown();
                        await(closed);
                    }));
            await(told);
        }

        void closed() {
            closed.countDown();
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// A node that serves: folder, stores, HTTP and the back door, closed in reverse.
    record Running(
            DataFolder folder,
            House house,
            Web web,
            Optional<Federation> federation,
            Control control,
            Settings settings)
            implements AutoCloseable {
        static Running start(Path path, Map<String, String> environment, Map<Setting, String> given) {
            return start(path, environment, given, Optional.empty());
        }

        static Running start(
                Path path, Map<String, String> environment, Map<Setting, String> given, Optional<Path> sources) {
            var settings = Settings.load(path, environment, given);
            LogLines.begin(settings);
            var folder = DataFolder.take(path)
                    .orElseThrow(() -> new CommandException(path + " is in use by another process"));
            var stores = Assembly.open(folder, settings, environment);
            var peers = Assembly.peers(stores);
            var federation = Assembly.federation(stores);
            var search = Assembly.search(stores);
            var web = Assembly.web(stores, peers, federation, search, sources);
            web.start();
            search.ifPresent(Search::start);
            federation.ifPresent(Federation::start);
            stores.node().lateSigning().start();
            stores.node().maintenance().start();
            stores.node().tracking().commits().start();
            stores.node().pulls().branches().start();
            stores.node().protection().automatic().start();
            URI reached = web.url();
            peers.ifPresent(Running::meet);
            peers.ifPresent(met -> measure(web, met));
            federation.ifPresent(among -> measure(web, among));
            search.ifPresent(found -> measure(web, found));
            var house = stores.servedAt(reached, peers, search);
            var control = Control.open(folder, (words, client) -> Main.inside(house, words, client));
            return new Running(folder, house, web, federation, control, settings);
        }

        private static void measure(Web web, Peers peers) {
            var tally = peers.tally();
            web.measure("hob.p2p.connected", peers::connected);
            web.measure("hob.p2p.sockets", peers::sockets);
            web.measure("hob.p2p.accepted", tally::inbound);
            web.measure("hob.p2p.dialled", tally::outbound);
            web.measure("hob.p2p.messages", tally::messages);
            web.measure("hob.p2p.served", tally::served);
            web.measure("hob.p2p.fetched", tally::fetches);
            web.measure("hob.p2p.fetch.failures", tally::fetchFailures);
        }

        private static void measure(Web web, Federation federation) {
            var deliveries = federation.deliveries();
            web.measure(
                    "hob.federation.deliveries.waiting",
                    () -> deliveries.counts().waiting());
            web.measure(
                    "hob.federation.deliveries.running",
                    () -> deliveries.counts().running());
            web.measure(
                    "hob.federation.hosts.failing", () -> deliveries.counts().failing());
            web.measure("hob.federation.hosts.parked", () -> deliveries.counts().parked());
            web.measure("hob.federation.inbox.waiting", federation.reception().queue()::waiting);
        }

        private static void measure(Web web, Search search) {
            web.measure("hob.search.documents", () -> search.progress().documents());
            web.measure("hob.search.bytes", () -> search.progress().bytes());
            web.measure("hob.search.behind", () -> search.progress().behind());
            web.measure("hob.search.abandoned", () -> search.turns().abandoned());
            web.measure(
                    "hob.search.vectors.waiting",
                    () -> search.vectors().map(Backlog.Progress::waiting).orElse(0L));
        }

        private static void meet(Peers peers) {
            try {
                peers.start();
            } catch (IOException e) {
                throw new CommandException(e.getMessage() + " (p2p.address)", e);
            }
        }

        @Override
        public void close() {
            control.close();
            house.peers().ifPresent(Peers::close);
            if (!web.stop(settings.stop())) LOG.log(Level.WARNING, "some requests did not finish in time");
            federation.ifPresent(Federation::close);
            house.search().ifPresent(Search::close);
            house.close();
            folder.close();
        }
    }
}
