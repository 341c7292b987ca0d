package dev.hob.web.people;

import static dev.hob.web.text.Messages.text;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.node.Node;
import dev.hob.node.code.CodePath;
import dev.hob.node.code.Commits;
import dev.hob.node.code.FileChange;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The files that a new repository may begin with: a README, a licence, and what git should not look at.
public final class Starters {
    private static final String MESSAGE = "Begin";

    /// A choice in a list.
    public record Choice(String id, String name) {}

    private static final List<String> LICENCES = List.of("MIT", "Apache-2.0", "MPL-2.0", "GPL-3.0-or-later", "CC0-1.0");
    private static final Map<String, List<String>> IGNORED = new LinkedHashMap<>();

    static {
        IGNORED.put("C", List.of("*.o", "*.a", "*.so", "*.d", "build/", "compile_commands.json"));
        IGNORED.put("Go", List.of("/bin/", "*.test", "*.out", "go.work"));
        IGNORED.put("Java", List.of("target/", "build/", ".gradle/", "*.class", "hs_err_pid*.log"));
        IGNORED.put("JavaScript", List.of("node_modules/", "dist/", "coverage/", "*.log", ".env"));
        IGNORED.put("Python", List.of("__pycache__/", "*.py[cod]", ".venv/", "dist/", "*.egg-info/", ".pytest_cache/"));
        IGNORED.put("Rust", List.of("/target/", "**/*.rs.bk"));
        IGNORED.put("TeX", List.of("*.aux", "*.log", "*.out", "*.toc", "*.synctex.gz"));
    }

    private Starters() {}

    static List<Choice> licences() {
        return List.of(
                new Choice("MIT", text("people.licence-mit")),
                new Choice("Apache-2.0", text("people.licence-apache")),
                new Choice("MPL-2.0", text("people.licence-mozilla")),
                new Choice("GPL-3.0-or-later", text("people.licence-gpl")),
                new Choice("CC0-1.0", text("people.licence-cc0")));
    }

    static List<Choice> ignores() {
        var choices = new ArrayList<Choice>();
        for (String language : IGNORED.keySet()) choices.add(new Choice(language, language));
        return List.copyOf(choices);
    }

    /// What somebody wants a repository to begin with.
    ///
    /// @param licence the id of a choice; empty for none
    /// @param ignores the ids of choices
    public record Wish(boolean readme, String licence, List<String> ignores) {
        public Wish {
            ignores = List.copyOf(ignores);
        }

        /// The field of which there is no such choice, if there is one.
        public Optional<String> unknown() {
            if (!licence.isEmpty() && !LICENCES.contains(licence)) return Optional.of("license");
            return IGNORED.keySet().containsAll(ignores) ? Optional.empty() : Optional.of("gitignores");
        }
    }

    /// Makes the first commit of a repository, when anything was wanted. Says why it stays empty, if it does.
    public static Optional<String> commit(Node node, Repo repo, Person by, Wish wish, Instant now) {
        var changes = files(repo, by, wish, now).entrySet().stream()
                .<FileChange>map(file -> new FileChange.Create(
                        CodePath.ROOT.resolve(file.getKey()), file.getValue().getBytes(UTF_8)))
                .toList();
        if (changes.isEmpty()) return Optional.empty();
        var signer = Commits.Signer.of(by);
        var draft = new Commits.Draft(repo.defaultBranch(), Optional.empty(), MESSAGE, signer, signer, changes);
        return switch (node.commits().commit(repo, by, draft)) {
            case Commits.Outcome.Done _ -> Optional.empty();
            case Commits.Outcome.Missing(String told) -> Optional.of(told);
            case Commits.Outcome.Clash(var _, String told) -> Optional.of(told);
            case Commits.Outcome.Refused(String told) -> Optional.of(told);
            case Commits.Outcome.Forbidden(String told) -> Optional.of(told);
            case Commits.Outcome.Stale(String told) -> Optional.of(told);
        };
    }

    private static Map<String, String> files(Repo repo, Person owner, Wish wish, Instant now) {
        var files = new LinkedHashMap<String, String>();
        var ignored = wish.ignores().stream()
                .flatMap(it -> IGNORED.getOrDefault(it, List.of()).stream())
                .distinct()
                .toList();
        if (!ignored.isEmpty()) files.put(".gitignore", String.join("\n", ignored) + "\n");
        if (!wish.licence().isEmpty()) files.put("LICENSE", licence(wish.licence(), owner, now));
        String about = repo.description().isEmpty() ? "" : "\n" + repo.description() + "\n";
        if (wish.readme()) files.put("README.md", "# " + repo.name() + "\n" + about);
        return files;
    }

    private static String licence(String id, Person owner, Instant now) {
        try (var in = Starters.class.getResourceAsStream("licences/" + id + ".txt")) {
            if (in == null) throw new AssertionError("the licence " + id + " belongs to the house");
            return new String(in.readAllBytes(), UTF_8)
                    .replace(
                            "[year]",
                            String.valueOf(now.atOffset(ZoneOffset.UTC).getYear()))
                    .replace("[owner]", owner.shown());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the licence " + id, e);
        }
    }
}
