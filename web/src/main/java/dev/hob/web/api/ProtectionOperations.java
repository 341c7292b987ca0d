package dev.hob.web.api;

import dev.hob.keys.DidKey;
import dev.hob.node.Node;
import dev.hob.node.people.Scope;
import dev.hob.node.protection.BranchRule;
import dev.hob.node.protection.Checks;
import dev.hob.node.protection.Glob;
import dev.hob.node.protection.Rules;
import dev.hob.node.protection.TagRule;
import dev.hob.node.protection.Who;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.BranchProtection;
import dev.hob.web.api.json.EditBranchProtection;
import dev.hob.web.api.json.EditTagProtection;
import dev.hob.web.api.json.TagProtection;
import dev.hob.web.html.Stop;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The rules for branches and tags.
final class ProtectionOperations {
    private static final String BRANCHES = "/repos/{owner}/{repo}/branch_protections";
    private static final String BRANCH = BRANCHES + "/<name>";
    private static final String TAGS = "/repos/{owner}/{repo}/tag_protections";
    private static final String TAG = TAGS + "/{id}";

    private final Node node;
    private final Rules rules;

    ProtectionOperations(Node node) {
        this.node = node;
        this.rules = node.protection().rules();
    }

    void declare(Operations all) {
        all.chapter("Protection");
        all.get("repoListBranchProtection", BRANCHES, "The rules for branches, the most exact first")
                .needs(Right.ADMIN)
                .scope(Scope.READ_REPOSITORY)
                .givesAll(BranchProtection.class, call -> rules.branches(call.repo()).stream()
                        .map(this::shape)
                        .toList());
        all.post("repoCreateBranchProtection", BRANCHES, "Make a rule for branches")
                .needs(Right.ADMIN)
                .takes(EditBranchProtection.class)
                .creates(BranchProtection.class, this::create);
        all.get("repoGetBranchProtection", BRANCH, "A rule for branches, by its pattern")
                .needs(Right.ADMIN)
                .scope(Scope.READ_REPOSITORY)
                .gives(BranchProtection.class, call -> shape(branch(call.repo(), call.part("name"))));
        all.patch("repoEditBranchProtection", BRANCH, "Change a rule for branches")
                .needs(Right.ADMIN)
                .takes(EditBranchProtection.class)
                .gives(BranchProtection.class, this::edit);
        all.delete("repoDeleteBranchProtection", BRANCH, "Take a rule for branches away")
                .needs(Right.ADMIN)
                .does(call -> Answers.check(rules.forgetBranch(call.repo(), call.person(), call.part("name"))));
        all.get("repoListTagProtection", TAGS, "The rules for tags, the most exact first")
                .needs(Right.ADMIN)
                .scope(Scope.READ_REPOSITORY)
                .givesAll(TagProtection.class, call -> rules.tags(call.repo()).stream()
                        .map(this::tagShape)
                        .toList());
        all.post("repoCreateTagProtection", TAGS, "Make a rule for tags")
                .needs(Right.ADMIN)
                .takes(EditTagProtection.class)
                .creates(TagProtection.class, this::createTag);
        all.get("repoGetTagProtection", TAG, "A rule for tags")
                .needs(Right.ADMIN)
                .scope(Scope.READ_REPOSITORY)
                .gives(TagProtection.class, call -> tagShape(tag(call)));
        all.patch("repoEditTagProtection", TAG, "Change a rule for tags")
                .needs(Right.ADMIN)
                .takes(EditTagProtection.class)
                .gives(TagProtection.class, this::editTag);
        all.delete("repoDeleteTagProtection", TAG, "Take a rule for tags away")
                .needs(Right.ADMIN)
                .does(call -> Answers.check(rules.forgetTag(
                        call.repo(), call.person(), tag(call).rule().pattern().text())));
    }

    private Rules.Kept<BranchRule> branch(Repo repo, String pattern) {
        return rules.branches(repo).stream()
                .filter(it -> it.rule().pattern().text().equals(pattern))
                .findFirst()
                .orElseThrow(Call::missing);
    }

