package dev.hob.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.hob.federation.actor.Home;
import dev.hob.federation.inbox.Limits;
import dev.hob.keys.Secret;
import dev.hob.node.db.DatabaseConfig;
import dev.hob.node.git.ReceiveLimits;
import dev.hob.node.outside.AddressRange;
import dev.hob.node.outside.Policy;
import dev.hob.node.people.SignUp;
import dev.hob.web.calm.CalmPages;
import dev.hob.web.calm.Robots;
import dev.hob.web.calm.Strangers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a node was told: command line before environment before `hob.toml` before the defaults. Immutable, and
/// checked.
final class Settings {
    private static final long BYTES_MAX = 1L << 40;

    private final Map<Setting, String> values;

    private Settings(Map<Setting, String> values) {
        this.values = values;
        check();
    }

    /// Reads the settings of a data folder.
    ///
    /// @throws CommandException when `hob.toml` cannot be read, names an unknown key, or a value makes no sense
    static Settings load(Path data, Map<String, String> environment, Map<Setting, String> given) {
        var values = new EnumMap<Setting, String>(Setting.class);
        for (var setting : Setting.values()) values.put(setting, setting.fallback());
        values.putAll(file(data.resolve("hob.toml")));
        for (var setting : Setting.values())
            Optional.ofNullable(environment.get(setting.variable())).ifPresent(v -> values.put(setting, v));
        values.putAll(given);
        return new Settings(values);
    }

