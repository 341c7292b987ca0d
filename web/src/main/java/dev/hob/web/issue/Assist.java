package dev.hob.web.issue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hob.node.Node;
import dev.hob.node.issue.Issue;
import dev.hob.node.people.Person;
import dev.hob.web.html.Visit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;

/// What somebody who writes may mean by `@al` or `#12`, for the script of the editor.
public final class Assist {
    private static final int OFFERED_MAX = 8;
    private static final int TYPED_MAX = 60;

    private final Node node;
    private final Finding finding;
    private final ListPages lists;

    Assist(Node node, Finding finding, ListPages lists) {
        this.node = node;
        this.finding = finding;
        this.lists = lists;
    }

    /// Answers with a list of what it may be: what is put in the text, and what it is.
    public void complete(Visit visit) {
        var here = finding.speaker(visit);
        String typed = visit.query("q").orElse("");
        var json = JsonNodeFactory.instance.arrayNode();
        if (typed.length() > 1 + TYPED_MAX || typed.isEmpty()) {
            // Nothing is called so.
        } else if (typed.charAt(0) == '@') {
            people(here, typed.substring(1).toLowerCase(Locale.ROOT)).values().forEach(person -> json.addObject()
                    .put("put", "@" + person.name())
                    .put("what", person.displayName()));
        } else if (typed.charAt(0) == '#') {
            for (var issue : issues(here, typed.substring(1)))
                json.addObject().put("put", issue.handle()).put("what", issue.title());
        }
        visit.context()
                .contentType("application/json; charset=utf-8")
                .header("Cache-Control", "no-store")
                .result(json.toString());
    }

    /// Those who work on it first, then everybody of that name.
    private LinkedHashMap<String, Person> people(Here here, String typed) {
        var found = new LinkedHashMap<String, Person>();
        for (String name : lists.people(here.repo())) {
            if (!name.startsWith(typed) || found.size() >= OFFERED_MAX) continue;
            node.people().find(name).ifPresent(it -> found.put(name, it));
        }
        if (!typed.isEmpty())
            for (var person : node.people().matching(typed, false, "", OFFERED_MAX))
                if (found.size() < OFFERED_MAX) found.putIfAbsent(person.name(), person);
        return found;
    }

    private LinkedHashSet<Issue> issues(Here here, String typed) {
        var found = new LinkedHashSet<Issue>();
        var reading = node.tracking().reading();
        if (typed.matches("[1-9]\\d{0,8}"))
            reading.find(here.rid(), Long.parseLong(typed)).ifPresent(found::add);
        for (var issue : reading.titled(here.rid(), typed, OFFERED_MAX))
            if (found.size() < OFFERED_MAX) found.add(issue);
        return found;
    }
}
