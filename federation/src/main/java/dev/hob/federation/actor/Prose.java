package dev.hob.federation.actor;

import dev.hob.node.Node;
import dev.hob.node.cob.Embed;
import dev.hob.node.repo.Repo;
import dev.hob.node.text.Markdown;
import dev.hob.node.text.MicroblogHtml;
import dev.hob.node.text.Pointers;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// What people wrote here in Markdown, as others show it: the issues and people that it names are links to here.
final class Prose {
    private final Node node;
    private final Strangers strangers;
    private final MicroblogHtml html;

    Prose(Node node, Home home, Strangers strangers) {
        this.node = node;
        this.strangers = strangers;
        this.html = new MicroblogHtml(home.address());
    }

    /// A text of a repository that everybody may see.
    String html(Repo repo, String text, List<Embed> embeds) {
        String home = "/" + repo.path();
        var links = new Markdown.Base(home + "/src/branch/" + path(repo.defaultBranch()) + "/", "");
        var pictures = new Markdown.Base(home + "/raw/branch/" + path(repo.defaultBranch()) + "/", "");
        return html.render(text, links, pictures, new Markdown.Targets(words(repo, text), files(repo, embeds)));
    }

    private Map<String, Markdown.Target> words(Repo repo, String text) {
        var words = Pointers.in(text);
        var targets = new HashMap<String, Markdown.Target>();
        var numbers = new HashSet<Long>();
        for (String word : words) {
            if (word.startsWith("#")) numbers.add(Long.parseLong(word.substring(1)));
            if (word.startsWith("@"))
                node.people()
                        .find(word.substring(1))
                        .ifPresent(person -> targets.put(word, new Markdown.Target("/" + person.name(), "")));
        }
        Called.in(text).forEach((word, handle) -> strangers
                .named(handle)
                .ifPresent(named -> targets.put(word, new Markdown.Target(named.page(), ""))));
        // An issue's address leads on to the pull request, where it is one.
        node.tracking()
                .reading()
                .titles(repo.rid(), numbers)
                .forEach((number, title) ->
                        targets.put("#" + number, new Markdown.Target("/" + repo.path() + "/issues/" + number, title)));
        return targets;
    }

    private static Map<String, String> files(Repo repo, List<Embed> embeds) {
        var files = new HashMap<String, String>();
        for (var embed : embeds)
            embed.blob()
                    .ifPresent(blob -> files.put(
                            blob.name(),
                            "/" + repo.path() + "/issues/attachments/" + blob.name() + "/" + name(embed.name())));
        return files;
    }

    /// A name as one part of a URL's path.
    static String name(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// A name with slashes as a URL's path.
    static String path(String name) {
        return name(name).replace("%2F", "/");
    }
}
