package dev.hob.web.api.json;

import java.util.Optional;

/// A branch of a fork that is to be brought up to date.
public record MergeUpstream(
        @Most(250) String branch,

        @Says("Nothing else is done here: a branch that has commits of its own is left as it is")
        Optional<Boolean> ffOnly) {}
