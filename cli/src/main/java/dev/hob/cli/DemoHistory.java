package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.cli.DemoCode.Language;
import dev.hob.node.log.RefMove;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TagBuilder;

/// Some years of work on a project, from dice: commits by several people, branches that part and meet, tags.
final class DemoHistory {
    private final DemoProject project;
    private final ObjectInserter inserter;
    private final SplittableRandom dice;
    private final DemoCode code;
    private final List<PersonIdent> authors;
    private final List<String> files = new ArrayList<>();
    private final Map<String, Language> languages = new HashMap<>();
    private final Map<String, String> refs = new TreeMap<>();
    private DemoTree tree = new DemoTree();
    private List<ObjectId> tips = List.of();
    private final Instant until;
    private Instant at;
    /// Commits of the main line that are still to come.
    private int ahead;

    DemoHistory(DemoProject project, ObjectInserter inserter, long seed, List<PersonIdent> authors, Instant until) {
        this.project = project;
        this.inserter = inserter;
        this.dice = new SplittableRandom(seed ^ project.name().hashCode());
        this.code = new DemoCode(dice);
        this.authors = authors;
        this.until = until;
        this.at = until.minus(Duration.ofDays(project.days()));
        this.ahead = project.commits();
    }

    /// Writes all of it, and gives the refs that make it visible.
    List<RefMove> write() throws IOException {
        begin();
        int left = project.commits() - 1;
        int number = 0;
        while (left > 0) {
            number++;
            if (project.merges() && left > 4 && dice.nextInt(9) == 0) left -= sideBranch(number);
            else {
                change(pick(), "");
                left--;
            }
            if (project.tags() > 0 && number % Math.max(1, project.commits() / (project.tags() + 1)) == 0) tag();
        }
        refs.put("refs/heads/main", tips.getFirst().name());
        for (int i = 0; i < project.branches(); i++) branch(i);
        inserter.flush();
        return refs.entrySet().stream()
                .map(ref -> new RefMove(ref.getKey(), RefMove.ABSENT, ref.getValue()))
                .toList();
    }

    private void begin() throws IOException {
        for (var folder : project.folders().entrySet())
            for (int i = 0; i < folder.getValue(); i++)
                add(
                        folder.getKey() + "/%s-%03d".formatted(code.noun(), i),
                        project.languages().getFirst());
        for (int i = 0; i < project.files(); i++)
            add(
                    code.noun() + (i < 20 ? "" : Integer.toString(i)),
                    project.languages().get(i % project.languages().size()));
        put("LICENSE", "Do what you like with it.\n");
        put("README.md", code.readme(project.name(), project.about(), files));
        if (project.longFile()) {
            String text = code.file(Language.JAVA, "catalogue", 130);
            put("src/Catalogue.java", text.lines().limit(1_000).reduce("", (all, line) -> all + line + "\n"));
        }
        commit("Begin\n");
    }

    private void add(String name, Language language) throws IOException {
        String path = name.contains("/") ? name + language.path("x").replaceFirst(".*\\.", ".") : language.path(name);
        if (!files.contains(path)) files.add(path);
        languages.put(path, language);
        put(path, code.file(language, name.replaceFirst(".*/", "").replaceAll("[^a-z]", ""), dice.nextInt(1, 6)));
    }

    private void put(String path, String text) throws IOException {
        tree.put(path, inserter.insert(Constants.OBJ_BLOB, text.getBytes(UTF_8)));
    }

    private String pick() {
        return files.get(dice.nextInt(files.size()));
    }

    private void change(String path, String prefix) throws IOException {
        var language = languages.getOrDefault(path, Language.PROSE);
        String name = path.replaceFirst(".*/", "").replaceFirst("\\..*", "").replaceAll("[^A-Za-z]", "");
        put(path, code.file(language, name.toLowerCase(Locale.ROOT), dice.nextInt(2, 8)));
        commit(prefix + code.message(name));
    }

    private ObjectId commit(String message) throws IOException {
        // People work for a while, then for a while they do not.
        if (ahead > 0) {
            var step = Duration.between(at, until).dividedBy(1L + ahead--);
            at = at.plus(dice.nextInt(4) == 0 ? step.multipliedBy(17).dividedBy(5) : step.dividedBy(5));
            if (at.isAfter(until)) at = until;
        }
        var builder = new CommitBuilder();
        builder.setTreeId(tree.write(inserter));
        builder.setParentIds(tips);
        builder.setMessage(message);
        var who = ident();
        builder.setAuthor(who);
        builder.setCommitter(who);
        var id = inserter.insert(builder);
        tips = List.of(id);
        return id;
    }

    private PersonIdent ident() {
        // The first writes most of it.
        var who = authors.get(Math.min(dice.nextInt(authors.size()), dice.nextInt(authors.size())));
        return new PersonIdent(who.getName(), who.getEmailAddress(), at, ZoneOffset.UTC);
    }

    /// A few commits beside the main line, and their merge.
    private int sideBranch(int number) throws IOException {
        var base = tips;
        var main = tree.copy();
        String path = "notes/%s-%d.md".formatted(code.noun(), number);
        languages.put(path, Language.PROSE);
        int commits = dice.nextInt(1, 3);
        String text = "";
        for (int i = 0; i < commits; i++) {
            text = code.file(Language.PROSE, "notes", i + 2);
            put(path, text);
            commit(code.message("notes"));
        }
        var side = tips;
        tips = base;
        tree = main;
        change(pick(), "");
        put(path, text);
        tips = List.of(tips.getFirst(), side.getFirst());
        commit("Merge branch 'topic/" + code.noun() + "-" + number + "'\n");
        return commits + 2;
    }

    private void tag() throws IOException {
        String name = "v0." + (refs.size() + 1) + ".0";
        if (dice.nextInt(3) == 0) {
            refs.put("refs/tags/" + name, tips.getFirst().name());
            return;
        }
        var tag = new TagBuilder();
        tag.setTag(name);
        tag.setObjectId(tips.getFirst(), Constants.OBJ_COMMIT);
        tag.setTagger(ident());
        tag.setMessage(name + ": the " + code.noun() + "\n\nIt can " + code.verb() + " and " + code.verb() + " now.\n");
        refs.put("refs/tags/" + name, inserter.insert(tag).name());
    }

    private void branch(int number) throws IOException {
        var main = tips;
        var kept = tree.copy();
        var then = at;
        String name =
                List.of("topic", "fix", "try").get(number % 3) + "/" + code.verb() + "-" + code.noun() + "-" + number;
        for (int i = dice.nextInt(1, 4); i > 0; i--) change(pick(), "");
        refs.put("refs/heads/" + name, tips.getFirst().name());
        tips = main;
        tree = kept;
        at = then;
    }
}
