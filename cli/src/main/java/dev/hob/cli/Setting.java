package dev.hob.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Every key of `hob.toml`, with its default. Each is also an environment variable: `http.address` is
/// `HOB_HTTP_ADDRESS`.
enum Setting {
    HTTP_ADDRESS("http.address", "127.0.0.1:7171", "where HTTP listens; port 0 takes any free one"),
    HTTP_URL("http.url", "", "the public URL, when it differs from where HTTP listens"),
    HTTP_TRUSTED_PROXIES("http.trusted-proxies", "", "addresses or CIDRs whose X-Forwarded headers are believed"),
    HTTP_PATIENCE_SECONDS(
            "http.patience-seconds",
            "60",
            "how long a client may be silent, or move less than 256 bytes a second, before its connection is ended"),
    HTTP_CONNECTIONS_MAX("http.connections-max", "1000", "how many connections are open at once; others wait"),
    HTTP_BUDGET_PERCENT(
            "http.budget-percent",
            "10",
            "how much of one processor an address without an account may keep busy with comparisons, histories, old"
                    + " states, archives and searches; accounts may five times as much; 0 sets no bound"),
    HTTP_PROOF_OF_WORK(
            "http.proof-of-work",
            "spent",
            "when the browser of somebody without an account has to work for such a page: never (off), when their address"
                    + " has had its share (spent), or once a day (always)"),
    HTTP_ROBOTS(
            "http.robots",
            "search",
            "what robots.txt asks of robots: to read pages that cost little, and nothing when they gather texts for language"
                    + " models (search), to read such pages (all), or to stay away (none)"),
    TLS_CERTIFICATE("tls.certificate", "", "a PEM file with the certificate chain; HTTP becomes HTTPS"),
    TLS_KEY("tls.key", "", "the PEM file with its private key"),
    P2P_ADDRESS(
            "p2p.address",
            "off",
            "where peers are listened to, such as 0.0.0.0:8776; port 0 takes any free one; off is alone"),
    P2P_ALIAS("p2p.alias", "", "what this node calls itself among peers; empty is the host of http.url, or hob"),
    P2P_ANNOUNCE("p2p.announce", "", "HOST:PORT where others reach this node, told to everybody; empty tells nobody"),
    P2P_CONNECT("p2p.connect", "", "NID@HOST:PORT of peers to stay connected with"),
    P2P_PEERS("p2p.peers", "8", "how many peers to look for by itself; 0 meets only those it is told of"),
    P2P_INBOUND("p2p.inbound", "128", "how many peers that dial this node may be connected at once"),
    P2P_PLAINTEXT(
            "p2p.plaintext",
            "true",
            "whether public repositories are exchanged without encryption with nodes that know no TLS, as Radicle's"),
    P2P_SEED(
            "p2p.seed",
            "none",
            "which repositories of others are kept unasked: none, those of whom is followed (followed), or all"),
    P2P_RELAY("p2p.relay", "true", "whether what others announce is passed on"),
    FEDERATION_ENABLED(
            "federation.enabled",
            "true",
            "whether other servers are spoken with (ActivityPub), once http.url is a public https address"),
    FEDERATION_ALLOW_HTTP("federation.allow-http", "false", "whether that is done without TLS, too; for trying it out"),
    FEDERATION_AUTHORIZED_FETCH(
            "federation.authorized-fetch",
            "false",
            "whether documents are shown to other servers only when they sign the request, and are not blocked"),
    FEDERATION_INBOX_REQUESTS(
            "federation.inbox-requests",
            "300",
            "how much one address, and one other server, may send to inboxes within five minutes"),
    FEDERATION_ALLOW_PRIVATE(
            "federation.allow-private", "", "addresses or CIDRs that may be asked although they are private"),
    SEARCH_ENABLED("search.enabled", "true", "whether code, issues and pull requests are indexed here, to be searched"),
    SEARCH_REVISIONS(
            "search.revisions",
            "",
            "branches and tags that are always indexed beside the default branch, such as release/*, v*; of each"
                    + " repository the 20 committed to last; others are read when somebody searches them"),
    SEARCH_MEANING(
            "search.meaning",
            "local",
            "what understands questions: a small model within the node (local), a server of embeddings that gets the"
                    + " texts of what is indexed (server), or words alone (off)"),
    SEARCH_SERVER_URL(
            "search.server-url", "", "where that server answers as OpenAI does, such as http://127.0.0.1:11434/v1"),
    SEARCH_SERVER_MODEL("search.server-model", "", "which of its models makes the vectors"),
    SEARCH_SERVER_KEY("search.server-key", "", "the key it wants, if it wants one"),
    SEARCH_CHAT_URL(
            "search.chat-url",
            "",
            "where a chat model answers as OpenAI's do, such as http://127.0.0.1:11434/v1; questions and the passages that"
                    + " answer them are sent there; empty sends nothing anywhere"),
    SEARCH_CHAT_MODEL("search.chat-model", "", "which of its models answers"),
    SEARCH_CHAT_KEY("search.chat-key", "", "the key it wants, if it wants one"),
    PUSH_PACK_BYTES_MAX("push.pack-bytes-max", "2147483648", "how large a push may be on the wire"),
    PUSH_OBJECT_BYTES_MAX("push.object-bytes-max", "536870912", "how large one pushed object may be, unpacked"),
    PAGES_ASCIIDOC(
            "pages.asciidoc",
            "true",
            "whether files in AsciiDoc are rendered, by a process that is there while somebody reads some"),
    DB_URL("db.url", "", "jdbc:postgresql://… for a server; empty is the folder's own hob.db"),
    DB_USER("db.user", "", "the account at the database server"),
    DB_PASSWORD("db.password", "", "its password"),
    DB_CONNECTIONS_MAX("db.connections-max", "8", "how many database connections read at once"),
    PEOPLE_SIGN_UP(
            "people.sign-up",
            "closed",
            "who may make an account: whom an administrator lets in (closed), or anybody with an account (invitation),"
                    + " or anyone (open); what is chosen on the pages or with `hob user sign-up` goes first"),
    STOP_SECONDS("stop.seconds", "30", "how long running pushes and clones may take to finish when the node stops"),
    LOG_LEVEL("log.level", "info", "error, warn, info or debug"),
    LOG_FORMAT("log.format", "text", "text or json, one line each, on standard error");

    private final String key;
    private final String fallback;
    private final String meaning;

    Setting(String key, String fallback, String meaning) {
        this.key = key;
        this.fallback = fallback;
        this.meaning = meaning;
    }

    /// The key in `hob.toml`.
    String key() {
        return key;
    }

    /// Its value when nobody says otherwise.
    String fallback() {
        return fallback;
    }

    /// What it is for.
    String meaning() {
        return meaning;
    }

    /// The environment variable that sets it.
    String variable() {
        return "HOB_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /// Whether its value must not be shown.
    boolean isSecret() {
        return this == DB_PASSWORD || this == SEARCH_SERVER_KEY || this == SEARCH_CHAT_KEY;
    }

    /// The setting of a key.
    static Optional<Setting> of(String key) {
        return Arrays.stream(values()).filter(s -> s.key.equals(key)).findFirst();
    }
}
