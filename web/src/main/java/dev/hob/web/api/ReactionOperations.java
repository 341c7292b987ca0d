package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.cob.Comment;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.Line;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.EditReaction;
import dev.hob.web.api.json.Reaction;
import java.io.IOException;

/// Signs that people put under issues and comments.
final class ReactionOperations {
    private static final String OF_ISSUE = "/repos/{owner}/{repo}/issues/{index}/reactions";
    private static final String OF_COMMENT = "/repos/{owner}/{repo}/issues/comments/{id}/reactions";

    private final Node node;
    private final IssueFinder finder;
    private final IssueShapes shapes;

    ReactionOperations(Node node, IssueFinder finder, IssueShapes shapes) {
        this.node = node;
        this.finder = finder;
        this.shapes = shapes;
    }

    /// What a sign stands under.
    private record Under(Issue issue, Line line, Comment comment) {}

    @FunctionalInterface
    private interface Finding {
        Under find(Call call);
    }

    void declare(Operations all) {
        all.chapter("Reactions");
        declare(all, "Issue", OF_ISSUE, this::issue);
        declare(all, "Comment", OF_COMMENT, this::comment);
    }

    private void declare(Operations all, String what, String path, Finding finding) {
        String under = what.equals("Issue") ? "an issue" : "a comment";
        all.get("issueGet" + what + "Reactions", path, "The signs under " + under)
                .needs(Right.READ)
                .scope(Scope.READ_ISSUE)
                .lists(Reaction.class, call -> list(call, finding.find(call)));
        all.post("issuePost" + what + "Reaction", path, "Put a sign under " + under)
                .needs(Right.READ)
                .scope(Scope.WRITE_ISSUE)
                .known()
                .takes(EditReaction.class)
                .creates(Reaction.class, call -> put(call, finding));
        all.delete("issueDelete" + what + "Reaction", path, "Take one's sign away from " + under)
                .needs(Right.READ)
                .scope(Scope.WRITE_ISSUE)
                .known()
                .takes(EditReaction.class)
                .does(call -> react(
                        call,
                        finding.find(call),
                        ReactionWords.sign(call.body(EditReaction.class).content()),
                        false));
    }

    private Under issue(Call call) {
        var issue = finder.issue(call);
        var line = finder.description(issue);
        return new Under(issue, line, IssueShapes.comment(line).orElseThrow(Call::missing));
    }

    private Under comment(Call call) {
        var said = finder.comment(call);
        return new Under(said.issue(), said.line(), said.comment());
    }

    private Reaction put(Call call, Finding finding) throws IOException {
        String sign = ReactionWords.sign(call.body(EditReaction.class).content());
        react(call, finding.find(call), sign, true);
        var after = finding.find(call);
        String own = call.person().name();
        String word = ReactionWords.word(sign);
        return shapes.reactions(call, after.line(), after.comment()).stream()
                .filter(it -> it.user().login().equals(own) && it.content().equals(word))
                .findFirst()
                .orElseThrow(Call::missing);
    }

    private Listed<Reaction> list(Call call, Under under) {
        return Listed.of(shapes.reactions(call, under.line(), under.comment()), call.slice(), it -> it);
    }

    private void react(Call call, Under under, String sign, boolean active) {
        Answers.check(node.acts(under.issue())
                .react(
                        call.repo(),
                        call.person(),
                        under.issue().id(),
                        under.line().entry(),
                        sign,
                        active));
    }
}
