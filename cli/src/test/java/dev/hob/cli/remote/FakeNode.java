package dev.hob.cli.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// A small node in memory that answers in Gitea's shapes: one repository, `alice/tea`, with issues, labels, milestones.
/// Its page is small, so that lists have several.
public final class FakeNode implements AutoCloseable {
    public static final String PASSWORD = "correct horse battery";
    public static final String TOKEN = "0123456789abcdef";
    private static final int PAGE_MAX = 3;

    private final HttpServer server;
    private final Map<Long, Json.Fields> issues = new ConcurrentHashMap<>();
    private final Map<Long, List<Json.Fields>> comments = new ConcurrentHashMap<>();
    private final List<Json.Fields> labels = new CopyOnWriteArrayList<>();
    private final List<Json.Fields> milestones = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final Map<String, Answering> special = new ConcurrentHashMap<>();
    private long ids = 100;

    /// What a test wants said in a place of its own.
    public interface Answering {
        void answer(HttpExchange exchange) throws IOException;
    }

    private record Reply(int status, Json body, Optional<String> link, Optional<Integer> total) {
        static Reply of(int status, Json body) {
            return new Reply(status, body, Optional.empty(), Optional.empty());
        }
    }

    public FakeNode() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Every request so far: method, path with query, and what proved the caller.
    public List<String> requests() {
        return requests;
    }

    /// The names of the tokens that were made and not ended.
    public List<String> tokens() {
        return tokens;
    }

    public FakeNode at(String path, Answering answering) {
        special.put(path, answering);
        return this;
    }

    public void forget(String path) {
        special.remove(path);
    }

    public FakeNode label(String name) {
        labels.add(Json.fields()
                .with("id", ids++)
                .with("name", name)
                .with("color", "ee0000")
                .with("description", "about " + name));
        return this;
    }

    public FakeNode milestone(String title) {
        milestones.add(Json.fields()
                .with("id", ids++)
                .with("title", title)
                .with("description", "")
                .with("state", "open"));
        return this;
    }

    /// Opens an issue as `bob`; gives its number.
    public long issue(String title, String body) {
        return open("bob", Json.fields().with("title", title).with("body", body))
                .number("number")
                .orElseThrow();
    }

    public void comment(long number, String author, String body) {
        comments.computeIfAbsent(number, _ -> new CopyOnWriteArrayList<>())
                .add(Json.fields()
                        .with("id", ids++)
                        .with("user", Json.fields().with("login", author))
                        .with("body", body)
                        .with("created_at", "2026-02-03T04:05:06Z")
                        .with("updated_at", "2026-02-03T04:05:06Z"));
    }

    public Json issue(long number) {
        return shown(number);
    }

    public List<String> comments(long number) {
        return comments.getOrDefault(number, List.of()).stream()
                .map(it -> it.text("body").orElse(""))
                .toList();
    }

    public int count() {
        return issues.size();
    }

    private Json.Fields open(String author, Json asked) {
        long number = issues.size() + 1L;
        boolean closed = asked.flag("closed");
        var issue = Json.fields()
                .with("id", ids++)
                .with("number", number)
                .with("user", Json.fields().with("login", author))
                .with("title", asked.text("title").orElse(""))
                .with("body", asked.text("body").orElse(""))
                .with("state", closed ? "closed" : "open")
                .with("labels", chosen(labels, asked.items("labels")))
                .with("milestone", milestone(asked).orElse(new Json.Nothing()))
                .with("assignees", people(asked))
                .with("created_at", "2026-01-02T03:04:05Z")
                .with("updated_at", "2026-01-02T03:04:05Z")
                .with("closed_at", closed ? Optional.of("2026-01-02T03:04:05Z") : Optional.<String>empty())
                .with("pull_request", new Json.Nothing())
                .with("html_url", url() + "/alice/tea/issues/" + number);
        issues.put(number, issue);
        return issue;
    }

    private Json shown(long number) {
        return Optional.ofNullable(issues.get(number))
                .orElseThrow()
                .with("comments", comments(number).size());
    }

    private Optional<Json> milestone(Json asked) {
        return asked.number("milestone").stream()
                .boxed()
                .flatMap(id -> milestones.stream()
                        .filter(it -> it.number("id").orElse(-1) == id)
                        .<Json>map(it -> it))
                .findFirst();
    }

    private static List<Json> people(Json asked) {
        return asked.items("assignees").stream()
                .<Json>map(name -> Json.fields().with("login", ((Json.Text) name).value()))
                .toList();
    }

