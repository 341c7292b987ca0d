package dev.hob.node.outside;

import java.io.IOException;
import java.net.SocketException;
import org.apache.hc.client5.http.HttpRequestRetryStrategy;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;

/// Asks again on another connection when one breaks that was kept open from an earlier request, before anything was
/// answered: a server may close such a one at any moment (RFC 9112, section 9.3.1), and is not away because of that.
/// What is posted may so come twice; whoever takes it knows it by its id. Shared between threads.
final class StaleConnections implements HttpRequestRetryStrategy {
    @Override
    public boolean retryRequest(HttpRequest request, IOException broken, int times, HttpContext context) {
        if (times > Hosts.AT_ONCE_MAX) return false; // No more of them are kept open than that.
        boolean closed = broken instanceof NoHttpResponseException
                || broken instanceof ConnectionClosedException
                || broken instanceof SocketException;
        var connection = HttpClientContext.cast(context).getEndpointDetails();
        return closed && connection != null && connection.getRequestCount() > 1;
    }

    @Override
    public boolean retryRequest(HttpResponse response, int times, HttpContext context) {
        return false;
    }

    @Override
    public TimeValue getRetryInterval(HttpRequest request, IOException broken, int times, HttpContext context) {
        return TimeValue.ZERO_MILLISECONDS;
    }

    @Override
    public TimeValue getRetryInterval(HttpResponse response, int times, HttpContext context) {
        return TimeValue.ZERO_MILLISECONDS;
    }
}
