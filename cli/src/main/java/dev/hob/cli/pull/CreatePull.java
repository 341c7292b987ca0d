package dev.hob.cli.pull;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Editor;
import dev.hob.cli.remote.GitCall;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Place;
import dev.hob.cli.remote.RepositoryErrand;
import dev.hob.cli.remote.Text;
import dev.hob.cli.remote.Unable;
import dev.hob.cli.remote.Writing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `hob pr create`.
@Command(
        name = "create",
        description = {
            "Pushes this branch and asks for its commits to be taken; without --title in your editor.",
            "Where you may not write, they are pushed for the branch (refs/for), and nothing else of yours is there."
        })
final class CreatePull extends RepositoryErrand {
    private static final int LISTED_MAX = 50;

    @Option(
            names = {"-t", "--title"},
            paramLabel = "TEXT")
    Optional<String> title = Optional.empty();

    @Mixin
    Writing writing = new Writing();

    @Option(
            names = {"-f", "--fill"},
            description = "Takes title and text from the commits.")
    boolean fill;

    @Option(
            names = {"-B", "--base"},
            paramLabel = "BRANCH",
            description = "Into which branch (default: the repository's default branch).")
    Optional<String> base = Optional.empty();

    @Option(
            names = {"-H", "--head"},
            paramLabel = "BRANCH",
            description = "From a branch that is at the node already, or OWNER:BRANCH; nothing is pushed.")
    Optional<String> head = Optional.empty();

    @Option(
            names = {"-d", "--draft"},
            description = "Not meant to be merged yet.")
    boolean draft;

    @Option(
            names = {"-l", "--label"},
            paramLabel = "LABEL",
            split = ",",
            description = "May be repeated.")
    List<String> labels = List.of();

    @Option(
            names = {"-a", "--assignee"},
            paramLabel = "ACCOUNT",
            split = ",",
            description = "Whose task it is; @me is you. May be repeated.")
    List<String> assignees = List.of();

    @Option(
            names = {"-r", "--reviewer"},
            paramLabel = "ACCOUNT",
            split = ",",
            description = "Whose review is wanted; may be repeated.")
    List<String> reviewers = List.of();

    @Option(
            names = {"-m", "--milestone"},
            paramLabel = "TITLE")
    Optional<String> milestone = Optional.empty();

    @Option(
            names = "--to",
            paramLabel = "REPOSITORY",
            description = "To a repository of another server: its handle (@owner.name@host), or its address."
                    + " The branch is pushed to this one, and offered there.")
    Optional<String> to = Optional.empty();

    CreatePull(Desk desk) {
        super(desk);
    }

    /// What it is called, and what it says.
    private record Words(String title, String body) {
        /// The first line is the title.
        static Words of(String text) {
            int end = text.indexOf('\n');
            String first = end < 0 ? text : text.substring(0, end);
            return new Words(
                    first.replaceFirst("\\A#+ ", "").strip(),
                    end < 0 ? "" : text.substring(end).strip());
        }
    }

    @Override
    protected int run(Place place, Client client) {
        var given = writing.given(screen());
        if (given.isPresent() && title.isEmpty() && !fill) throw misused("say --title TEXT");
        place.account();
        var pulls = new Pulls(place, client);
        var git = new GitCall(screen());
        if (to.isPresent()) return elsewhere(place, client, git, given, to.get());
        var repository = pulls.repository();
        String into = base.or(() -> repository.text("default_branch")).orElse("main");
        String from = head.or(() -> git.ask("branch", "--show-current"))
                .orElseThrow(() -> new Unable("you stand on no branch: git switch -c NAME, or say --head BRANCH"));
        if (from.equals(into)) throw new Unable("you stand on " + into + ": git switch -c NAME first");
        boolean writes =
                repository.at("permissions").filter(it -> it.flag("push")).isPresent();
        // What may be refused is asked before anybody writes a text.
        var common = Json.fields()
                .with("labels", pulls.labels(labels))
                .withTexts("assignees", assignees.stream().map(pulls::person).toList())
                .withTexts("reviewers", reviewers.stream().map(pulls::person).toList())
                .with("draft", draft);
        if (milestone.isPresent()) common = common.with("milestone", pulls.milestone(milestone.get()));
        var fields = common.with("base", into);
        boolean offers = head.isEmpty() && !writes;
        if (title.isPresent() || fill) {
            var suggested = suggested(git, place, into);
            var words = new Words(title.orElse(suggested.title()), given.orElse(fill ? suggested.body() : ""));
            told(offers ? offer(git, pulls, from, into, words, fields) : open(git, pulls, from, words, fields));
            return 0;
        }
        var suggested = suggested(git, place, into);
        var draft = new Editor(screen())
                .edit(
                        "pull",
                        (suggested.title() + "\n\n" + suggested.body()).strip(),
                        "A pull request from " + from + " into " + into + " of " + place.path()
                                + ".\nThe first line is its title; below it, what it is about, in Markdown."
                                + " To take what the commits say as it is: --fill.");
        try {
            var words = Words.of(draft.text());
            told(offers ? offer(git, pulls, from, into, words, fields) : open(git, pulls, from, words, fields));
        } catch (Unable e) {
            throw draft.kept(e);
        }
        draft.sent();
        return 0;
    }

