package dev.hob.node.protection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;

/// What can be said about a project's rules: an object of type `dev.hob.protection`, which delegates write. Others
/// carry it along unread.
sealed interface RuleAction {
    /// Sets the rule of a pattern, whatever it was before.
    record SetBranch(BranchRule rule) implements RuleAction {}

    record ForgetBranch(String pattern) implements RuleAction {}

    record SetTag(TagRule rule) implements RuleAction {}

    record ForgetTag(String pattern) implements RuleAction {}

    /// Reads one; empty when it is none that we know.
    static Optional<RuleAction> parse(JsonNode json) {
        return switch (json.path("type").asText()) {
            case "branch" -> RuleText.branch(json.path("rule")).map(SetBranch::new);
            case "branch.delete" ->
                Optional.of(new ForgetBranch(json.path("pattern").asText()));
            case "tag" -> RuleText.tag(json.path("rule")).map(SetTag::new);
            case "tag.delete" -> Optional.of(new ForgetTag(json.path("pattern").asText()));
            default -> Optional.empty();
        };
    }

    /// As it is signed.
    default JsonNode json() {
        var json = JsonNodeFactory.instance.objectNode();
        return switch (this) {
            case SetBranch(var rule) -> json.put("type", "branch").set("rule", RuleText.json(rule));
            case ForgetBranch(var pattern) -> json.put("type", "branch.delete").put("pattern", pattern);
            case SetTag(var rule) -> json.put("type", "tag").set("rule", RuleText.json(rule));
            case ForgetTag(var pattern) -> json.put("type", "tag.delete").put("pattern", pattern);
        };
    }
}
