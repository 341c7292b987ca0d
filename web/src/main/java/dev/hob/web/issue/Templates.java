package dev.hob.web.issue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.Node;
import dev.hob.node.code.Blob;
import dev.hob.node.code.Blobs;
import dev.hob.node.code.CodePath;
import dev.hob.node.code.Place;
import dev.hob.node.code.TreeEntry;
import dev.hob.node.code.Trees;
import dev.hob.node.repo.Repo;
import dev.hob.web.issue.IssueTemplate.Asked;
import dev.hob.web.issue.IssueTemplate.Contact;
import dev.hob.web.issue.IssueTemplate.Field;
import dev.hob.web.issue.IssueTemplate.Offered;
import dev.hob.web.text.Messages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// Templates for issues and pull requests, read from the default branch, where other forges look for them: a folder
/// `ISSUE_TEMPLATE` in `.forgejo`, `.gitea` or `.github`, or one file of that name there, at the top or in `docs`; the
/// same with `PULL_REQUEST_TEMPLATE`. Shared between threads.
public final class Templates {
    /// What the file begins with that is no template, but says which there are.
    public static final String CONFIG = "config.";

    private static final int TEMPLATES_MAX = 50;
    private static final int FIELDS_MAX = 60;
    private static final int WORDS_MAX = 10_000;
    private static final int CACHED_MAX = 500;
    private static final List<String> FOLDERS = List.of(".forgejo", ".gitea", ".github");
    private static final List<String> FOLDERS_OF_ONE = List.of(".forgejo", ".gitea", ".github", "", "docs");
    private static final List<String> ENDINGS = List.of(".md", ".yaml", ".yml", ".txt", "");
    private static final Pattern FRONT =
            Pattern.compile("\\A\\ufeff?---[ \\t]*\\r?\\n(.*?)\\r?\\n---[ \\t]*(?:\\r?\\n|\\z)(.*)\\z", Pattern.DOTALL);
    private static final Pattern FORM = Pattern.compile("(?:\\.(?:forgejo|gitea|github)/|docs/)?"
            + "(?:(?:issue|pull_request)_template\\.ya?ml|(?:issue|pull_request)_template/[^/]+\\.ya?ml)");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,60}");

    private final Node node;
    private final Trees trees = new Trees();
    private final Blobs blobs = new Blobs();
    private final Cache<Key, Offered> read =
            Caffeine.newBuilder().maximumSize(CACHED_MAX).build();

    private record Key(String rid, ObjectId commit, boolean pulls) {}

    public Templates(Node node) {
        this.node = node;
    }

    /// What is wrong with a template that somebody writes at a path, as far as it is one for people to fill in field by
    /// field; so that they hear of it before others do.
    public static Optional<String> problem(String path, String text) {
        if (!FORM.matcher(path.toLowerCase(Locale.ROOT)).matches()) return Optional.empty();
        String name = path.substring(path.lastIndexOf('/') + 1);
        try {
            var yaml = Yaml.parse(text);
            if (!name.toLowerCase(Locale.ROOT).startsWith(CONFIG)) form(name, yaml);
            return Optional.empty();
        } catch (Yaml.Wrong wrong) {
            return Optional.of(Messages.text("issues.no-template-because", String.valueOf(wrong.getMessage())));
        }
    }

    /// What a repository offers now.
    public Offered of(Repo repo) {
        var head = node.refs().view(repo).headId();
        if (head.isEmpty()) return Offered.NOTHING;
        return read.get(new Key(repo.rid().value(), head.get(), false), key -> read(repo, key.commit()));
    }

    /// What a repository wants in a pull request: the file of its own first, then those of a folder, to choose from.
    /// One is meant for all when there is that file, or no other.
    public Offered pulls(Repo repo) {
        var head = node.refs().view(repo).headId();
        if (head.isEmpty()) return Offered.NOTHING;
        return read.get(new Key(repo.rid().value(), head.get(), true), key -> readPulls(repo, key.commit()));
    }

    private Offered readPulls(Repo repo, ObjectId commit) {
        try (var repository = node.storage().open(repo.rid())) {
            var own = one(repository, commit, "pull_request_template");
            for (String folder : FOLDERS_OF_ONE) {
                var path = named(repository, commit, folder, "pull_request_template");
                if (path.isEmpty()
                        || !(trees.at(repository, commit, path.get()).orElse(null) instanceof Place.Folder in))
                    continue;
                var more = folder(repository, in, path.get().value());
                var all = new ArrayList<>(own.templates());
                all.addAll(more.templates());
                var problems = new ArrayList<>(own.problems());
                problems.addAll(more.problems());
                boolean choice = own.templates().isEmpty() && all.size() > 1;
                return new Offered(path.get().value(), all, choice, List.of(), problems);
            }
            return own;
        }
    }

    /// The one file of a name, in whichever place it is.
    private Offered one(Repository repository, ObjectId commit, String stem) {
        for (String folder : FOLDERS_OF_ONE) {
            for (String ending : ENDINGS) {
                var file = named(repository, commit, folder, stem + ending);
                if (file.isEmpty()
                        || !(trees.at(repository, commit, file.get()).orElse(null) instanceof Place.File(var entry)))
                    continue;
                var templates = new ArrayList<IssueTemplate>();
                var problems = new ArrayList<String>();
                template(repository, entry, templates, problems);
                return new Offered(folder, templates, templates.isEmpty(), List.of(), problems);
            }
        }
        return Offered.NOTHING;
    }

    private void template(
            Repository repository, TreeEntry entry, List<IssueTemplate> templates, List<String> problems) {
        var text = text(repository, entry);
        if (text.isEmpty()) {
            problems.add(entry.name() + ": it is too large, or no text");
            return;
        }
        try {
            boolean yaml = entry.name().toLowerCase(Locale.ROOT).matches(".*\\.ya?ml");
            templates.add(yaml ? form(entry.name(), Yaml.parse(text.get())) : markdown(entry.name(), text.get()));
        } catch (Yaml.Wrong wrong) {
            problems.add(entry.name() + ": " + wrong.getMessage());
        }
    }

    private Offered read(Repo repo, ObjectId commit) {
        try (var repository = node.storage().open(repo.rid())) {
            for (String folder : FOLDERS) {
                var templates = named(repository, commit, folder, "issue_template");
                if (templates.isPresent()
                        && trees.at(repository, commit, templates.get()).orElse(null) instanceof Place.Folder in)
                    return folder(repository, in, templates.get().value());
            }
            var one = one(repository, commit, "issue_template");
            return new Offered(one.folder(), one.templates(), true, one.contacts(), one.problems());
        }
    }

    /// What is called so in a folder, whatever its case.
    private Optional<CodePath> named(Repository repository, ObjectId commit, String folder, String name) {
        var path = CodePath.parse(folder);
        if (path.isEmpty() || !(trees.at(repository, commit, path.get()).orElse(null) instanceof Place.Folder in))
            return Optional.empty();
        return in.entries().stream()
                .filter(entry -> entry.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .map(entry -> path.get().resolve(entry.name()));
    }

    private Optional<String> text(Repository repository, TreeEntry entry) {
        return blobs.shown(repository, entry.id()).flatMap(Blob::text);
    }

    private Offered folder(Repository repository, Place.Folder in, String path) {
        var templates = new ArrayList<IssueTemplate>();
        var problems = new ArrayList<String>();
        boolean blank = true;
        var contacts = new ArrayList<Contact>();
        var entries = in.entries().stream()
                .filter(entry -> entry.kind() == TreeEntry.Kind.FILE || entry.kind() == TreeEntry.Kind.EXECUTABLE)
                .sorted(Comparator.comparing(TreeEntry::name))
                .limit(TEMPLATES_MAX)
                .toList();
        for (var entry : entries) {
            String name = entry.name().toLowerCase(Locale.ROOT);
            boolean yaml = name.endsWith(".yml") || name.endsWith(".yaml");
            if (!yaml && !name.endsWith(".md")) continue;
            if (!yaml || !name.startsWith(CONFIG)) {
                template(repository, entry, templates, problems);
                continue;
            }
            var text = text(repository, entry);
            if (text.isEmpty()) {
                problems.add(entry.name() + ": it is too large, or no text");
                continue;
            }
            try {
                var config = Yaml.parse(text.get());
                blank = config.at("blank_issues_enabled").is(true);
                contacts.addAll(contacts(config));
            } catch (Yaml.Wrong wrong) {
                problems.add(entry.name() + ": " + wrong.getMessage());
            }
        }
        return new Offered(path, templates, blank || templates.isEmpty(), contacts, problems);
    }

    private static List<Contact> contacts(Yaml config) {
        return config.at("contact_links").items().stream()
                .map(it -> new Contact(
                        it.at("name").text(),
                        it.at("url").text(),
                        it.at("about").text()))
                .filter(it -> !it.name().isBlank() && it.url().matches("https?://[^\\s\"<>]{1,500}"))
                .limit(TEMPLATES_MAX)
                .toList();
    }

    /// A text, with YAML before it if it has some. What is wrong there is part of the text.
    static IssueTemplate markdown(String file, String text) {
        var front = FRONT.matcher(text);
        if (front.matches()) {
            try {
                var head = Yaml.parse(front.group(1));
                if (head.isMap()) return headed(file, head, cut(front.group(2).strip() + "\n"), List.of());
            } catch (Yaml.Wrong _) {
                // Somebody begins their text with a line.
            }
        }
        String name =
                file.replaceFirst("(?i)\\.(md|txt)$", "").replace('_', ' ').replace('-', ' ');
        return new IssueTemplate(file, name, "", "", List.of(), List.of(), cut(text), List.of());
    }

    private static IssueTemplate headed(String file, Yaml head, String body, List<Field> fields) {
        String about = head.at("about").text();
        String name = head.at("name").text();
        return new IssueTemplate(
                file,
                name.isBlank() ? file : cut(name),
                cut(about.isBlank() ? head.at("description").text() : about),
                cut(head.at("title").text()),
                head.at("labels").words(),
                head.at("assignees").words(),
                body,
                fields);
    }

    private static String cut(String text) {
        return text.length() <= WORDS_MAX ? text : text.substring(0, WORDS_MAX);
    }

    static IssueTemplate form(String file, Yaml yaml) throws Yaml.Wrong {
        if (!yaml.isMap()) throw new Yaml.Wrong("it is no form");
        var fields = new ArrayList<Field>();
        var ids = new HashSet<String>();
        for (var item : yaml.at("body").items()) {
            if (fields.size() >= FIELDS_MAX) throw new Yaml.Wrong("it has more than " + FIELDS_MAX + " fields");
            fields.add(field(item, ids, fields.size()));
        }
        if (fields.stream().allMatch(field -> field instanceof Field.Words))
            throw new Yaml.Wrong("its body has no field");
        return headed(file, yaml, "", fields);
    }

    private static Field field(Yaml item, Set<String> ids, int place) throws Yaml.Wrong {
        String type = item.at("type").text();
        var attributes = item.at("attributes");
        if (type.equals("markdown"))
            return new Field.Words(cut(attributes.at("value").text()));
        var asked = asked(item, attributes, ids, place);
        return switch (type) {
            case "input" ->
                new Field.Line(
                        asked,
                        cut(attributes.at("placeholder").text()),
                        cut(attributes.at("value").text()),
                        item.at("validations").at("is_number").is(false),
                        pattern(item.at("validations").at("regex").text()));
            case "textarea" ->
                new Field.Area(
                        asked,
                        cut(attributes.at("placeholder").text()),
                        cut(attributes.at("value").text()),
                        attributes.at("render").text().replaceAll("[^A-Za-z0-9+#_.-]", ""));
            case "dropdown" -> {
                var options = attributes.at("options").items().stream()
                        .map(Yaml::text)
                        .filter(it -> !it.isBlank())
                        .toList();
                if (options.isEmpty()) throw new Yaml.Wrong("“" + asked.label() + "” has no options");
                yield new Field.Select(
                        asked,
                        options,
                        attributes.at("multiple").is(false),
                        attributes.at("default").number(-1));
            }
            case "checkboxes" -> {
                var boxes = attributes.at("options").items().stream()
                        .map(it -> new Field.Box(
                                it.isMap() ? it.at("label").text() : it.text(),
                                it.at("required").is(false)))
                        .filter(it -> !it.label().isBlank())
                        .toList();
                if (boxes.isEmpty()) throw new Yaml.Wrong("“" + asked.label() + "” has no options");
                yield new Field.Boxes(asked, boxes);
            }
            default -> throw new Yaml.Wrong("there is no field of the type “" + type + "”");
        };
    }

    private static Asked asked(Yaml item, Yaml attributes, Set<String> ids, int place) throws Yaml.Wrong {
        String label = cut(attributes.at("label").text());
        if (label.isBlank()) throw new Yaml.Wrong("a field has no label");
        String id = item.at("id").text();
        if (!ID.matcher(id).matches() || !ids.add(id)) id = "field-" + place;
        ids.add(id);
        return new Asked(
                id,
                label,
                cut(attributes.at("description").text()),
                item.at("validations").at("required").is(false));
    }

    /// An expression that browsers and this node understand alike; anything else asks for nothing.
    private static String pattern(String expression) {
        if (expression.length() > 200) return "";
        try {
            return Pattern.compile(expression).pattern();
        } catch (java.util.regex.PatternSyntaxException _) {
            return ""; // Then it asks for nothing.
        }
    }
}
