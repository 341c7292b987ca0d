package dev.hob.federation.across;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.federation.actor.Following;
import dev.hob.federation.remote.Remote;
import dev.hob.federation.vocab.Id;
import dev.hob.node.people.Person;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a question to the servers of those whom somebody follows, and gathers what each finds of what is public there.
/// Only when somebody asks for it, each time anew: nothing is kept of what was found. Shared between threads.
public final class Asking {
    /// So many servers are asked at most: of those who were followed last.
    public static final int SERVERS_MAX = 6;

    private static final Logger LOG = LoggerFactory.getLogger(Asking.class);
    private static final int FOUND_EACH_MAX = 5;
    private static final int LINES_MAX = 6;
    private static final int TEXT_CHARACTERS_MAX = 300;
    private static final int QUESTION_CHARACTERS_MAX = 1_000;
    /// How long a reader waits for a page.
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    /// How long a server that does not know the question is left alone.
    private static final Duration SILENCE = Duration.ofHours(1);

    private static final int SERVERS_KNOWN_MAX = 5_000;

    private final Remote remote;
    private final Following following;
    private final Cache<String, Boolean> dumb = Caffeine.newBuilder()
            .maximumSize(SERVERS_KNOWN_MAX)
            .expireAfterWrite(SILENCE)
            .build();

    Asking(Remote remote, Following following) {
        this.remote = remote;
        this.following = following;
    }

    /// Something that is elsewhere.
    ///
    /// @param host whose word it is
    /// @param kind `code`, `commit`, `issue`, `pr` or `comment`
    /// @param repository as `owner/name`
    /// @param title the path of a file, or what it is called
    /// @param url its page, at that very host
    public record Hit(String host, String kind, String repository, String title, Id url, List<Line> lines) {
        public Hit {
            lines = List.copyOf(lines);
        }
    }

    /// A line of it.
    ///
    /// @param number counted from 1; 0 where it is no line of a file
    public record Line(int number, String text) {}

    /// What came back.
    ///
    /// @param hits those of each server together
    /// @param asked all servers
    /// @param silent those of them that did not answer in time, or know no such question
    public record Heard(List<Hit> hits, List<String> asked, List<String> silent) {
        public Heard {
            hits = List.copyOf(hits);
            asked = List.copyOf(asked);
            silent = List.copyOf(silent);
        }
    }

    /// Whether there is anybody to ask.
    public boolean hasWhom(Person person) {
        return following.count(Across.local(person)) > 0;
    }

    /// Asks all of them at once, and waits for those that answer in time.
    public Heard ask(Person person, String question) {
        var servers = servers(person);
        var jobs = new ArrayList<Callable<Optional<List<Hit>>>>();
        for (var base : servers.values()) jobs.add(() -> asked(base, question));
        var hits = new ArrayList<Hit>();
        var silent = new ArrayList<String>();
        var hosts = List.copyOf(servers.keySet());
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            var done = threads.invokeAll(jobs, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            for (int i = 0; i < done.size(); i++) {
                var job = done.get(i);
                if (job.state() == Future.State.FAILED) LOG.warn("{} was not asked", hosts.get(i), job.exceptionNow());
                var found = job.state() == Future.State.SUCCESS ? job.resultNow() : Optional.<List<Hit>>empty();
                found.ifPresent(hits::addAll);
                if (found.isEmpty()) silent.add(hosts.get(i));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            threads.shutdownNow(); // Not close: that would wait for whoever does not answer.
        }
        return new Heard(hits, hosts, silent);
    }

    /// By host, in the order in which they were followed, the last first.
    private Map<String, Id> servers(Person person) {
        var servers = new LinkedHashMap<String, Id>();
        for (var followed : following.page(Across.local(person), true, 0, Following.LIST_MAX)) {
            if (servers.size() == SERVERS_MAX) break;
            servers.putIfAbsent(followed.actor().authority(), followed.actor());
        }
        return servers;
    }

    private Optional<List<Hit>> asked(Id actor, String question) {
        String host = actor.authority();
        if (dumb.getIfPresent(host) != null) return Optional.empty();
        String cut =
                question.length() > QUESTION_CHARACTERS_MAX ? question.substring(0, QUESTION_CHARACTERS_MAX) : question;
        var url = Id.of(actor.origin().scheme() + "://" + host + "/api/hob/v1/search?limit=" + FOUND_EACH_MAX + "&q="
                + URLEncoder.encode(cut, StandardCharsets.UTF_8));
        return url.flatMap(it -> switch (remote.ask(it)) {
            case Remote.Told.Said(var object) -> Optional.of(hits(host, it, object));
            case Remote.Told.Nothing(var never) -> {
                if (never) dumb.put(host, true);
                yield Optional.<List<Hit>>empty();
            }
        });
    }

    private static List<Hit> hits(String host, Id asked, ObjectNode answer) {
        var hits = new ArrayList<Hit>();
        for (var hit : answer.path("hits")) {
            if (hits.size() == FOUND_EACH_MAX) break;
            // What a server finds is on its own pages; a link to elsewhere would be somebody else's word.
            var url = Id.of(hit.path("html_url").asText()).filter(it -> it.sameOrigin(asked));
            if (url.isEmpty()) continue;
            String path = text(hit.path("path"));
            hits.add(new Hit(
                    host,
                    text(hit.path("kind")),
                    text(hit.path("repository")),
                    path.isEmpty() ? text(hit.path("title")) : path,
                    url.get(),
                    lines(hit, !path.isEmpty())));
        }
        return hits;
    }

    private static List<Line> lines(JsonNode hit, boolean isFile) {
        var lines = new ArrayList<Line>();
        for (var snippet : hit.path("snippets"))
            for (var line : snippet.path("lines")) {
                if (lines.size() == LINES_MAX) return lines;
                String text = text(line.path("text"));
                if (!text.isBlank())
                    lines.add(new Line(isFile ? Math.max(0, line.path("number").asInt()) : 0, text));
            }
        return lines;
    }

    private static String text(JsonNode node) {
        String text = node.isTextual() ? node.textValue() : "";
        return text.length() > TEXT_CHARACTERS_MAX ? text.substring(0, TEXT_CHARACTERS_MAX) : text;
    }
}
