package dev.hob.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hob.node.Node;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.IssueConfig;
import dev.hob.web.api.json.IssueConfigValidation;
import dev.hob.web.api.json.IssueFormField;
import dev.hob.web.issue.IssueTemplate;
import dev.hob.web.issue.IssueTemplate.Asked;
import dev.hob.web.issue.IssueTemplate.Field;
import dev.hob.web.issue.IssueTemplate.Offered;
import dev.hob.web.issue.Templates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How a repository wants issues to be written.
final class TemplateOperations {
    private static final String REPO = "/repos/{owner}/{repo}";
    private static final String CONFIG = REPO + "/issue_config";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Templates templates;

    TemplateOperations(Node node) {
        this.templates = new Templates(node);
    }

    void declare(Operations all) {
        all.get("repoGetIssueTemplates", REPO + "/issue_templates", "The templates for issues, from the default branch")
                .needs(Right.READ)
                .givesAll(dev.hob.web.api.json.IssueTemplate.class, this::list);
        all.get("repoGetIssueConfig", CONFIG, "Which issues the repository wants")
                .needs(Right.READ)
                .gives(IssueConfig.class, call -> config(templates.of(call.repo())));
        all.get("repoValidateIssueConfig", CONFIG + "/validate", "Whether what it says of that can be read")
                .needs(Right.READ)
                .gives(IssueConfigValidation.class, call -> validation(templates.of(call.repo())));
    }

    private List<dev.hob.web.api.json.IssueTemplate> list(Call call) {
        var offered = templates.of(call.repo());
        return offered.templates().stream().map(it -> shape(offered, it)).toList();
    }

    private static dev.hob.web.api.json.IssueTemplate shape(Offered offered, IssueTemplate template) {
        String folder = offered.folder();
        return new dev.hob.web.api.json.IssueTemplate(
                template.name(),
                template.title(),
                template.about(),
                template.labels(),
                template.assignees(),
                "",
                template.body(),
                template.fields().stream().map(TemplateOperations::field).toList(),
                folder.isEmpty() ? template.file() : folder + "/" + template.file());
    }

    private static IssueFormField field(Field field) {
        var attributes = new LinkedHashMap<String, JsonNode>();
        var validations = new LinkedHashMap<String, JsonNode>();
        return switch (field) {
            case Field.Words(String text) -> {
                put(attributes, "value", text);
                yield new IssueFormField("markdown", "", attributes, validations, List.of("form"));
            }
            case Field.Line(var asked, var placeholder, var value, var number, var pattern) -> {
                put(attributes, "placeholder", placeholder);
                put(attributes, "value", value);
                if (number) validations.put("is_number", NODES.booleanNode(true));
                put(validations, "regex", pattern);
                yield asked("input", asked, attributes, validations);
            }
            case Field.Area(var asked, var placeholder, var value, var render) -> {
                put(attributes, "placeholder", placeholder);
                put(attributes, "value", value);
                put(attributes, "render", render);
                yield asked("textarea", asked, attributes, validations);
            }
            case Field.Select(var asked, var options, var multiple, var first) -> {
                var all = NODES.arrayNode();
                options.forEach(all::add);
                attributes.put("options", all);
                attributes.put("multiple", NODES.booleanNode(multiple));
                if (first >= 0) attributes.put("default", NODES.numberNode(first));
                yield asked("dropdown", asked, attributes, validations);
            }
            case Field.Boxes(var asked, var boxes) -> {
                var all = NODES.arrayNode();
                boxes.forEach(box -> all.addObject().put("label", box.label()).put("required", box.required()));
                attributes.put("options", all);
                yield asked("checkboxes", asked, attributes, validations);
            }
        };
    }

    private static IssueFormField asked(
            String type, Asked asked, Map<String, JsonNode> attributes, Map<String, JsonNode> validations) {
        attributes.put("label", NODES.textNode(asked.label()));
        put(attributes, "description", asked.description());
        if (asked.required()) validations.put("required", NODES.booleanNode(true));
        return new IssueFormField(type, asked.id(), attributes, validations, List.of("form", "content"));
    }

    private static void put(Map<String, JsonNode> to, String name, String text) {
        if (!text.isEmpty()) to.put(name, NODES.textNode(text));
    }

    private static IssueConfig config(Offered offered) {
        return new IssueConfig(
                offered.blank(),
                offered.contacts().stream()
                        .map(it -> new IssueConfig.ContactLink(it.name(), it.url(), it.about()))
                        .toList());
    }

    private static IssueConfigValidation validation(Offered offered) {
        return offered.problems().stream()
                .filter(it -> it.toLowerCase(java.util.Locale.ROOT).startsWith(Templates.CONFIG))
                .findFirst()
                .map(it -> new IssueConfigValidation(false, it))
                .orElse(new IssueConfigValidation(true, ""));
    }
}
