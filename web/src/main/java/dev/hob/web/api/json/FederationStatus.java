package dev.hob.web.api.json;

/// How this node stands among other servers.
public record FederationStatus(
        @Says("What all ids of here begin with") String address,
        @Says("Deliveries that wait to be sent") long waiting,
        @Says("Deliveries on their way") long running,
        @Says("Servers that did not answer last time") long failing,

        @Says("Servers that did not answer for a week, and are left alone until they are heard from")
        long parked,

        @Says("What came and waits to be done") long received,
        @Says("What came and waits for somebody's leave") long held,
        @Says("Reports that nobody has looked at") long reports,

        @Says("Whether only servers that are listed are met")
        boolean onlyListed) {}
