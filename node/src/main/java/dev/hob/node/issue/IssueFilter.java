package dev.hob.node.issue;

import dev.hob.node.db.Like;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;

/// A query as conditions on a row `i`.
final class IssueFilter {
    private static final String ASKED = " and exists (select 1 from issue_reviewer a join person p on p.did = a.did"
            + " where a.rid = i.rid and a.issue = i.id and p.name = :%s and a.given >="
            + " (select coalesce(sum(r.versions), 0) from patch_review r"
            + " where r.rid = a.rid and r.patch = a.issue and (coalesce(r.acting, r.author) = a.did"
            + " or coalesce(r.acting, r.author) in (select d.did from device_key d where d.person = p.id))))";

    private final StringBuilder sql = new StringBuilder();
    private final Map<String, Object> bindings = new HashMap<>();

    IssueFilter(IssueQuery query, Narrow narrow) {
        narrow.since().ifPresent(at -> add(" and i.updated >= :%s", at.toEpochMilli()));
        narrow.before().ifPresent(at -> add(" and i.updated < :%s", at.toEpochMilli()));
        narrow.milestones().ifPresent(this::under);
        narrow.reviewer().ifPresent(name -> add(ASKED, name));
        narrow.targets().ifPresent(this::into);
        query.patches().ifPresent(it -> sql.append(" and i.is_patch = " + it));
        query.open().ifPresent(open -> sql.append(" and i.is_open = " + open));
        query.reason().ifPresent(reason -> add(" and i.state = :%s", reason.name()));
        for (String label : query.labels())
            add(
                    " and exists (select 1 from issue_label l where l.rid = i.rid and l.issue = i.id and l.name = :%s)",
                    label);
        for (String label : query.notLabels())
            add(
                    " and not exists (select 1 from issue_label l"
                            + " where l.rid = i.rid and l.issue = i.id and l.name = :%s)",
                    label);
        query.author()
                .ifPresent(name -> add(
                        " and i.author in (select p.did from person p where p.name = :%1$s union all select d.did"
                                + " from device_key d join person p on p.id = d.person where p.name = :%1$s)",
                        name));
        query.assignee()
                .ifPresent(name -> add(
                        " and exists (select 1 from issue_assignee a join person p on p.did = a.did"
                                + " where a.rid = i.rid and a.issue = i.id and p.name = :%s)",
                        name));
        query.mentions()
                .ifPresent(name -> add(
                        " and exists (select 1 from issue_mention m"
                                + " where m.rid = i.rid and m.issue = i.id and m.name = :%s)",
                        name));
        query.milestone()
                .ifPresent(title -> add(
                        " and i.milestone in (select m.id from milestone m where m.rid = i.rid and m.title = :%s)",
                        title));
        offered(query.offered());
        if (query.noLabel())
            sql.append(" and not exists (select 1 from issue_label l where l.rid = i.rid and l.issue = i.id)");
        if (query.noAssignee())
            sql.append(" and not exists (select 1 from issue_assignee a where a.rid = i.rid and a.issue = i.id)");
        if (query.noMilestone()) sql.append(" and i.milestone is null");
        for (String word : query.words())
            add(
                    " and (lower(i.title) like :%1$s escape '!' or exists (select 1 from issue_event e"
                            + " where e.rid = i.rid and e.issue = i.id and e.kind = 'comment'"
                            + " and lower(e.body) like :%1$s escape '!'))",
                    Like.within(word));
    }

    private void offered(IssueQuery.Offered wanted) {
        if (wanted.merged()) sql.append(patch("p.state = 'MERGED'"));
        wanted.draft().ifPresent(draft -> sql.append(patch(draft ? "p.state = 'DRAFT'" : "p.state <> 'DRAFT'")));
        wanted.base()
                .ifPresent(branch -> add(
                        patch("(p.target = :%1$s or (p.target = '' and exists (select 1 from repository r"
                                + " where r.rid = p.rid and r.fork_of is null and r.default_branch = :%1$s)))"),
                        branch));
        wanted.head().ifPresent(branch -> add(patch("p.source_branch = :%s"), branch));
        wanted.review()
                .ifPresent(review -> sql.append(
                        switch (review) {
                            case APPROVED -> patch(judged("ACCEPT") + " and not " + judged("REJECT"));
                            case CHANGES -> patch(judged("REJECT"));
                            case NONE -> patch("not " + judged("ACCEPT") + " and not " + judged("REJECT"));
                        }));
    }

    private static String patch(String condition) {
        return " and exists (select 1 from patch p where p.rid = i.rid and p.id = i.id and " + condition + ")";
    }

    /// Whether somebody thinks so of what is offered now, and a member has not said that it counts no more.
    private static String judged(String verdict) {
        return "exists (select 1 from patch_review v where v.rid = p.rid and v.patch = p.id"
                + " and v.revision = p.revision and v.verdict = '" + verdict + "' and v.redacted = false"
                + " and not exists (select 1 from review_dismissal d where d.rid = v.rid and d.issue = v.patch"
                + " and d.review = v.id and d.version = v.versions))";
    }

    private void under(List<ObjectId> milestones) {
        String any = any(milestones.stream().map(ObjectId::name).toList());
        sql.append(milestones.isEmpty() ? " and 1 = 0" : " and i.milestone in (" + any + ")");
    }

    private void into(List<String> targets) {
        sql.append(" and exists (select 1 from patch p where p.rid = i.rid and p.id = i.id and p.target in (")
                .append(any(targets))
                .append("))");
    }

    /// The names of some values, bound.
    private String any(List<String> values) {
        var any = new StringBuilder();
        for (String value : values) {
            String name = "f" + bindings.size();
            any.append(any.isEmpty() ? ":" : ", :").append(name);
            bindings.put(name, value);
        }
        return any.toString();
    }

    private void add(String condition, Object value) {
        String name = "f" + bindings.size();
        sql.append(String.format(java.util.Locale.ROOT, condition, name));
        bindings.put(name, value);
    }

    String sql() {
        return sql.toString();
    }

    Map<String, Object> bindings() {
        return bindings;
    }

    boolean isEverything() {
        return sql.isEmpty();
    }
}
