package dev.hob.web.mcp;

import dev.hob.node.Node;
import dev.hob.node.code.CodePath;
import dev.hob.node.issue.Issue;
import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.node.people.Viewer;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import dev.hob.web.html.Stop;
import java.util.Optional;

/// One call of a tool: who asks, and what they said. Owned by one request.
record Asked(Node node, Client client, Arguments arguments) {
    static final Parameter REPOSITORY =
            new Parameter.Text("repository", "The repository, as owner/name, such as alice/tea", true, 200);
    static final Parameter REF = new Parameter.Text(
            "ref",
            "A branch, a tag or a commit's id; also pull/<number>/head. The default branch when left out",
            false,
            500);
    static final Parameter NUMBER = new Parameter.Text(
            "number",
            "Its number as a text, such as \"12\"; or the id, of at least 7 digits, of one without",
            true,
            40);
    static final int NAME_SHOWN_MAX = 200;

    Viewer viewer() {
        return client.viewer();
    }

    /// The account whose token it is.
    Person person() {
        return viewer().person().orElseThrow(() -> new AssertionError("nobody asks without a token"));
    }

    /// The repository that was named, for what a token of this scope may read of it.
    Repo repo(Scope scope) {
        String named = arguments.text("repository");
        String[] parts = named.split("/", -1);
        if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty())
            throw new Stop(422, "A repository is named owner/name, such as alice/tea.");
        return node.repos()
                .find(parts[0], parts[1])
                .map(Repos.Found::repo)
                .filter(it -> isSeen(it, scope))
                .orElseThrow(() -> new Stop(
                        404,
                        "There is no repository " + Plain.line(named, NAME_SHOWN_MAX)
                                + ", or this token may not see it. list_repositories names those that it sees."));
    }

    /// The same where people talk: what is said of a fork that is a namespace is said of its project.
    Repo project(Scope scope) {
        var repo = repo(scope);
        if (repo.isProject()) return repo;
        String project = node.repos()
                .project(repo.rid())
                .filter(it -> isSeen(it, scope))
                .map(it -> ", " + it.path())
                .orElse("");
        throw new Stop(
                404, repo.path() + " is a fork: its issues and pull requests are those of its project" + project + ".");
    }

    /// Unlike by the API, a token for some repositories sees nothing of others, however public: who gives an assistant
    /// such a token wants it to read nothing else.
    boolean isSeen(Repo repo, Scope scope) {
        return viewer().grant().reaches(repo.id()) && node.access().may(viewer(), Right.READ, repo, scope);
    }

    /// The issue or pull request that was named.
    Issue issue(Repo repo) {
        String named = arguments.text("number");
        var reading = node.tracking().reading();
        var found = named.matches("\\d{1,15}")
                ? reading.find(repo.rid(), Long.parseLong(named))
                : named.matches("[0-9a-f]{7,40}") ? reading.beginning(repo.rid(), named) : Optional.<Issue>empty();
        return found.orElseThrow(
                () -> new Stop(404, "Nothing in " + repo.path() + " has the number " + Plain.line(named, 40) + "."));
    }

    /// The path that was named; the root when none was.
    CodePath path() {
        return arguments.perhaps("path").map(Asked::parsed).orElse(CodePath.ROOT);
    }

    private static CodePath parsed(String text) {
        return CodePath.parse(text)
                .orElseThrow(() -> new Stop(
                        422, "A path goes from the first folder down, such as src/Main.java, without . and .. in it."));
    }

    /// Where something of a repository is to be read by people.
    String page(Repo repo, Issue issue) {
        return client.base() + "/" + repo.path() + (issue.isPatch() ? "/pulls/" : "/issues/") + issue.path();
    }
}
