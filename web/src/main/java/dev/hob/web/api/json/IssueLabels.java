package dev.hob.web.api.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/// Labels, each by its number or its name.
public record IssueLabels(@Most(100) Optional<List<JsonNode>> labels) {}
