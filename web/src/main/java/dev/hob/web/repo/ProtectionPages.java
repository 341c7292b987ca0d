package dev.hob.web.repo;

import static dev.hob.web.text.Messages.text;

import dev.hob.keys.DidKey;
import dev.hob.node.Node;
import dev.hob.node.issue.Answer;
import dev.hob.node.people.Person;
import dev.hob.node.protection.BranchRule;
import dev.hob.node.protection.Checks;
import dev.hob.node.protection.Glob;
import dev.hob.node.protection.Rules;
import dev.hob.node.protection.TagRule;
import dev.hob.node.protection.Who;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The rules for branches and tags, among the settings of a repository.
public final class ProtectionPages {
    private static final String YES = "yes";

    private final Node node;
    private final Found found;
    private final Rules rules;

    public ProtectionPages(Node node, Found found) {
        this.node = node;
        this.found = found;
        this.rules = node.protection().rules();
    }

    /// A rule in a list.
    ///
    /// @param told what it asks for, in a few words
    public record Line(String pattern, List<String> told, String url) {
        public Line {
            told = List.copyOf(told);
        }
    }

    private static String home(Repo repo) {
        return "/" + Urls.path(repo.path()) + "/settings/protection";
    }

    /// The list of rules.
    public void show(Visit visit) {
        show(visit, found.repo(visit, Right.ADMIN), 200, Form.EMPTY);
    }

    private void show(Visit visit, Repo repo, int status, Form form) {
        var view = node.refs().view(repo);
        var branches = rules.branches(repo).stream()
                .map(Rules.Kept::rule)
                .map(rule -> new Line(
                        rule.pattern().text(),
                        told(rule),
                        Urls.query(
                                home(repo) + "/rule", "pattern", rule.pattern().text())))
                .toList();
        var tags = rules.tags(repo).stream()
                .map(Rules.Kept::rule)
                .map(rule -> new Line(rule.pattern().text(), List.of(those(rule.allowed(), "tag")), ""))
                .toList();
        var values = new HashMap<String, Object>();
        values.put("repo", found.head(visit, repo, view, "branch", view.defaultBranch()));
        values.put("home", home(repo));
        values.put("branches", branches);
        values.put("tags", tags);
        values.put("form", form);
        values.put("fork", !repo.isProject());
        visit.show(status, "repo/protection.jte", text("repo.protection") + " · " + repo.path(), values);
    }

    private List<String> told(BranchRule rule) {
        var told = new ArrayList<String>();
        told.add(those(rule.push(), "push"));
        if (!(rule.merge() instanceof Who.Writers)) told.add(those(rule.merge(), "merge"));
        if (rule.approvals() > 0) told.add(text("repo.protection.approvals", rule.approvals()));
        switch (rule.checks()) {
            case Checks.None _ -> {}
            case Checks.Reported _ -> told.add(text("repo.protection.no-check-fails"));
            case Checks.Named(var names) -> told.add(text("repo.protection.checks", String.join(", ", names)));
        }
        if (rule.codeOwners()) told.add(text("repo.protection.owners-approve"));
        if (rule.blockOutdated()) told.add(text("repo.protection.up-to-date"));
        if (rule.linear()) told.add(text("repo.protection.no-merge-commits"));
        if (rule.signed()) told.add(text("repo.protection.signed-commits"));
        if (!rule.files().isEmpty()) told.add(text("repo.protection.some-files-stay"));
        if (rule.force()) told.add(text("repo.protection.may-be-taken-back"));
        if (rule.deletion()) told.add(text("repo.protection.may-be-deleted"));
        if (!rule.bindsAdmins()) told.add(text("repo.protection.administrators-may-otherwise"));
        return told;
    }

    /// @param what they may do: `push`, `merge`, or `tag`
    private String those(Who who, String what) {
        return switch (who) {
            case Who.Nobody _ -> text("repo.protection.nobody-may", what);
            case Who.Writers _ -> text("repo.protection.members-may", what);
            case Who.Listed _ -> {
                String names = names(who);
                yield names.isEmpty()
                        ? text("repo.protection.nobody-may", what)
                        : text("repo.protection.only-these-may", what, names);
            }
        };
    }

    private String names(Who who) {
        var known = node.people().byKeys(who.people());
        return who.people().stream()
                .flatMap(key -> Optional.ofNullable(known.get(key)).stream())
                .map(Person::name)
                .collect(Collectors.joining(" "));
    }

