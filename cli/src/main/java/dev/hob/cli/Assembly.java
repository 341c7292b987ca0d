package dev.hob.cli;

import dev.hob.federation.Federation;
import dev.hob.keys.MasterKey;
import dev.hob.node.Node;
import dev.hob.p2p.book.Book;
import dev.hob.p2p.net.PeerGit;
import dev.hob.p2p.net.Peers;
import dev.hob.search.Search;
import dev.hob.search.answer.Answers;
import dev.hob.search.index.Retention;
import dev.hob.web.HttpConfig;
import dev.hob.web.Readers;
import dev.hob.web.Web;
import dev.hob.web.federation.Federating;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// The page that builds the house, from the cellar up. The only place that knows the real clock.
final class Assembly {
    static final InstantSource CLOCK = InstantSource.system();

    private Assembly() {}

    /// Opens the stores of a folder that this process owns.
    static House open(DataFolder folder, Settings settings, Map<String, String> environment) {
        Path data = folder.path();
        if (Files.exists(data.resolve(DataFolder.RESTORING)))
            throw new CommandException(data + " was restored by half: remove it and restore again");
        var master = Optional.ofNullable(environment.get("HOB_MASTER_KEY"))
                .map(MasterKey::fromEnvironment)
                .orElseGet(() -> MasterKey.open(data.resolve("master.key")));
        var node = Node.open(data, settings.database(data), master, settings.push(), CLOCK);
        return new House(
                node,
                new Book(node.database(), CLOCK),
                settings,
                data,
                settings.publicUrl().orElseGet(() -> expectedUrl(settings)),
                false,
                Optional.empty(),
                Optional.empty());
    }

    /// This node among its peers, if it shall meet any.
    static Optional<Peers> peers(House house) {
        var book = house.book();
        return house.settings()
                .peers()
                .map(settings -> new Peers(
                        house.node(),
                        settings.config(book.persistent()),
                        book,
                        kept -> new PeerGit(house.node(), book, kept, CLOCK),
                        CLOCK,
                        new SecureRandom()));
    }

    /// This node among other servers, if it has a public address.
    static Optional<Federation> federation(House house) {
        return house.settings()
                .federation()
                .map(settings ->
                        new Federation(house.node(), settings.home(), settings.policy(), settings.limits(), CLOCK));
    }

    /// Where the index lies, which can be thrown away.
    static Path searchFolder(House house) {
        return house.data().resolve("search");
    }

    /// What finds things in this node, if anything shall be searched.
    static Optional<Search> search(House house) {
        var folder = searchFolder(house);
        return house.settings().search().map(settings -> {
            var search = Search.open(
                    house.node(), folder, settings.embedder(folder), Retention.usual(CLOCK, settings.revisions()));
            return settings.chat().map(Answers::new).map(search::answering).orElse(search);
        });
    }

    /// The face that people and git see.
    ///
    /// @param peers whom the node meets, if it meets any
    /// @param federation what other servers find, if they find any
    /// @param search what finds things here, if anything does
    /// @param sources where its pages are read from each time, for who works on them
    static Web web(
            House house,
            Optional<Peers> peers,
            Optional<Federation> federation,
            Optional<Search> search,
            Optional<Path> sources) {
        var settings = house.settings();
        var address = settings.address(Setting.HTTP_ADDRESS);
        var tls = settings.file(Setting.TLS_CERTIFICATE, house.data())
                .flatMap(certificate -> settings.file(Setting.TLS_KEY, house.data())
                        .map(key -> new HttpConfig.TlsFiles(certificate, key)));
        var http = new HttpConfig(
                address.host(),
                address.port(),
                settings.publicUrl(),
                tls,
                settings.list(Setting.HTTP_TRUSTED_PROXIES),
                settings.signUp(),
                settings.patience(),
                settings.connections(),
                settings.strangers(),
                settings.flag(Setting.PAGES_ASCIIDOC));
        boolean fetch = settings.federation()
                .filter(FederationSettings::authorizedFetch)
                .isPresent();
        var federating = federation.map(it -> Federating.of(it, fetch)).orElse(Federating.NOT);
        return new Web(http, house.node(), new Readers(peers, federating, search), CLOCK, sources);
    }

    /// Where HTTP would listen, for links that are made while nothing serves.
    private static URI expectedUrl(Settings settings) {
        var address = settings.address(Setting.HTTP_ADDRESS);
        boolean tls = settings.maybe(Setting.TLS_CERTIFICATE).isPresent();
        return URI.create((tls ? "https://" : "http://") + address.host() + ":" + address.port());
    }
}
