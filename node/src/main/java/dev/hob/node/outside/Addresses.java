package dev.hob.node.outside;

import dev.hob.node.language.Messages;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;

/// Finds the addresses of a host, and lets pass only those that may be connected to. It is the client's own resolver,
/// so that what was checked is what is connected to: a name that changes its mind in between gains nothing.
final class Addresses implements DnsResolver {
    private static final Duration LOOKUP_MAX = Duration.ofSeconds(5);
    private static final int ADDRESSES_MAX = 4;
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    // Of this network, of a link, of a test, of a relay: nothing that a stranger's server has. What Mastodon's
    // private_address_check.rb and GoToSocial's sanitizer.go refuse, together.
    private static final List<AddressRange> PRIVATE_4 = ranges(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");
    private static final AddressRange GLOBAL_6 = ranges("2000::/3").getFirst();
    private static final List<AddressRange> PRIVATE_6 =
            ranges("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20");

    private final Policy policy;
    private final Lookup lookup;

    /// What asks the system, or a test.
    @FunctionalInterface
    interface Lookup {
        InetAddress[] all(String host) throws UnknownHostException;
    }

    /// The host, or one of its addresses, is none that requests go to.
    static final class ForbiddenException extends UnknownHostException {
        private static final long serialVersionUID = 1;

        ForbiddenException(String told) {
            super(told);
        }
    }

    Addresses(Policy policy, Lookup lookup) {
        this.policy = policy;
        this.lookup = lookup;
    }

    private static List<AddressRange> ranges(String... texts) {
        return Stream.of(texts)
                .map(text -> AddressRange.of(text).orElseThrow(() -> new AssertionError("not a range: " + text)))
                .toList();
    }

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        var found = lookedUp(host);
        if (found.length == 0) throw new UnknownHostException(host);
        for (var address : found) check(host, port, address);
        return Arrays.stream(found)
                .limit(ADDRESSES_MAX)
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    @Override
    public InetAddress[] resolve(String host) {
        throw new AssertionError("an address is only looked up for a port");
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    /// Every address of a name must be good: which of them is taken is not ours to say.
    private void check(String host, int port, InetAddress address) throws ForbiddenException {
        if (policy.allowed().stream().anyMatch(range -> range.contains(address))) return;
        if (isPrivate(address)) throw new ForbiddenException(Messages.text("outside.is-not-public", host));
        if (isLiteral(host)) throw new ForbiddenException(Messages.text("outside.is-an-address", host));
        if (stripped(host).indexOf('.') < 0)
            throw new ForbiddenException(Messages.text("outside.is-not-a-whole-name", host));
        if (port != HTTPS && !(policy.http() && port == HTTP))
            throw new ForbiddenException(Messages.text("outside.port-is-not-asked", String.valueOf(port), host));
    }

    static boolean isPrivate(InetAddress address) {
        if (address instanceof Inet4Address) return PRIVATE_4.stream().anyMatch(range -> range.contains(address));
        return !GLOBAL_6.contains(address) || PRIVATE_6.stream().anyMatch(range -> range.contains(address));
    }

    /// Whether a host would be read as an address by somebody: as four numbers, as one, as `0x7f.1`.
    private static boolean isLiteral(String host) {
        String name = stripped(host);
        String last = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return host.indexOf(':') >= 0
                || last.startsWith("0x")
                || (!last.isEmpty() && last.chars().allMatch(c -> c >= '0' && c <= '9'));
    }

    private static String stripped(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /// The system's resolver cannot be stopped, so it is left behind when it takes too long.
    private InetAddress[] lookedUp(String host) throws UnknownHostException {
        var found = new CompletableFuture<InetAddress[]>();
        Thread.ofVirtual().name("lookup").start(() -> {
            try {
                found.complete(lookup.all(host));
            } catch (UnknownHostException | RuntimeException e) {
                found.completeExceptionally(e);
            }
        });
        try {
            return found.get(LOOKUP_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw unknown(host, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown(host, e);
        }
    }

    private static UnknownHostException unknown(String host, Exception cause) {
        var unknown = new UnknownHostException(host);
        unknown.initCause(cause);
        return unknown;
    }
}
