package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.issue.Milestone;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.CreateMilestone;
import dev.hob.web.api.json.EditMilestone;
import java.io.IOException;
import java.util.Locale;
import org.eclipse.jgit.lib.ObjectId;

/// The milestones of a repository.
final class MilestoneOperations {
    private static final String ALL = "/repos/{owner}/{repo}/milestones";
    private static final String ONE = ALL + "/{id}";

    private final Node node;

    MilestoneOperations(Node node) {
        this.node = node;
    }

    void declare(Operations all) {
        all.chapter("Milestones");
        all.get("issueGetMilestonesList", ALL, "The milestones, the next due first")
                .needs(Right.READ)
                .scope(Scope.READ_ISSUE)
                .query("state", "Which ones; open unless it is said", "open", "closed", "all")
                .query("name", "Letters of the title")
                .lists(dev.hob.web.api.json.Milestone.class, this::list);
        all.post("issueCreateMilestone", ALL, "Make a milestone")
                .needs(Right.WRITE)
                .scope(Scope.WRITE_ISSUE)
                .takes(CreateMilestone.class)
                .creates(dev.hob.web.api.json.Milestone.class, this::create);
        all.get("issueGetMilestone", ONE, "A milestone, by its number or its title")
                .needs(Right.READ)
                .scope(Scope.READ_ISSUE)
                .gives(dev.hob.web.api.json.Milestone.class, call -> IssueShapes.milestone(named(call)));
        all.patch("issueEditMilestone", ONE, "Change a milestone, close it or open it again")
                .needs(Right.WRITE)
                .scope(Scope.WRITE_ISSUE)
                .takes(EditMilestone.class)
                .gives(dev.hob.web.api.json.Milestone.class, this::edit);
        all.delete("issueDeleteMilestone", ONE, "Take a milestone away; its issues stay")
                .needs(Right.WRITE)
                .scope(Scope.WRITE_ISSUE)
                .does(call -> Answers.check(node.tracking()
                        .trackers()
                        .forgetMilestone(call.repo(), call.person(), named(call).id())));
    }

    private Listed<dev.hob.web.api.json.Milestone> list(Call call) {
        String state = call.query("state").orElse("open");
        String letters = call.query("name").orElse("").toLowerCase(Locale.ROOT);
        var wanted = node.tracking().tracked().milestones(call.repo().rid()).stream()
                .filter(it -> state.equals("all") || it.open() == state.equals("open"))
                .filter(it -> it.title().toLowerCase(Locale.ROOT).contains(letters))
                .toList();
        return Listed.of(wanted, call.slice(), IssueShapes::milestone);
    }

    private Milestone named(Call call) {
        String name = call.part("id");
        var all = node.tracking().tracked().milestones(call.repo().rid());
        return all.stream()
                .filter(it -> String.valueOf(it.number()).equals(name))
                .findFirst()
                .or(() -> all.stream().filter(it -> it.title().equals(name)).findFirst())
                .orElseThrow(Call::missing);
    }

    private Milestone one(Repo repo, ObjectId id) {
        return node.tracking().tracked().milestones(repo.rid()).stream()
                .filter(it -> it.id().equals(id))
                .findFirst()
                .orElseThrow(Call::missing);
    }

    private dev.hob.web.api.json.Milestone create(Call call) throws IOException {
        var asked = call.body(CreateMilestone.class);
        var trackers = node.tracking().trackers();
        String about = asked.description().orElse("");
        var id = Answers.made(trackers.makeMilestone(call.repo(), call.person(), asked.title(), about, asked.dueOn()));
        if (asked.state().filter("closed"::equals).isPresent())
            Answers.check(trackers.changeMilestone(
                    call.repo(), call.person(), id, asked.title(), about, asked.dueOn(), false));
        return IssueShapes.milestone(one(call.repo(), id));
    }

    private dev.hob.web.api.json.Milestone edit(Call call) throws IOException {
        var asked = call.body(EditMilestone.class);
        var now = named(call);
        Answers.check(node.tracking()
                .trackers()
                .changeMilestone(
                        call.repo(),
                        call.person(),
                        now.id(),
                        asked.title().filter(it -> !it.isBlank()).orElse(now.title()),
                        asked.description().orElse(now.description()),
                        asked.dueOn().or(now::due),
                        asked.state().map("open"::equals).orElse(now.open())));
        return IssueShapes.milestone(one(call.repo(), now.id()));
    }
}
