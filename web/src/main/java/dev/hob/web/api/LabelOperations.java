package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.issue.Label;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.CreateLabel;
import dev.hob.web.api.json.EditLabel;
import java.io.IOException;
import java.util.Locale;

/// The labels that a repository knows.
final class LabelOperations {
    private static final String ALL = "/repos/{owner}/{repo}/labels";
    private static final String ONE = ALL + "/{id}";

    private final Node node;

    LabelOperations(Node node) {
        this.node = node;
    }

    void declare(Operations all) {
        all.chapter("Labels");
        all.get("issueListLabels", ALL, "The labels, by name")
                .needs(Right.READ)
                .scope(Scope.READ_ISSUE)
                .lists(dev.hob.web.api.json.Label.class, this::list);
        all.post("issueCreateLabel", ALL, "Make a label")
                .needs(Right.WRITE)
                .scope(Scope.WRITE_ISSUE)
                .takes(CreateLabel.class)
                .creates(dev.hob.web.api.json.Label.class, this::create);
        all.get("issueGetLabel", ONE, "A label")
                .needs(Right.READ)
                .scope(Scope.READ_ISSUE)
                .gives(dev.hob.web.api.json.Label.class, call -> shape(call, numbered(call)));
        all.patch("issueEditLabel", ONE, "Change how a label is called and looks; issues follow")
                .needs(Right.WRITE)
                .scope(Scope.WRITE_ISSUE)
                .takes(EditLabel.class)
                .gives(dev.hob.web.api.json.Label.class, this::edit);
        all.delete("issueDeleteLabel", ONE, "Forget how a label looks; issues keep it")
                .needs(Right.WRITE)
                .scope(Scope.WRITE_ISSUE)
                .does(call -> Answers.check(node.tracking()
                        .trackers()
                        .forgetLabel(call.repo(), call.person(), numbered(call).name())));
    }

    private static dev.hob.web.api.json.Label shape(Call call, Label label) {
        return IssueShapes.label(call, call.repo(), label);
    }

    private Listed<dev.hob.web.api.json.Label> list(Call call) {
        return Listed.of(
                node.tracking().tracked().labels(call.repo().rid()), call.slice(), label -> shape(call, label));
    }

    private Label numbered(Call call) {
        long number = call.numbered("id");
        return node.tracking().tracked().labels(call.repo().rid()).stream()
                .filter(label -> label.number() == number)
                .findFirst()
                .orElseThrow(Call::missing);
    }

    private dev.hob.web.api.json.Label create(Call call) throws IOException {
        var asked = call.body(CreateLabel.class);
        return describe(
                call,
                new Label(
                        asked.name(), color(asked.color()), asked.description().orElse("")));
    }

    private dev.hob.web.api.json.Label edit(Call call) throws IOException {
        var asked = call.body(EditLabel.class);
        var now = numbered(call);
        var after = new Label(
                asked.name().orElse(now.name()),
                asked.color().map(LabelOperations::color).orElse(now.color()),
                asked.description().orElse(now.description()));
        Answers.check(node.tracking().labelRename().rename(call.repo(), call.person(), now.name(), after));
        return shape(call, after);
    }

    private dev.hob.web.api.json.Label describe(Call call, Label label) {
        Answers.check(node.tracking().trackers().describeLabel(call.repo(), call.person(), label));
        return shape(call, label);
    }

    private static String color(String text) {
        return text.replaceFirst("^#", "").toLowerCase(Locale.ROOT);
    }
}