    private BranchProtection create(Call call) throws IOException {
        var asked = call.body(EditBranchProtection.class);
        var name = asked.ruleName().or(asked::branchName).orElse("");
        var pattern = glob(name);
        boolean there = rules.branches(call.repo()).stream()
                .anyMatch(it -> it.rule().pattern().equals(pattern));
        if (there) throw new Stop(403, "Branch protection already exist");
        return set(call, asked, BranchRule.usual(pattern), Optional.empty());
    }

    private BranchProtection edit(Call call) throws IOException {
        var asked = call.body(EditBranchProtection.class);
        var before = branch(call.repo(), call.part("name")).rule();
        var name = asked.ruleName().filter(it -> !it.isEmpty());
        var base = name.isPresent() ? named(before, glob(name.get())) : before;
        return set(call, asked, base, Optional.of(before.pattern().text()));
    }

    private static Glob glob(String text) {
        Glob.objection(text).ifPresent(told -> {
            throw new Stop(422, told);
        });
        return Glob.of(text);
    }

    private static BranchRule named(BranchRule rule, Glob pattern) {
        return new BranchRule(
                pattern,
                rule.push(),
                rule.merge(),
                rule.reviewers(),
                rule.force(),
                rule.deletion(),
                rule.approvals(),
                rule.dismissStale(),
                rule.blockRejected(),
                rule.blockOutdated(),
                rule.checks(),
                rule.linear(),
                rule.signed(),
                rule.codeOwners(),
                rule.files(),
                rule.bindsAdmins());
    }

    private BranchProtection set(Call call, EditBranchProtection asked, BranchRule base, Optional<String> before) {
        var rule = new BranchRule(
                base.pattern(),
                asked.enablePush().orElse(!(base.push() instanceof Who.Nobody))
                        ? who(base.push(), asked.enablePushWhitelist(), asked.pushWhitelistUsernames())
                        : new Who.Nobody(),
                who(base.merge(), asked.enableMergeWhitelist(), asked.mergeWhitelistUsernames()),
                who(base.reviewers(), asked.enableApprovalsWhitelist(), asked.approvalsWhitelistUsername()),
                asked.enableForcePush().orElse(base.force()),
                asked.enableDeletion().orElse(base.deletion()),
                (int) Math.clamp(asked.requiredApprovals().orElse((long) base.approvals()), -1L, Integer.MAX_VALUE),
                asked.dismissStaleApprovals().orElse(base.dismissStale()),
                asked.blockOnRejectedReviews().orElse(base.blockRejected()),
                asked.blockOnOutdatedBranch().orElse(base.blockOutdated()),
                checks(base.checks(), asked),
                asked.requireLinearHistory().orElse(base.linear()),
                asked.requireSignedCommits().orElse(base.signed()),
                asked.requireCodeOwnerReviews().orElse(base.codeOwners()),
                asked.protectedFilePatterns()
                        .map(text -> Stream.of(text.split(";", -1))
                                .map(String::strip)
                                .filter(it -> !it.isEmpty())
                                .map(ProtectionOperations::glob)
                                .toList())
                        .orElse(base.files()),
                asked.applyToAdmins().orElse(base.bindsAdmins()));
        Answers.check(rules.set(call.repo(), call.person(), rule, before));
        return shape(branch(call.repo(), rule.pattern().text()));
    }

    private Who who(Who base, Optional<Boolean> listed, Optional<List<String>> names) {
        boolean lists = listed.orElse(base instanceof Who.Listed);
        if (!lists) return new Who.Writers();
        return new Who.Listed(names.map(this::keys).orElse(base.people()));
    }

    private List<DidKey> keys(List<String> names) {
        return names.stream()
                .map(name -> node.people()
                        .find(name)
                        .orElseThrow(() -> new Stop(422, "User does not exist: " + name))
                        .key())
                .toList();
    }

    private static Checks checks(Checks base, EditBranchProtection asked) {
        if (!asked.enableStatusCheck().orElse(!(base instanceof Checks.None))) return new Checks.None();
        var names = asked.statusCheckContexts().orElse(base instanceof Checks.Named(var kept) ? kept : List.of());
        return names.isEmpty() ? new Checks.Reported() : new Checks.Named(names);
    }

