package dev.hob.web.html;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.BufferUtil;

/// Whether a request's client has hung up, so that nobody waits for the answer. A server of HTTP/1.1 does not
/// read while it answers, and so does not notice by itself: this reads a byte each time it is asked. Owned by one
/// request; to be asked by who answers it, once all of it was read.
///
/// A client that only closes its sending half cannot be told from one that is gone: other servers and proxies
/// have it so, too.
public final class HungUp implements BooleanSupplier {
    private final Connection connection;
    private boolean gone;
    private boolean settled;

    private HungUp(Connection connection) {
        this.connection = connection;
    }

    /// For a request that is being answered.
    public static HungUp of(HttpServletRequest request) {
        return new HungUp(ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnection());
    }

    @Override
    public boolean getAsBoolean() {
        // Only a connection that takes back what was read too early may be read from.
        if (settled || !(connection instanceof Connection.UpgradeTo early)) return gone;
        try {
            var more = BufferUtil.allocate(1);
            int read = connection.getEndPoint().fill(more);
            if (read > 0) early.onUpgradeTo(more); // The next request has begun: whoever sends it is there.
            gone = read < 0;
            settled = read != 0;
        } catch (IOException _) {
            gone = true; // However a connection broke, nobody is at its other end.
            settled = true;
        }
        return gone;
    }
}