    private static Map<Setting, String> file(Path file) {
        var values = new EnumMap<Setting, String>(Setting.class);
        if (!Files.exists(file)) return values;
        try {
            flatten("", new TomlMapper().readTree(Files.readString(file)), file, values);
            return values;
        } catch (JacksonException e) {
            throw new CommandException(file + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new CommandException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static void flatten(String prefix, JsonNode node, Path file, Map<Setting, String> into) {
        for (var field : node.properties()) {
            String key = prefix + field.getKey();
            var value = field.getValue();
            if (value.isObject()) {
                flatten(key + ".", value, file, into);
                continue;
            }
            var setting =
                    Setting.of(key).orElseThrow(() -> new CommandException(file + ": there is no setting " + key));
            into.put(setting, value.isArray() ? joined(value) : value.asText());
        }
    }

    private static String joined(JsonNode array) {
        var parts = new ArrayList<String>();
        array.forEach(item -> parts.add(item.asText()));
        return String.join(",", parts);
    }

    private void check() {
        address(Setting.HTTP_ADDRESS);
        peers();
        publicUrl();
        federation();
        search();
        within(Setting.DB_CONNECTIONS_MAX, 1, 1000);
        within(Setting.STOP_SECONDS, 0, 3600);
        patience();
        connections();
        strangers();
        push();
        signUp();
        oneOf(Setting.LOG_LEVEL, Set.of("error", "warn", "info", "debug"));
        oneOf(Setting.LOG_FORMAT, Set.of("text", "json"));
        if (text(Setting.TLS_CERTIFICATE).isEmpty() != text(Setting.TLS_KEY).isEmpty())
            throw new CommandException("tls.certificate and tls.key belong together: set both or none");
    }

    private void oneOf(Setting setting, Set<String> words) {
        if (!words.contains(text(setting)))
            throw new CommandException(
                    setting.key() + " is one of " + words.stream().sorted().toList() + ", not " + text(setting));
    }

    private int within(Setting setting, int min, int max) {
        return Math.toIntExact(within(setting, (long) min, (long) max));
    }

    private long within(Setting setting, long min, long max) {
        try {
            long value = Long.parseLong(text(setting));
            if (value >= min && value <= max) return value;
        } catch (NumberFormatException _) {
            // Told below, as for a number that is too small or too large.
        }
        throw new CommandException(
                setting.key() + " is a number from " + min + " to " + max + ", not " + text(setting));
    }

    /// A value as it was given.
    String text(Setting setting) {
        return values.getOrDefault(setting, setting.fallback());
    }

    /// A value that may be left empty.
    Optional<String> maybe(Setting setting) {
        return Optional.of(text(setting)).filter(v -> !v.isEmpty());
    }

    /// A file that may be left out, from the data folder when it is relative.
    Optional<Path> file(Setting setting, Path data) {
        return maybe(setting).map(data::resolve);
    }

    /// A value of several words, parted by commas.
    List<String> list(Setting setting) {
        return Arrays.stream(text(setting).split(","))
                .map(String::strip)
                .filter(w -> !w.isEmpty())
                .toList();
    }

    /// Where to listen.
    Address address(Setting setting) {
        return Address.parse(text(setting))
                .orElseThrow(() -> new CommandException(setting.key() + " is HOST:PORT, not " + text(setting)));
    }

    /// The URL that others use, when it was given; without a slash at its end.
    Optional<URI> publicUrl() {
        return url(Setting.HTTP_URL);
    }

    /// How long a stop may take.
    Duration stop() {
        return Duration.ofSeconds(within(Setting.STOP_SECONDS, 0, 3600));
    }

    /// How long a client may be silent or drip.
    Duration patience() {
        return Duration.ofSeconds(within(Setting.HTTP_PATIENCE_SECONDS, 1, 3600));
    }

    /// How many connections are open at once.
    int connections() {
        return within(Setting.HTTP_CONNECTIONS_MAX, 1, 100_000);
    }

    /// How those without an account are met.
    Strangers strangers() {
        return new Strangers(
                within(Setting.HTTP_BUDGET_PERCENT, 0, 10_000),
                chosen(Setting.HTTP_PROOF_OF_WORK, CalmPages.Proving.values()),
                chosen(Setting.HTTP_ROBOTS, Robots.values()));
    }

    private <E extends Enum<E>> E chosen(Setting setting, E[] all) {
        var words = Arrays.stream(all).collect(Collectors.toMap(it -> it.name().toLowerCase(Locale.ROOT), it -> it));
        oneOf(setting, words.keySet());
        return Objects.requireNonNull(words.get(text(setting)));
    }

    /// Who may sign up, until an administrator says otherwise.
    SignUp signUp() {
        return SignUp.of(text(Setting.PEOPLE_SIGN_UP))
                .orElseThrow(() -> new CommandException(Setting.PEOPLE_SIGN_UP.key()
                        + " is one of [closed, invitation, open], not " + text(Setting.PEOPLE_SIGN_UP)));
    }

    /// What a push may bring.
    ReceiveLimits push() {
        return ReceiveLimits.of(
                within(Setting.PUSH_PACK_BYTES_MAX, 1024L, BYTES_MAX),
                within(Setting.PUSH_OBJECT_BYTES_MAX, 1024L, BYTES_MAX));
    }

    /// How to be among peers; empty is not at all.
    Optional<PeerSettings> peers() {
        var settings = PeerSettings.of(this); // checked even when nobody is met
        return text(Setting.P2P_ADDRESS).equals("off") ? Optional.empty() : Optional.of(settings);
    }

    /// How other servers are spoken with; none without a public address that has TLS, unless that is asked for.
    Optional<FederationSettings> federation() {
        boolean http = flag(Setting.FEDERATION_ALLOW_HTTP);
        var allowed = list(Setting.FEDERATION_ALLOW_PRIVATE).stream()
                .map(text -> AddressRange.of(text)
                        .orElseThrow(() -> new CommandException(
                                Setting.FEDERATION_ALLOW_PRIVATE.key() + " has addresses and CIDRs, not " + text)))
                .toList();
        var limits = Limits.USUAL.withRequests(within(Setting.FEDERATION_INBOX_REQUESTS, 1, 10_000_000));
        boolean fetch = flag(Setting.FEDERATION_AUTHORIZED_FETCH);
        if (!flag(Setting.FEDERATION_ENABLED)) return Optional.empty();
        return publicUrl()
                .filter(url -> http || "https".equals(url.getScheme()))
                .flatMap(Home::of)
                .map(home -> new FederationSettings(
                        home, new Policy(http, allowed, "Hob (+" + home.address() + ")"), limits, fetch));
    }

    /// How what is here is searched; empty is not at all.
    Optional<SearchSettings> search() {
        var settings = SearchSettings.of(this); // checked even when nothing is searched
        return flag(Setting.SEARCH_ENABLED) ? Optional.of(settings) : Optional.empty();
    }

    /// A http or https URL that may be left out; without a slash at its end.
    Optional<URI> url(Setting setting) {
        return maybe(setting).map(text -> {
            try {
                var url = URI.create(text.replaceFirst("/+\\z", ""));
                if (Set.of("http", "https").contains(url.getScheme()) && url.getHost() != null) return url;
            } catch (IllegalArgumentException _) {
                // Told below.
            }
            throw new CommandException(setting.key() + " is a http or https URL, not " + text);
        });
    }

    /// Whether something is wanted.
    boolean flag(Setting setting) {
        oneOf(setting, Set.of("true", "false"));
        return text(setting).equals("true");
    }

    /// One word of some.
    String word(Setting setting, Set<String> words) {
        oneOf(setting, words);
        return text(setting);
    }

    /// A number within bounds.
    int number(Setting setting, int min, int max) {
        return within(setting, min, max);
    }

    /// Where the database is.
    DatabaseConfig database(Path data) {
        int connections = within(Setting.DB_CONNECTIONS_MAX, 1, 1000);
        try {
            return new DatabaseConfig(
                    maybe(Setting.DB_URL).orElse("sqlite:" + data.resolve("hob.db")),
                    maybe(Setting.DB_USER),
                    maybe(Setting.DB_PASSWORD).map(Secret::of),
                    connections);
        } catch (IllegalArgumentException e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        }
    }

    /// A host and a port; port 0 means any.
    record Address(String host, int port) {
        private static final int PORT_MAX = 65_535;

        static Optional<Address> parse(String text) {
            int colon = text.lastIndexOf(':');
            if (colon < 0) return Optional.empty();
            try {
                int port = Integer.parseInt(text.substring(colon + 1));
                String host = text.substring(0, colon).replaceAll("\\A\\[(.*)\\]\\z", "$1");
                return port < 0 || port > PORT_MAX
                        ? Optional.empty()
                        : Optional.of(new Address(host.isEmpty() ? "0.0.0.0" : host, port));
            } catch (NumberFormatException _) {
                return Optional.empty();
            }
        }
    }
}
