package dev.hob.web.patch;

import dev.hob.node.Node;
import dev.hob.node.issue.Issue;
import dev.hob.node.patch.PatchReading.Revised;
import dev.hob.web.html.Faces;
import dev.hob.web.html.Stop;
import dev.hob.web.issue.Finding;
import dev.hob.web.issue.Here;
import dev.hob.web.issue.PullLook;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A pull request that somebody looks at, and the revision that they mean.
///
/// @param revisions those that were not taken back
record Seen(Here here, Issue issue, PullLook pull, Faces faces, List<Revised> revisions, Revised revision) {
    /// Finds it.
    ///
    /// @param asked the number or the id of a revision; the newest that counts when it is empty
    static Seen of(Node node, Finding finding, Looks looks, Here here, String asked) {
        var issue = PullActs.pull(finding, here);
        var faces = new Faces(node.people());
        var pull = looks.of(here, issue, faces);
        var revisions = node.pulls().reading().revisions(here.rid(), issue.id()).stream()
                .filter(it -> !it.redacted())
                .toList();
        var revision = revisions.stream()
                .filter(it -> asked.isEmpty()
                        ? it.id().equals(pull.patch().revision())
                        : String.valueOf(it.number()).equals(asked)
                                || it.id().name().equals(asked))
                .findFirst()
                .orElseThrow(Stop::notFound);
        return new Seen(here, issue, pull, faces, revisions, revision);
    }

    /// A revision by its number.
    Optional<Revised> revision(String number) {
        return revisions.stream()
                .filter(it -> String.valueOf(it.number()).equals(number))
                .findFirst();
    }

    /// What each of its pages shows.
    Map<String, Object> values(Finding finding) {
        var values = new HashMap<String, Object>();
        values.put("repo", finding.head(here));
        values.put("issue", issue);
        values.put("pull", pull);
        values.put("url", here.page(issue));
        values.put("author", faces.of(issue.author()));
        values.put("revisions", revisions);
        values.put("revision", revision);
        return values;
    }

    /// The title of a page.
    String title(String what) {
        return what + " · " + issue.title() + " · " + issue.handle() + " · "
                + here.repo().path();
    }
}