    /// Offers the branch to a repository of another server. What becomes of it is seen later.
    private int elsewhere(Place place, Client client, GitCall git, Optional<String> given, String other) {
        boolean extras =
                draft || milestone.isPresent() || !labels.isEmpty() || !assignees.isEmpty() || !reviewers.isEmpty();
        if (extras) throw misused("what is offered to another server has a title, a text and branches, and no more");
        if (title.isEmpty() && !fill) throw misused("say --title TEXT, or --fill");
        String from = head.or(() -> git.ask("branch", "--show-current"))
                .orElseThrow(() -> new Unable("you stand on no branch: git switch -c NAME, or say --head BRANCH"));
        var suggested = suggested(git, place, base.orElse("main"));
        var words = new Words(title.orElse(suggested.title()), given.orElse(fill ? suggested.body() : ""));
        if (words.title().isEmpty()) throw new Unable("a pull request needs a title");
        if (head.isEmpty()) {
            String remote = desk().remoteTo(place).orElse(place.cloneUrl());
            git.must(Optional.of(place), List.of("push", "--quiet", "--", remote, "HEAD:refs/heads/" + from));
        }
        var offered = client.post(
                        "/federation/pulls",
                        Json.fields()
                                .with("repository", place.path())
                                .with("head", from)
                                .with("to", other)
                                .withGiven("base", base)
                                .with("title", words.title())
                                .with("body", words.body()))
                .must();
        if (asJson()) tell(offered);
        else screen().out(Text.line("offered to " + offered.text("to").orElse(other)));
        return 0;
    }

    /// What the commits say of themselves.
    private Words suggested(GitCall git, Place place, String into) {
        String remote = desk().remoteTo(place).orElse("origin");
        var subjects = git.ask("log", "--reverse", "--format=%s", "refs/remotes/" + remote + "/" + into + "..HEAD")
                .map(it -> it.lines().toList())
                .orElse(List.of());
        if (subjects.size() <= 1)
            return Words.of(git.ask("log", "-1", "--format=%B").orElse(""));
        String branch = git.ask("branch", "--show-current").orElse("");
        String name =
                branch.substring(branch.lastIndexOf('/') + 1).replace('-', ' ').replace('_', ' ');
        String called =
                name.isEmpty() ? subjects.getFirst() : Character.toUpperCase(name.charAt(0)) + name.substring(1);
        return new Words(
                called, subjects.stream().limit(LISTED_MAX).map(it -> "- " + it).collect(Collectors.joining("\n")));
    }

    private Pull open(GitCall git, Pulls pulls, String from, Words words, Json.Fields fields) {
        var place = pulls.place();
        if (head.isEmpty()) {
            String to = desk().remoteTo(place).orElse(place.cloneUrl());
            git.must(Optional.of(place), List.of("push", "--quiet", "--", to, "HEAD:refs/heads/" + from));
        }
        return pulls.create(
                fields.with("head", from).with("title", words.title()).with("body", words.body()));
    }

    /// Pushes for the branch; the node makes a pull request of it, or the next revision of the one that there is.
    private Pull offer(GitCall git, Pulls pulls, String topic, String into, Words words, Json.Fields fields) {
        var place = pulls.place();
        if (words.title().isEmpty()) throw new Unable("a pull request needs a title");
        var command = new ArrayList<>(List.of("push", "--quiet", "-o", "title=" + words.title()));
        if (draft) command.addAll(List.of("-o", "draft=true"));
        String to = desk().remoteTo(place).orElse(place.cloneUrl());
        command.addAll(List.of("--", to, "HEAD:refs/for/" + into + "/" + topic));
        git.must(Optional.of(place), command);
        var pull = pulls.from(place.account() + ":" + topic)
                .orElseThrow(() -> new Unable("it was pushed, but " + place.node() + " tells of no pull request"));
        // A push option has one line; the rest is said afterwards.
        var said = words.body().isEmpty()
                ? pull
                : pulls.change(pull.number(), Json.fields().with("body", words.body()));
        if (!reviewers.isEmpty())
            pulls.post(
                    pull.number(), "/requested_reviewers", Json.fields().with("reviewers", fields.items("reviewers")));
        if (!labels.isEmpty() || !assignees.isEmpty() || milestone.isPresent())
            screen().err("hob: labels, milestone and whose task it is are for members to say, and were left out");
        return said;
    }

    private void told(Pull pull) {
        if (asJson()) tell(pull.json());
        else screen().out(pull.url());
    }
}