    /// The form of one rule, or of a new one.
    public void rule(Visit visit) {
        var repo = found.repo(visit, Right.ADMIN);
        String pattern = visit.query("pattern").orElse("");
        if (pattern.isEmpty()) {
            var now = node.refs().view(repo);
            boolean first = rules.branches(repo).isEmpty();
            var usual = new HashMap<>(values(BranchRule.usual(Glob.of("main"))));
            usual.put("pattern", first ? now.defaultBranch() : "");
            usual.put("was", "");
            show(visit, repo, 200, new Form(usual, Map.of()), "");
            return;
        }
        var rule = rules.branches(repo).stream()
                .map(Rules.Kept::rule)
                .filter(it -> it.pattern().text().equals(pattern))
                .findFirst()
                .orElseThrow(Stop::notFound);
        show(visit, repo, 200, new Form(values(rule), Map.of()), pattern);
    }

    private void show(Visit visit, Repo repo, int status, Form form, String was) {
        var view = node.refs().view(repo);
        var matching = was.isEmpty() ? List.<String>of() : matching(repo, was);
        visit.show(
                status,
                "repo/rule.jte",
                (was.isEmpty() ? text("repo.protection.new-rule") : was) + " · " + repo.path(),
                Map.of(
                        "repo",
                        found.head(visit, repo, view, "branch", view.defaultBranch()),
                        "home",
                        home(repo),
                        "form",
                        form,
                        "was",
                        was,
                        "matching",
                        matching));
    }

    /// The branches that a rule decides about now.
    private List<String> matching(Repo repo, String pattern) {
        return node.refs().view(repo).below("refs/heads/").keySet().stream()
                .map(ref -> ref.substring("refs/heads/".length()))
                .filter(name -> rules.branch(repo, name)
                        .filter(rule -> rule.pattern().text().equals(pattern))
                        .isPresent())
                .limit(20)
                .toList();
    }

    private Map<String, String> values(BranchRule rule) {
        var values = new HashMap<String, String>();
        values.put("was", rule.pattern().text());
        values.put("pattern", rule.pattern().text());
        who(values, "push", rule.push());
        who(values, "merge", rule.merge());
        who(values, "review", rule.reviewers());
        values.put("approvals", String.valueOf(rule.approvals()));
        values.put("stale", mark(rule.dismissStale()));
        values.put("rejected", mark(rule.blockRejected()));
        values.put("outdated", mark(rule.blockOutdated()));
        values.put(
                "checks",
                switch (rule.checks()) {
                    case Checks.None _ -> "none";
                    case Checks.Reported _ -> "reported";
                    case Checks.Named _ -> "named";
                });
        values.put("contexts", rule.checks() instanceof Checks.Named(var names) ? String.join("\n", names) : "");
        values.put("linear", mark(rule.linear()));
        values.put("signed", mark(rule.signed()));
        values.put("owners", mark(rule.codeOwners()));
        values.put("files", rule.files().stream().map(Glob::text).collect(Collectors.joining("\n")));
        values.put("force", mark(rule.force()));
        values.put("deletion", mark(rule.deletion()));
        values.put("admins", mark(rule.bindsAdmins()));
        return values;
    }

    private void who(Map<String, String> values, String field, Who who) {
        values.put(
                field,
                switch (who) {
                    case Who.Nobody _ -> "nobody";
                    case Who.Writers _ -> "writers";
                    case Who.Listed _ -> "listed";
                });
        values.put(field + "-names", names(who));
    }

    private static String mark(boolean it) {
        return it ? YES : "";
    }