    private static List<Json> chosen(List<Json.Fields> all, List<Json> ids) {
        return all.stream()
                .filter(it -> ids.contains(
                        new Json.Numeral(BigDecimal.valueOf(it.number("id").orElse(-1)))))
                .<Json>map(it -> it)
                .toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        var uri = exchange.getRequestURI();
        String proof = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("-");
        requests.add(exchange.getRequestMethod() + " " + uri + " " + proof);
        var answering = Optional.ofNullable(special.get(uri.getPath()));
        if (answering.isPresent()) {
            answering.get().answer(exchange);
            return;
        }
        byte[] sent = exchange.getRequestBody().readAllBytes();
        var reply = reply(exchange, proof, sent);
        reply.link().ifPresent(link -> exchange.getResponseHeaders().add("Link", link));
        reply.total().ifPresent(total -> exchange.getResponseHeaders().add("X-Total-Count", total.toString()));
        send(
                exchange,
                reply.status(),
                reply.body() instanceof Json.Nothing ? "" : reply.body().compact());
    }

    public static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Reply reply(HttpExchange exchange, String proof, byte[] sent) {
        Json body;
        try {
            body = sent.length == 0 ? new Json.Nothing() : Json.read(sent);
        } catch (Json.Malformed e) {
            return refused(422, e.getMessage());
        }
        String account = account(proof);
        if (account.isEmpty() && !proof.equals("-")) return refused(401, "invalid username, password or token");
        var words = Arrays.asList(exchange.getRequestURI()
                .getPath()
                .replaceFirst("\\A/api/v1/", "")
                .split("/"));
        String does = exchange.getRequestMethod() + " " + words.getFirst();
        return switch (does) {
            case "GET user" ->
                account.isEmpty()
                        ? refused(401, "token is required")
                        : words.size() == 1
                                ? Reply.of(200, Json.fields().with("login", account))
                                : list(exchange, List.of(repository()));
            case "POST user" ->
                words.get(1).equals("devices")
                        ? refused(404, "Not Found")
                        : Reply.of(
                                201,
                                repository()
                                        .with(
                                                "full_name",
                                                account + "/"
                                                        + body.text("name").orElse("")));
            case "POST users" -> token(account, words.get(1), body);
            case "DELETE users" ->
                tokens.remove(words.getLast().replace("%20", " "))
                        ? Reply.of(204, new Json.Nothing())
                        : refused(404, "no");
            default -> {
                if (words.size() < 3
                        || !words.get(1).equals("alice")
                        || !words.get(2).equals("tea")) yield refused(404, "not found");
                if (!does.startsWith("GET") && account.isEmpty()) yield refused(401, "token is required");
                yield inRepository(exchange, account, words.subList(3, words.size()), body);
            }
        };
    }

    private Reply token(String account, String whose, Json body) {
        if (!account.equals(whose)) return refused(403, "these are somebody else's tokens");
        // As a node that is too old to know of issues.
        if (body.items("scopes").contains(new Json.Text("write:issue")))
            return refused(400, "unknown scope: write:issue");
        tokens.add(body.text("name").orElseThrow());
        return Reply.of(201, Json.fields().with("id", ids++).with("sha1", TOKEN));
    }

    private static String account(String proof) {
        if (proof.equals("token " + TOKEN)) return "alice";
        String pair = Base64.getEncoder().encodeToString(("alice:" + PASSWORD).getBytes(UTF_8));
        return proof.equals("Basic " + pair) ? "alice" : "";
    }

    private Json.Fields repository() {
        return Json.fields()
                .with("full_name", "alice/tea")
                .with("description", "All about tea")
                .with("private", true)
                .with("default_branch", "main")
                .with("html_url", url() + "/alice/tea")
                .with("clone_url", url() + "/alice/tea.git")
                .with("open_issues_count", issues.size())
                .with("updated_at", "2026-01-02T03:04:05Z");
    }

