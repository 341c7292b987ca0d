package dev.hob.node.protection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.keys.DidKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rules as they are signed and kept. What is missing is read as what a rule is to begin with, so that an older rule
/// stays what it was.
final class RuleText {
    private static final String WRITERS = "writers";
    private static final String NOBODY = "nobody";

    private RuleText() {}

    static ObjectNode json(BranchRule rule) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("pattern", rule.pattern().text());
        who(json, "push", rule.push());
        who(json, "merge", rule.merge());
        who(json, "reviewers", rule.reviewers());
        json.put("force", rule.force());
        json.put("deletion", rule.deletion());
        json.put("approvals", rule.approvals());
        json.put("dismissStale", rule.dismissStale());
        json.put("blockRejected", rule.blockRejected());
        json.put("blockOutdated", rule.blockOutdated());
        switch (rule.checks()) {
            case Checks.None _ -> json.put("checks", "none");
            case Checks.Reported _ -> json.put("checks", "reported");
            case Checks.Named(var names) -> names.forEach(json.putArray("checks")::add);
        }
        json.put("linear", rule.linear());
        json.put("signed", rule.signed());
        json.put("codeOwners", rule.codeOwners());
        var files = json.putArray("files");
        rule.files().forEach(file -> files.add(file.text()));
        json.put("bindsAdmins", rule.bindsAdmins());
        return json;
    }

    static ObjectNode json(TagRule rule) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("pattern", rule.pattern().text());
        who(json, "allowed", rule.allowed());
        return json;
    }

    private static void who(ObjectNode json, String name, Who who) {
        switch (who) {
            case Who.Nobody _ -> json.put(name, NOBODY);
            case Who.Writers _ -> json.put(name, WRITERS);
            case Who.Listed(var people) -> {
                var dids = json.putArray(name);
                people.forEach(key -> dids.add(key.did()));
            }
        }
    }

    /// Reads a rule; empty when it is none, since a delegate elsewhere may have written anything.
    static Optional<BranchRule> branch(JsonNode json) {
        try {
            var usual = BranchRule.usual(Glob.of(json.path("pattern").asText()));
            var files = new ArrayList<Glob>();
            for (var file : json.path("files")) files.add(Glob.of(file.asText()));
            var rule = new BranchRule(
                    usual.pattern(),
                    who(json.path("push"), usual.push()),
                    who(json.path("merge"), usual.merge()),
                    who(json.path("reviewers"), usual.reviewers()),
                    json.path("force").asBoolean(usual.force()),
                    json.path("deletion").asBoolean(usual.deletion()),
                    json.path("approvals").asInt(usual.approvals()),
                    json.path("dismissStale").asBoolean(usual.dismissStale()),
                    json.path("blockRejected").asBoolean(usual.blockRejected()),
                    json.path("blockOutdated").asBoolean(usual.blockOutdated()),
                    checks(json.path("checks")),
                    json.path("linear").asBoolean(usual.linear()),
                    json.path("signed").asBoolean(usual.signed()),
                    json.path("codeOwners").asBoolean(usual.codeOwners()),
                    files,
                    json.path("bindsAdmins").asBoolean(usual.bindsAdmins()));
            return rule.objection().isPresent() ? Optional.empty() : Optional.of(rule);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    static Optional<TagRule> tag(JsonNode json) {
        try {
            var rule = new TagRule(Glob.of(json.path("pattern").asText()), who(json.path("allowed"), new Who.Nobody()));
            return rule.objection().isPresent() ? Optional.empty() : Optional.of(rule);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Checks checks(JsonNode json) {
        if (json.isArray()) {
            var names = new ArrayList<String>();
            json.forEach(name -> names.add(name.asText()));
            return new Checks.Named(names);
        }
        return json.asText().equals("reported") ? new Checks.Reported() : new Checks.None();
    }

    private static Who who(JsonNode json, Who missing) {
        if (json.isMissingNode()) return missing;
        if (!json.isArray()) return json.asText().equals(WRITERS) ? new Who.Writers() : new Who.Nobody();
        List<DidKey> people = new ArrayList<>();
        json.forEach(did -> people.add(DidKey.parse(did.asText())));
        return new Who.Listed(people);
    }
}
