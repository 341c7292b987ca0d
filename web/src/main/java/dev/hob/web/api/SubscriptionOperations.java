package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.issue.Issue;
import dev.hob.node.notification.Subscription;
import dev.hob.node.people.AccountName;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.User;
import dev.hob.web.api.json.Watching;
import dev.hob.web.html.Stop;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Who hears of what happens to an issue.
final class SubscriptionOperations {
    private static final String ALL = "/repos/{owner}/{repo}/issues/{index}/subscriptions";
    private static final String ONE = ALL + "/{user}";

    private final Node node;
    private final IssueFinder finder;

    SubscriptionOperations(Node node, IssueFinder finder) {
        this.node = node;
        this.finder = finder;
    }

    void declare(Operations all) {
        all.get(
                        "issueSubscriptions",
                        ALL,
                        "Who hears of all that happens to an issue; not who only watches its repository")
                .needs(Right.READ)
                .scope(Scope.READ_ISSUE)
                .lists(User.class, this::list);
        all.get(
                        "issueCheckSubscription",
                        ALL + "/check",
                        "Whether the caller hears of all that happens to an issue, and why")
                .needs(Right.READ)
                .scope(Scope.READ_ISSUE)
                .known()
                .gives(Watching.class, this::check);
        all.put("issueAddSubscription", ONE, "Hear of all that happens to an issue")
                .needs(Right.READ)
                .scope(Scope.WRITE_ISSUE)
                .known()
                .notes(call -> wish(call, true));
        all.delete("issueDeleteSubscription", ONE, "Hear of it no more, but for what calls the caller by name")
                .needs(Right.READ)
                .scope(Scope.WRITE_ISSUE)
                .known()
                .notes(call -> wish(call, false));
    }

    private Listed<User> list(Call call) {
        return Listed.of(
                node.subscriptions().subscribers(finder.issue(call)),
                call.slice(),
                person -> PeopleShapes.user(person, call.viewer(), call.links()));
    }

    private boolean wish(Call call, boolean subscribed) {
        var issue = finder.issue(call);
        String name = AccountName.folded(call.part("user"));
        if (node.people().find(name).isEmpty()) throw Call.missing();
        if (!name.equals(call.person().name()))
            throw new Stop(403, call.person().name() + " is not permitted to change subscriptions for " + name);
        return node.subscriptions().wish(issue, call.person(), subscribed);
    }

    private Watching check(Call call) {
        var issue = finder.issue(call);
        var standing = node.subscriptions().of(issue, call.person());
        return switch (standing) {
            case Subscription.Hears(var reason, var since) ->
                shape(call, issue, true, Optional.of(reason.name().toLowerCase(Locale.ROOT)), since);
            case Subscription.Ended(var since) -> shape(call, issue, false, Optional.empty(), Optional.of(since));
            case Subscription.Apart(), Subscription.Ignores() ->
                shape(call, issue, false, Optional.empty(), Optional.empty());
        };
    }

    private static Watching shape(
            Call call, Issue issue, boolean subscribed, Optional<String> reason, Optional<Instant> since) {
        String number = String.valueOf(issue.number());
        return new Watching(
                subscribed,
                !subscribed,
                reason,
                since.orElse(issue.created()),
                call.links().api(call.repo(), "issues", number, "subscriptions"),
                call.links().api(call.repo()));
    }
}
