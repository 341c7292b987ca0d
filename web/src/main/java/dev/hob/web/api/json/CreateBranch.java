package dev.hob.web.api.json;

import java.util.Optional;

/// A branch that is asked for.
public record CreateBranch(
        @Most(200) String newBranchName,

        @Most(200) @Says("The same as old_ref_name, for branches only")
        Optional<String> oldBranchName,

        @Most(200) @Says("A branch, tag or commit; the default branch when left out")
        Optional<String> oldRefName) {}
