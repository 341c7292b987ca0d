package dev.hob.web.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.cob.CodeLocation;
import dev.hob.node.cob.CodeRange;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Issues;
import dev.hob.node.issue.Verdict;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.patch.Patches;
import dev.hob.node.patch.Source;
import dev.hob.node.people.AccessTokens;
import dev.hob.node.people.Grant;
import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Repo;
import dev.hob.web.Site;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;

/// A searched node with `alice`, her public `tea` and her private `secret`, each with code, an issue and a pull
/// request; `bob`, who talks; and `mallory`, who was not asked.
final class Library implements AutoCloseable {
    /// Is in everything that is private, and nowhere else.
    static final String WORD = "zanzibar";

    final Site site;
    final Person alice;
    final Person bob;
    final Person mallory;
    final Repo tea;
    final Repo secret;
    private int tokens;

    Library(Path data) throws Exception {
        site = Site.searched(data);
        alice = site.person("alice");
        bob = site.person("bob");
        mallory = site.person("mallory");
        tea = filled("tea", false, "kettle");
        secret = filled("secret", true, WORD);
        await();
    }

    private Repo filled(String name, boolean isPrivate, String word) throws Exception {
        var made = site.repository(alice, name, isPrivate, "All about " + word);
        var first = Map.of("README.md", "# " + word + "\n\nBoil it.\n", "src/Pot.java", pot(word, "cold"));
        site.pushText(made, "main", "Begin with " + word, first);
        var fixed = Map.of("README.md", "# " + word + "\n\nBoil it.\n", "src/Pot.java", pot(word, "hot"));
        site.pushText(made, "fix", "Heat the " + word + "\n\nAt length.", fixed);
        var repo = site.node.repos().byId(made.id()).orElseThrow();
        var issues = site.node.tracking().issues();
        var issue =
                done(issues.open(repo, alice, Issues.Opening.of("The " + word + " leaks", "It drips from " + word)));
        var speaker = isPrivate ? alice : bob;
        done(issues.comment(repo, speaker, issue, "I saw " + word + " as well", Optional.empty(), List.of()));
        var head = site.node.refs().view(repo).refs().get("refs/heads/fix");
        var patches = site.node.pulls().patches();
        var pull = done(patches.open(
                repo,
                alice,
                Patches.Opening.of(
                        "Heat the " + word, "Hot " + word, "main", head, Optional.of(new Source(repo.id(), "fix")))));
        var at = new CodeLocation(head, "src/Pot.java", Optional.empty(), Optional.of(new CodeRange.Lines(1, 2)));
        var revision =
                site.node.pulls().reading().find(repo.rid(), pull).orElseThrow().revision();
        done(patches.review(
                repo,
                speaker,
                pull,
                revision,
                "Fine " + word,
                isPrivate ? Optional.empty() : Optional.of(Verdict.ACCEPT),
                List.of(new Patches.Remark(Optional.of(at), "Why this " + word + "?"))));
        return repo;
    }

    private static String pot(String word, String heat) {
        return "class " + word.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + word.substring(1) + " {\n"
                + "    String heat = \"" + heat + "\";\n}\n";
    }

    static ObjectId done(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Done.class);
        return ((Answer.Done) answer).entry();
    }

    /// Waits until all that happened can be found.
    private void await() {
        assertThat(site.search.orElseThrow().indexer().await(Duration.ofSeconds(30)))
                .as("indexed in time")
                .isTrue();
    }

    String token(Person person, Scope... scopes) {
        return token(person, new Grant(Arrays.stream(scopes).collect(Collectors.toSet()), Optional.empty()));
    }

    /// One that reaches one repository only.
    String token(Person person, Repo repo, Scope... scopes) {
        return token(
                person,
                new Grant(
                        Arrays.stream(scopes).collect(Collectors.toSet()),
                        Optional.of(Set.<RepositoryId>of(repo.id()))));
    }

    private String token(Person person, Grant grant) {
        var made = site.node.tokens().create(person, "t" + tokens++, grant, Optional.empty());
        return ((AccessTokens.Creation.Created) made).secret().text();
    }

    /// Somebody's assistant that may read.
    Assistant reader(Person person) {
        return new Assistant(site.web.localUrl(), token(person, Scope.READ_REPOSITORY, Scope.READ_ISSUE));
    }

    Assistant assistant(String token) {
        return new Assistant(site.web.localUrl(), token);
    }

    @Override
    public void close() {
        site.close();
    }
}
