package dev.hob.web.api.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/// A field of a form, as its author wrote it.
public record IssueFormField(
        @OneOf({"markdown", "input", "textarea", "dropdown", "checkboxes"})
        String type,

        @Says("Empty for words between the fields") String id,
        Map<String, JsonNode> attributes,
        Map<String, JsonNode> validations,

        @Says("Where it is shown: in the form, in the issue")
        List<String> visible) {}