    private Reply inRepository(HttpExchange exchange, String account, List<String> words, Json body) {
        String method = exchange.getRequestMethod();
        String path = String.join("/", words).replaceAll("\\d+", "#");
        long number = words.size() > 1 && words.get(1).matches("\\d+") ? Long.parseLong(words.get(1)) : 0;
        if (number > 0 && !issues.containsKey(number)) return refused(404, "issue does not exist");
        return switch (method + " " + path) {
            case "GET " -> Reply.of(200, repository());
            case "PATCH " ->
                Reply.of(
                        200,
                        repository()
                                .with("description", body.text("description").orElse("")));
            case "DELETE " -> Reply.of(204, new Json.Nothing());
            case "GET labels" -> list(exchange, labels);
            case "POST labels" -> {
                label(body.text("name").orElseThrow());
                yield Reply.of(201, labels.getLast());
            }
            case "GET milestones" -> list(exchange, milestones);
            case "POST milestones" -> {
                milestone(body.text("title").orElseThrow());
                yield Reply.of(201, milestones.getLast());
            }
            case "GET assignees" ->
                Reply.of(200, new Json.Items(List.of(Json.fields().with("login", "alice"))));
            case "GET issues" -> list(exchange, found(exchange));
            case "POST issues" ->
                body.text("title").orElse("").isBlank()
                        ? refused(422, "[Title]: Required")
                        : Reply.of(
                                201, shown(open(account, body).number("number").orElseThrow()));
            case "GET issues/#" -> Reply.of(200, shown(number));
            case "PATCH issues/#" -> {
                change(number, body);
                yield Reply.of(201, shown(number));
            }
            case "GET issues/#/comments" ->
                Reply.of(200, new Json.Items(List.copyOf(comments.getOrDefault(number, List.of()))));
            case "POST issues/#/comments" -> {
                comment(number, account, body.text("body").orElseThrow());
                yield Reply.of(201, comments.get(number).getLast());
            }
            case "POST issues/#/labels" -> {
                var all = new ArrayList<>(issues.get(number).items("labels"));
                all.addAll(chosen(labels, body.items("labels")));
                issues.computeIfPresent(number, (_, it) -> it.with("labels", all));
                yield Reply.of(200, new Json.Items(all));
            }
            case "DELETE issues/#/labels/#" -> {
                long gone = Long.parseLong(words.getLast());
                issues.computeIfPresent(
                        number,
                        (_, it) -> it.with(
                                "labels",
                                it.items("labels").stream()
                                        .filter(label -> label.number("id").orElse(0) != gone)
                                        .toList()));
                yield Reply.of(204, new Json.Nothing());
            }
            default -> refused(404, "no such operation: " + method + " " + path);
        };
    }

    private void change(long number, Json body) {
        issues.computeIfPresent(number, (_, issue) -> {
            var changed = issue;
            for (String field : List.of("title", "body", "state")) changed = changed.withGiven(field, body.text(field));
            if (body.at("assignees").isPresent()) changed = changed.with("assignees", people(body));
            if (body.number("milestone").isPresent())
                changed = changed.with("milestone", milestone(body).orElse(new Json.Nothing()));
            return changed;
        });
    }

    private List<Json> found(HttpExchange exchange) {
        var asked = query(exchange);
        String state = asked.getOrDefault("state", "open");
        String words = asked.getOrDefault("q", "");
        return issues.keySet().stream()
                .sorted((a, b) -> Long.compare(b, a))
                .map(this::shown)
                .filter(it -> state.equals("all") || it.text("state").orElse("").equals(state))
                .filter(it -> it.text("title").orElse("").contains(words))
                .filter(it -> Stream.of(asked.getOrDefault("labels", "").split(","))
                        .filter(name -> !name.isEmpty())
                        .allMatch(name -> it.items("labels").stream()
                                .anyMatch(label -> label.text("name").orElse("").equals(name))))
                .filter(it -> asked.getOrDefault("created_by", "").isEmpty()
                        || it.at("user")
                                .flatMap(user -> user.text("login"))
                                .orElse("")
                                .equals(asked.get("created_by")))
                .toList();
    }

    private static Map<String, String> query(HttpExchange exchange) {
        var fields = new HashMap<String, String>();
        for (String pair : Optional.ofNullable(exchange.getRequestURI().getRawQuery())
                .orElse("")
                .split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) fields.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), UTF_8));
        }
        return fields;
    }

    private Reply list(HttpExchange exchange, List<? extends Json> all) {
        var asked = query(exchange);
        int page = Integer.parseInt(asked.getOrDefault("page", "1"));
        int limit = Math.min(PAGE_MAX, Integer.parseInt(asked.getOrDefault("limit", "3")));
        var items = all.stream()
                .skip((page - 1L) * limit)
                .limit(limit)
                .<Json>map(it -> it)
                .toList();
        asked.put("page", String.valueOf(page + 1));
        // A node behind a proxy that does not know its own name.
        String next =
                Client.query("http://inside.example" + exchange.getRequestURI().getPath(), asked);
        boolean more = (long) page * limit < all.size();
        return new Reply(
                200,
                new Json.Items(items),
                more ? Optional.of("<" + next + ">; rel=\"next\",<http://x/>; rel=\"last\"") : Optional.empty(),
                Optional.of(all.size()));
    }

    private static Reply refused(int status, String told) {
        return Reply.of(status, Json.fields().with("message", told).with("url", "/api/swagger"));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