    /// Keeps a rule.
    public void save(Visit visit) {
        var repo = found.repo(visit, Right.ADMIN);
        var form = visit.form(
                "was",
                "pattern",
                "push",
                "push-names",
                "merge",
                "merge-names",
                "review",
                "review-names",
                "approvals",
                "stale",
                "rejected",
                "outdated",
                "checks",
                "contexts",
                "linear",
                "signed",
                "owners",
                "files",
                "force",
                "deletion",
                "admins");
        var wrong = new HashMap<String, String>();
        var pattern = form.value("pattern").strip();
        Glob.objection(pattern).ifPresent(told -> wrong.put("pattern", told));
        var files = lines(form.value("files"));
        for (String file : files) Glob.objection(file).ifPresent(told -> wrong.put("files", file + ": " + told));
        var approvals = number(form.value("approvals"));
        if (approvals.isEmpty() || approvals.get() > BranchRule.APPROVALS_MAX)
            wrong.put("approvals", text("repo.rule.number-of-approvals", BranchRule.APPROVALS_MAX));
        var push = who(form, "push", wrong);
        var merge = who(form, "merge", wrong);
        var reviewers = who(form, "review", wrong);
        var names = lines(form.value("contexts"));
        if (form.value("checks").equals("named") && names.isEmpty())
            wrong.put("contexts", text("repo.rule.name-a-check"));
        for (String name : names) Glob.objection(name).ifPresent(told -> wrong.put("contexts", name + ": " + told));
        String was = form.value("was");
        if (!wrong.isEmpty()) {
            show(visit, repo, 422, form.wrong(wrong), was);
            return;
        }
        var rule = new BranchRule(
                Glob.of(pattern),
                push,
                merge,
                reviewers,
                is(form, "force"),
                is(form, "deletion"),
                approvals.get(),
                is(form, "stale"),
                is(form, "rejected"),
                is(form, "outdated"),
                switch (form.value("checks")) {
                    case "named" -> new Checks.Named(names);
                    case "reported" -> new Checks.Reported();
                    default -> new Checks.None();
                },
                is(form, "linear"),
                is(form, "signed"),
                is(form, "owners"),
                files.stream().map(Glob::of).toList(),
                is(form, "admins"));
        boolean taken = was.isEmpty()
                && rules.branches(repo).stream()
                        .anyMatch(it -> it.rule().pattern().text().equals(pattern));
        var answer = taken
                ? Answer.invalid(text("repo.rule.there-is-one-already", pattern))
                : rules.set(repo, visit.signedIn(), rule, Optional.of(was).filter(it -> !it.isEmpty()));
        if (answer instanceof Answer.Refused(var _, var _, String told))
            show(visit, repo, 422, form.wrong("pattern", told), was);
        else visit.go(home(repo), Notice.SAVED);
    }

    private static boolean is(Form form, String field) {
        return form.value(field).equals(YES);
    }

    private static Optional<Integer> number(String text) {
        if (text.isBlank()) return Optional.of(0);
        return text.strip().matches("[0-9]{1,4}") ? Optional.of(Integer.parseInt(text.strip())) : Optional.empty();
    }

    private static List<String> lines(String text) {
        return text.lines()
                .map(String::strip)
                .filter(it -> !it.isEmpty())
                .distinct()
                .toList();
    }

    private Who who(Form form, String field, Map<String, String> wrong) {
        return switch (form.value(field)) {
            case "writers" -> new Who.Writers();
            case "listed" -> {
                var keys = new ArrayList<DidKey>();
                for (String name : names(form.value(field + "-names"))) {
                    var person = node.people().find(name);
                    if (person.isEmpty()) wrong.put(field + "-names", text("repo.rule.no-such-account", name));
                    else keys.add(person.get().key());
                }
                if (keys.isEmpty()) wrong.putIfAbsent(field + "-names", text("repo.rule.name-an-account"));
                yield new Who.Listed(keys);
            }
            default -> new Who.Nobody();
        };
    }

    private static List<String> names(String text) {
        return Stream.of(text.split("[\\s,@]+"))
                .filter(it -> !it.isEmpty())
                .limit(Who.PEOPLE_MAX)
                .toList();
    }

    /// Takes a rule away.
    public void forget(Visit visit) {
        var repo = found.repo(visit, Right.ADMIN);
        settle(visit, repo, rules.forgetBranch(repo, visit.signedIn(), visit.field("pattern")));
    }

    private static void settle(Visit visit, Repo repo, Answer answer) {
        if (answer instanceof Answer.Refused(var reason, var _, String told))
            throw new Stop(reason == Answer.Reason.MISSING ? 404 : 409, told);
        visit.go(home(repo));
    }

    /// Keeps a rule for tags.
    public void saveTags(Visit visit) {
        var repo = found.repo(visit, Right.ADMIN);
        var form = visit.form("tags", "allowed", "allowed-names");
        var wrong = new HashMap<String, String>();
        String pattern = form.value("tags").strip();
        Glob.objection(pattern).ifPresent(told -> wrong.put("tags", told));
        var who = who(form, "allowed", wrong);
        if (wrong.isEmpty()) {
            var answer = rules.set(repo, visit.signedIn(), new TagRule(Glob.of(pattern), who), Optional.empty());
            if (answer instanceof Answer.Refused(var _, var _, String told)) wrong.put("tags", told);
        }
        if (wrong.isEmpty()) visit.go(home(repo) + "#tags", Notice.SAVED);
        else show(visit, repo, 422, form.wrong(wrong));
    }

    /// Takes a rule for tags away.
    public void forgetTags(Visit visit) {
        var repo = found.repo(visit, Right.ADMIN);
        settle(visit, repo, rules.forgetTag(repo, visit.signedIn(), visit.field("pattern")));
    }
}
