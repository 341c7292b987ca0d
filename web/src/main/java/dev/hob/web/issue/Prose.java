package dev.hob.web.issue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.Node;
import dev.hob.node.cob.Embed;
import dev.hob.node.people.Viewer;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.node.text.Markdown;
import dev.hob.node.text.Markdown.Target;
import dev.hob.node.text.Pointers;
import dev.hob.web.html.ContentId;
import dev.hob.web.html.Highlighter;
import dev.hob.web.html.Urls;
import dev.hob.web.repo.Found;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;

/// What people wrote in issues, as HTML: Markdown, with links to the issues, people and commits that it names,
/// as far as they are there and the reader may see them. Shared between threads.
public final class Prose {
    private static final long WORDS_CACHED_MAX = 20_000;
    private static final int LOOKED_FOR_MAX = 1_000;
    private static final int COMMITS_LOOKED_FOR_MAX = 60;
    private static final int FILES_MAX = 50;
    private static final Pattern FILE = Pattern.compile("\\]\\(([0-9a-f]{40})[ )]");
    private static final Pattern PICTURE = Pattern.compile("(?i).*\\.(png|jpe?g|gif|webp|avif|svg)");

    private final Node node;
    private final Found found;
    private final Markdown markdown = new Markdown(new Highlighter()::block);
    private final Cache<String, Set<String>> words =
            Caffeine.newBuilder().maximumSize(WORDS_CACHED_MAX).build();

    Prose(Node node, Found found) {
        this.node = node;
        this.found = found;
    }

    /// A look at the texts of one repository for one reader.
    public Look look(Viewer viewer, Repo repo, String defaultBranch) {
        return new Look(viewer, repo, defaultBranch);
    }

    /// What was found once is not asked for again. Owned by one request.
    public final class Look {
        private final Viewer viewer;
        private final Repo repo;
        private final Markdown.Base links;
        private final Markdown.Base pictures;
        private final Map<String, Optional<Target>> targets = new HashMap<>();
        private final Map<String, Optional<Repo>> repos = new HashMap<>();
        private int commits;

        private Look(Viewer viewer, Repo repo, String defaultBranch) {
            this.viewer = viewer;
            this.repo = repo;
            String home = "/" + Urls.path(repo.path());
            this.links = new Markdown.Base(home + "/src/branch/" + Urls.path(defaultBranch) + "/", "");
            this.pictures = new Markdown.Base(home + "/raw/branch/" + Urls.path(defaultBranch) + "/", "");
        }

        /// Looks at once for the issues of this repository that some texts name, by the ids of the texts.
        void meet(Map<String, String> texts) {
            var numbers = new HashSet<Long>();
            texts.forEach((id, text) -> {
                for (String word : words.get(id, _ -> Pointers.in(text)))
                    if (word.startsWith("#") && !targets.containsKey(word) && numbers.size() < LOOKED_FOR_MAX)
                        numbers.add(Long.parseLong(word.substring(1)));
            });
            var titles = node.tracking().reading().titles(repo.rid(), numbers);
            for (long number : numbers)
                targets.put(
                        "#" + number,
                        Optional.ofNullable(titles.get(number))
                                .map(title -> new Target("/" + Urls.path(repo.path()) + "/issues/" + number, title)));
        }

        /// A text that is known by an id of its content.
        String html(String id, String text, List<Embed> embeds) {
            return markdown.render(
                    id, text, links, pictures, new Markdown.Targets(words(id, text), files(text, embeds)));
        }

        /// A text that will be another one soon.
        public String html(String text) {
            return html(ContentId.of(text), text, List.of());
        }

        private Map<String, Target> words(String id, String text) {
            var found = new HashMap<String, Target>();
            for (String word : words.get(id, _ -> Pointers.in(text)))
                target(word).ifPresent(target -> found.put(word, target));
            return found;
        }

        private Optional<Target> target(String word) {
            var known = targets.get(word);
            if (known != null) return known;
            if (targets.size() >= LOOKED_FOR_MAX) return Optional.empty();
            var target = find(word);
            targets.put(word, target);
            return target;
        }

        private Optional<Target> find(String word) {
            if (word.startsWith("@"))
                return node.people()
                        .find(word.substring(1))
                        .map(person -> new Target("/" + person.name(), person.displayName()));
            int hash = word.indexOf('#');
            if (hash == 0) return issue(repo, word.substring(1));
            if (hash > 0) return repo(word.substring(0, hash)).flatMap(it -> issue(it, word.substring(hash + 1)));
            if (commits++ >= COMMITS_LOOKED_FOR_MAX) return Optional.empty();
            return Prose.this
                    .found
                    .named(repo, word)
                    .map(id -> new Target("/" + Urls.path(repo.path()) + "/commit/" + id.name(), id.name()))
                    .or(() -> unnumbered(word));
        }

        private Optional<Target> issue(Repo of, String number) {
            return node.tracking()
                    .reading()
                    .find(of.rid(), Long.parseLong(number))
                    .map(issue -> new Target(
                            "/" + Urls.path(of.path()) + (issue.isPatch() ? "/pulls/" : "/issues/") + issue.path(),
                            issue.title()));
        }

        /// An issue without a number is named as a commit is.
        private Optional<Target> unnumbered(String id) {
            return node.tracking()
                    .reading()
                    .beginning(repo.rid(), id)
                    .map(issue -> new Target(
                            "/" + Urls.path(repo.path()) + (issue.isPatch() ? "/pulls/" : "/issues/") + issue.path(),
                            issue.title()));
        }

        private Optional<Repo> repo(String path) {
            return repos.computeIfAbsent(path, _ -> {
                int slash = path.indexOf('/');
                return node.repos()
                        .find(path.substring(0, slash), path.substring(slash + 1))
                        .map(it -> it.repo())
                        .filter(it -> node.access().may(viewer, Right.READ, it));
            });
        }

        /// Files that a text shows by the ids of their bytes: those of the comment, and those of any other here.
        private Map<String, String> files(String text, List<Embed> embeds) {
            var files = new HashMap<String, String>();
            for (var embed : embeds)
                embed.blob().ifPresent(blob -> files.put(blob.name(), fileUrl(repo, blob, embed.name())));
            var named = FILE.matcher(text);
            int looked = 0;
            while (named.find() && looked++ < FILES_MAX) {
                String id = named.group(1);
                if (files.containsKey(id)) continue;
                var blob = ObjectId.fromString(id);
                node.tracking()
                        .talks()
                        .fileName(repo.rid(), blob)
                        .ifPresent(name -> files.put(id, fileUrl(repo, blob, name)));
            }
            return files;
        }

        /// Files of a comment that its text does not show.
        List<TalkLine.FileLink> beside(String text, List<Embed> embeds) {
            var beside = new java.util.ArrayList<TalkLine.FileLink>();
            var seen = new LinkedHashSet<ObjectId>();
            for (var embed : embeds) {
                var blob = embed.blob();
                if (blob.isEmpty() || text.contains(blob.get().name()) || !seen.add(blob.get())) continue;
                beside.add(new TalkLine.FileLink(
                        embed.name(), fileUrl(repo, blob.get(), embed.name()), isPicture(embed.name())));
            }
            return beside;
        }
    }

    /// Where a file is.
    static String fileUrl(Repo repo, ObjectId blob, String name) {
        return "/" + Urls.path(repo.path()) + "/issues/attachments/" + blob.name() + "/"
                + Urls.path(name).replace("/", "%2F");
    }

    static boolean isPicture(String name) {
        return PICTURE.matcher(name).matches();
    }
}
