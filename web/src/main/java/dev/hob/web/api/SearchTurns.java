package dev.hob.web.api;

import dev.hob.web.html.Stop;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// Who searches just now: so many at once in all, and fewer of one client, so that nobody takes it from the others.
/// Shared between threads.
final class SearchTurns {
    private static final int SEARCHES_MAX = 12;
    private static final int OF_CLIENT_MAX = 3;
    private static final int SECONDS = 2;

    private final Map<String, Integer> busy = new HashMap<>();
    private int all;

    /// Something costly.
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    /// Does it when it is the client's turn; else they are told to come again.
    <T> T take(Call call, Work<T> work) throws IOException {
        String client = client(call);
        begin(call, client);
        try {
            return work.run();
        } finally {
            end(client);
        }
    }

    /// An account, wherever it is; of all others their address.
    private static String client(Call call) {
        return call.perhaps()
                .map(person -> "account " + person.id())
                .orElseGet(() -> "address " + call.context().ip());
    }

    private synchronized void begin(Call call, String client) {
        if (busy.getOrDefault(client, 0) >= OF_CLIENT_MAX) {
            call.context().header("Retry-After", String.valueOf(SECONDS));
            throw new Stop(429, "you are searching already: wait for those answers");
        }
        if (all >= SEARCHES_MAX) throw call.busy("others are searching");
        all++;
        busy.merge(client, 1, Integer::sum);
    }

    private synchronized void end(String client) {
        all--;
        busy.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
    }
}
