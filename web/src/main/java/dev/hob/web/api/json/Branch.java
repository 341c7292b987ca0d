package dev.hob.web.api.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A branch.
public record Branch(
        String name,
        Tip commit,
        @JsonProperty("protected") boolean isProtected,
        int requiredApprovals,
        boolean enableStatusCheck,
        List<String> statusCheckContexts,
        boolean userCanPush,
        boolean userCanMerge,
        String effectiveBranchProtectionName) {

    /// The commit that it stands at.
    public record Tip(
            String id,
            String message,
            String url,
            Who author,
            Who committer,
            @OrNull Optional<Verification> verification,
            Instant timestamp) {}

    /// Who, as the commit says.
    public record Who(String name, String email, String username) {}
}
