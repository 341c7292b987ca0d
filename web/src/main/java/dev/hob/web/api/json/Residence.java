package dev.hob.web.api.json;

import java.util.Optional;

/// What somebody says of where else their account, or a repository of theirs, is at home.
public record Residence(
        @Says("Its path; left out when it is about the account")
        Optional<String> repository,

        @Says("The address on the other server") String id,

        @Says("Whether it is there now; else it was there before")
        boolean moved) {}