    private BranchProtection shape(Rules.Kept<BranchRule> kept) {
        var rule = kept.rule();
        return new BranchProtection(
                rule.pattern().text(),
                rule.pattern().text(),
                !(rule.push() instanceof Who.Nobody),
                rule.push() instanceof Who.Listed,
                names(rule.push()),
                List.of(),
                false,
                rule.force(),
                rule.deletion(),
                rule.merge() instanceof Who.Listed,
                names(rule.merge()),
                List.of(),
                !(rule.checks() instanceof Checks.None),
                rule.checks() instanceof Checks.Named(var contexts) ? contexts : List.of(),
                rule.approvals(),
                rule.reviewers() instanceof Who.Listed,
                names(rule.reviewers()),
                List.of(),
                rule.blockRejected(),
                false,
                rule.blockOutdated(),
                rule.dismissStale(),
                false,
                rule.signed(),
                rule.linear(),
                rule.codeOwners(),
                rule.files().stream().map(Glob::text).collect(Collectors.joining(";")),
                "",
                rule.bindsAdmins(),
                kept.created(),
                kept.updated());
    }

    /// Those who left are named no more.
    private List<String> names(Who who) {
        var known = node.people().byKeys(who.people());
        return who.people().stream()
                .flatMap(key -> Optional.ofNullable(known.get(key)).stream())
                .map(person -> person.name())
                .toList();
    }

    private Rules.Kept<TagRule> tag(Call call) {
        long number = call.numbered("id");
        return rules.tags(call.repo()).stream()
                .filter(it -> number(it.rule()) == number)
                .findFirst()
                .orElseThrow(Call::missing);
    }

    /// Gitea's rules for tags have numbers: one is made of the pattern.
    static long number(TagRule rule) {
        return PeopleShapes.number(rule.pattern().text());
    }

    private TagProtection createTag(Call call) throws IOException {
        var asked = call.body(EditTagProtection.class);
        var pattern = glob(asked.namePattern().orElse(""));
        boolean there = rules.tags(call.repo()).stream()
                .anyMatch(it -> it.rule().pattern().equals(pattern));
        if (there) throw new Stop(403, "Tag protection already exist");
        return setTag(call, asked, new TagRule(pattern, new Who.Nobody()), Optional.empty());
    }

    private TagProtection editTag(Call call) throws IOException {
        var asked = call.body(EditTagProtection.class);
        var before = tag(call).rule();
        var pattern = asked.namePattern().filter(it -> !it.isEmpty()).map(ProtectionOperations::glob);
        return setTag(
                call,
                asked,
                new TagRule(pattern.orElse(before.pattern()), before.allowed()),
                Optional.of(before.pattern().text()));
    }

    private TagProtection setTag(Call call, EditTagProtection asked, TagRule base, Optional<String> before) {
        Who who = base.allowed();
        if (asked.whitelistUsernames().isPresent()) {
            var keys = keys(asked.whitelistUsernames().get());
            who = keys.isEmpty() ? new Who.Nobody() : new Who.Listed(keys);
        }
        if (asked.allowWriters().orElse(false)) who = new Who.Writers();
        else if (asked.allowWriters().isPresent() && who instanceof Who.Writers) who = new Who.Nobody();
        var rule = new TagRule(base.pattern(), who);
        Answers.check(rules.set(call.repo(), call.person(), rule, before));
        return rules.tags(call.repo()).stream()
                .filter(it -> it.rule().pattern().equals(rule.pattern()))
                .findFirst()
                .map(this::tagShape)
                .orElseThrow(Call::missing);
    }

    private TagProtection tagShape(Rules.Kept<TagRule> kept) {
        return new TagProtection(
                number(kept.rule()),
                kept.rule().pattern().text(),
                names(kept.rule().allowed()),
                List.of(),
                kept.rule().allowed() instanceof Who.Writers,
                kept.created(),
                kept.updated());
    }
}
