package dev.hob.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/// Believes `X-Forwarded-…` headers of the proxies that were named, and of nobody else: a stranger could otherwise
/// choose the address under which wrong passwords are counted.
final class TrustedProxies implements HttpConfiguration.Customizer {
    private final List<Range> ranges;
    private final ForwardedRequestCustomizer forwarded = new ForwardedRequestCustomizer();

    TrustedProxies(List<String> proxies) {
        ranges = proxies.stream().map(Range::parse).toList();
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable headers) {
        return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress from
                        && trusts(from.getAddress())
                ? forwarded.customize(request, headers)
                : request;
    }

    boolean trusts(InetAddress address) {
        return ranges.stream().anyMatch(r -> r.contains(address.getAddress()));
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared, never handed out.
    private record Range(byte[] prefix, int bits) {
        static Range parse(String text) {
            String[] parts = text.split("/", 2);
            try {
                if (!parts[0].matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*"))
                    throw new UnknownHostException("not an address");
                byte[] prefix = InetAddress.getByName(parts[0]).getAddress();
                int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : prefix.length * 8;
                if (bits < 0 || bits > prefix.length * 8) throw new NumberFormatException("so many bits");
                return new Range(prefix, bits);
            } catch (UnknownHostException | NumberFormatException e) {
                throw new WebException("not an address or CIDR of a proxy: " + text, e);
            }
        }

        boolean contains(byte[] address) {
            if (address.length != prefix.length) return false;
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) return false;
            }
            return true;
        }
    }
}
