package dev.hob.federation.remote;

import dev.hob.node.db.Database;
import dev.hob.node.language.Messages;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/// What the administrator decided about other instances. A rule counts for the host and all below it; the nearest one
/// wins. Shared between threads.
public final class InstanceRules {
    /// How many hosts may be decided about.
    public static final int RULES_MAX = 10_000;

    /// Characters of a reason.
    public static final int REASON_MAX = 1_000;

    /// A command may have changed them in the meantime, through rules of its own.
    private static final Duration READ_AGAIN_AFTER = Duration.ofSeconds(2);

    private static final String ONLY_LISTED = "federation.only-listed";
    private static final Pattern HOST = Pattern.compile("[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]+]");

    private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}$");

    private final Database database;
    private final InstantSource clock;
    private volatile Known known;

    /// All of it, for it is asked for at every request.
    private record Known(Map<String, Rule> rules, boolean onlyListed, Instant at) {}

    public InstanceRules(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.known = database.read(this::read);
    }

    /// What was decided about a host.
    public record Decided(String host, Rule rule, String reason, Instant since) {}

    private Known read(Handle handle) {
        var now = clock.instant();
        var rules = new TreeMap<String, Rule>();
        handle.createQuery("select host, rule from instance_rule limit :max")
                .bind("max", RULES_MAX)
                .map((row, _) -> Map.entry(row.getString("host"), Rule.valueOf(row.getString("rule"))))
                .forEach(row -> rules.put(row.getKey(), row.getValue()));
        boolean onlyListed = handle.createQuery("select value from setting where name = :name")
                .bind("name", ONLY_LISTED)
                .mapTo(String.class)
                .findOne()
                .map(Boolean::parseBoolean)
                .orElse(false);
        return new Known(Map.copyOf(rules), onlyListed, now);
    }

    private Known known() {
        var now = known;
        if (clock.instant().isBefore(now.at.plus(READ_AGAIN_AFTER))) return now;
        known = database.read(this::read);
        return known;
    }

    /// How a host is met. Its port does not matter.
    public Rule of(String host) {
        var now = known();
        for (String name = plain(host); !name.isEmpty(); name = parent(name)) {
            var rule = now.rules.get(name);
            if (rule != null) return rule;
        }
        return now.onlyListed ? Rule.BLOCKED : Rule.OPEN;
    }

    /// Whether a host is neither asked nor answered.
    public boolean isBlocked(String host) {
        return of(host) == Rule.BLOCKED;
    }

    /// Decides about a host. Says why not, if it cannot be.
    public Optional<String> set(String host, Rule rule, String reason) {
        String name = plain(host);
        if (!HOST.matcher(name).matches() || name.contains(".."))
            return Optional.of(Messages.text("remote.no-name-of-a-host", host));
        var wrong = reasonObjection(reason);
        if (wrong.isPresent()) return wrong;
        return changed(handle -> {
            int count = handle.createQuery("select count(*) from instance_rule where host <> :host")
                    .bind("host", name)
                    .mapTo(Integer.class)
                    .one();
            if (count >= RULES_MAX) return Optional.of(Messages.text("remote.rules-max"));
            handle.execute("""
                    insert into instance_rule (host, rule, reason, since)
                    values (?, ?, ?, ?)
                    on conflict (host) do update set
                      rule = excluded.rule, reason = excluded.reason, since = excluded.since""", name, rule.name(), reason, clock.millis());
            return Optional.<String>empty();
        });
    }

    /// Why a reason cannot be kept, if so.
    public static Optional<String> reasonObjection(String reason) {
        return reason.length() <= REASON_MAX
                ? Optional.empty()
                : Optional.of(Messages.text("remote.reason-characters-max", REASON_MAX));
    }

    /// Takes a decision back; whether there was one.
    public boolean unset(String host) {
        return changed(handle -> handle.execute("delete from instance_rule where host = ?", plain(host)) > 0);
    }

    /// All decisions, by host.
    public List<Decided> list() {
        return database.read(handle -> handle.createQuery(
                        "select host, rule, reason, since from instance_rule order by host limit :max")
                .bind("max", RULES_MAX)
                .map((row, _) -> new Decided(
                        row.getString("host"),
                        Rule.valueOf(row.getString("rule")),
                        row.getString("reason"),
                        Instant.ofEpochMilli(row.getLong("since"))))
                .list());
    }

    /// Whether only hosts with a rule other than [Rule#BLOCKED] are met at all.
    public boolean onlyListed() {
        return known().onlyListed;
    }

    /// Changes that.
    public void onlyListed(boolean only) {
        changed(handle -> handle.execute("""
                insert into setting (name, value)
                values (?, ?)
                on conflict (name) do update set value = excluded.value""", ONLY_LISTED, Boolean.toString(only)));
    }

    private synchronized <T> T changed(Function<Handle, T> change) {
        T answer = database.write(change);
        known = database.read(this::read);
        return answer;
    }

    /// Without port, final dot and capitals.
    private static String plain(String host) {
        String name = host.strip().toLowerCase(Locale.ROOT);
        var port = PORT.matcher(name);
        if (port.find()) name = name.substring(0, port.start());
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static String parent(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1);
    }
}
