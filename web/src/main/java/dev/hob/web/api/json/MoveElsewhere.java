package dev.hob.web.api.json;

import java.util.Optional;

/// Where an account, or a repository, is or was on another server.
public record MoveElsewhere(
        @Most(2_048) @Says("A handle such as @alice@hob.example or @alice.tea@hob.example, or the address of its page")
        String target,

        @Most(200) @Says("The path of a repository of the caller's; else it is about the caller's account")
        Optional<String> repository) {}
