package dev.hob.web.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hob.node.Node;
import dev.hob.node.people.AccessTokens;
import dev.hob.node.people.Grant;
import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visits;
import dev.hob.web.login.Authentication;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The API's operations on people, tokens and repositories.
public final class Api {
    private static final String PREFIX = "/api/";
    private static final String VERSION = "1.24.0+hob-0.1.0";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 30;
    private static final int PAGE_MAX = 50;
    private static final int SEARCHED_MAX = 2_000;

    private final Node node;
    private final Authentication authentication;
    private final Visits visits;
    private final InstantSource clock;

    public Api(Node node, Authentication authentication, Visits visits, InstantSource clock) {
        this.node = node;
        this.authentication = authentication;
        this.visits = visits;
        this.clock = clock;
    }

    /// Whether a path belongs to the API, so that errors are told as JSON.
    public static boolean covers(String path) {
        return path.startsWith(PREFIX);
    }

    /// An error as Gitea tells it.
    public static void error(Context context, int status, String told) {
        var json = new LinkedHashMap<String, Object>();
        json.put("message", told);
        json.put("url", "/api/v1/version");
        answer(context, status, json);
    }

    private static void answer(Context context, int status, Object json) {
        try {
            context.status(status).contentType("application/json;charset=utf-8");
            context.header("Cache-Control", "no-store").result(JSON.writeValueAsBytes(json));
        } catch (JsonProcessingException e) {
            throw new AssertionError("our own shapes can be written", e);
        }
    }

    private static JsonNode body(Context context) {
        try {
            byte[] bytes = context.bodyAsBytes();
            var json = bytes.length == 0 ? JsonNodeFactory.instance.objectNode() : JSON.readTree(bytes);
            if (json.isObject()) return json;
        } catch (IOException e) {
            throw new Stop(422, "the body is not JSON");
        }
        throw new Stop(422, "the body is not a JSON object");
    }

    private static Optional<String> text(JsonNode json, String field) {
        var value = json.path(field);
        if (value.isMissingNode() || value.isNull()) return Optional.empty();
        if (!value.isTextual()) throw new Stop(422, field + " is not a text");
        return Optional.of(value.textValue());
    }

    private static Optional<Boolean> flag(JsonNode json, String field) {
        var value = json.path(field);
        if (value.isMissingNode() || value.isNull()) return Optional.empty();
        if (!value.isBoolean()) throw new Stop(422, field + " is neither true nor false");
        return Optional.of(value.booleanValue());
    }

    private Caller caller(Context context, Scope scope) {
        var caller = Caller.of(context, authentication);
        caller.needs(scope);
        return caller;
    }

    private String base(Context context) {
        return visits.base(context).toString().replaceAll("/$", "");
    }

    /// `GET /version`
    public void version(Context context) {
        answer(context, 200, Map.of("version", VERSION));
    }

    /// `GET /user`
    public void user(Context context) {
        var caller = caller(context, Scope.READ_USER);
        answer(context, 200, Shapes.person(caller.person(), base(context), true));
    }

    /// `GET /users/{user}`
    public void person(Context context) {
        var caller = caller(context, Scope.READ_USER);
        var person = named(context);
        boolean self =
                caller.viewer().person().filter(p -> p.id().equals(person.id())).isPresent();
        answer(context, 200, Shapes.person(person, base(context), self));
    }

    private Person named(Context context) {
        return node.people()
                .find(context.pathParam("user"))
                .orElseThrow(() -> new Stop(404, "user does not exist [name: " + context.pathParam("user") + "]"));
    }

    /// `GET /user/repos`
    public void ownRepos(Context context) {
        var caller = caller(context, Scope.READ_REPOSITORY);
        list(context, caller, node.repos().ownedBy(caller.person()));
    }

    /// `GET /users/{user}/repos`
    public void personRepos(Context context) {
        var caller = caller(context, Scope.READ_REPOSITORY);
        list(context, caller, node.repos().ownedBy(named(context)));
    }

    private void list(Context context, Caller caller, List<Repo> repos) {
        var seen = repos.stream()
                .filter(repo -> node.access().may(caller.viewer(), Right.READ, repo))
                .toList();
        answer(context, 200, page(context, caller, seen));
    }

    private List<Map<String, Object>> page(Context context, Caller caller, List<Repo> repos) {
        int limit = Math.clamp(number(context, "limit", PAGE), 1, PAGE_MAX);
        int page = Math.clamp(number(context, "page", 1), 1, 1_000_000);
        context.header("X-Total-Count", String.valueOf(repos.size()));
        context.header("Access-Control-Expose-Headers", "Link, X-Total-Count");
        long from = (page - 1L) * limit;
        var links = new ArrayList<String>();
        int last = Math.max(1, (repos.size() + limit - 1) / limit);
        if (page < last) {
            links.add(link(context, page + 1, limit, "next"));
            links.add(link(context, last, limit, "last"));
        }
        if (page > 1) {
            links.add(link(context, 1, limit, "first"));
            links.add(link(context, page - 1, limit, "prev"));
        }
        if (!links.isEmpty()) context.header("Link", String.join(",", links));
        return repos.stream()
                .skip(from)
                .limit(limit)
                .map(repo -> shape(context, caller, repo))
                .toList();
    }

    private String link(Context context, int page, int limit, String relation) {
        var query = context.queryParam("q");
        String words = query == null ? "" : "q=" + Urls.path(query).replace("+", "%2B") + "&";
        return "<%s%s?%spage=%d&limit=%d>; rel=\"%s\""
                .formatted(base(context), Urls.path(context.path()), words, page, limit, relation);
    }

    private static int number(Context context, String name, int otherwise) {
        String text = context.queryParam(name);
        if (text == null || text.isEmpty()) return otherwise;
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new Stop(422, name + " is not a number");
        }
    }

    private Map<String, Object> shape(Context context, Caller caller, Repo repo) {
        var owner = node.people()
                .byId(repo.ownerId())
                .orElseThrow(() -> new AssertionError("a repository has an owner: " + repo.path()));
        var right = caller.viewer().person().flatMap(person -> node.access().right(person, repo));
        boolean self =
                caller.viewer().person().filter(p -> p.id().equals(owner.id())).isPresent();
        var shape = Shapes.person(owner, base(context), self);
        return Shapes.repo(repo, shape, right, node.refs().view(repo).isEmpty(), base(context));
    }

    /// `POST /user/repos`
    public void createRepo(Context context) {
        var caller = caller(context, Scope.WRITE_REPOSITORY);
        var person = caller.person();
        if (caller.viewer().grant().limitedTo().isPresent())
            throw new Stop(403, "this token is limited to chosen repositories");
        var json = body(context);
        String name = text(json, "name").orElseThrow(() -> new Stop(422, "[Name]: Required"));
        if (node.repos()
                .find(person.name(), name)
                .filter(found -> !found.moved())
                .isPresent()) throw new Stop(409, "The repository with the same name already exists.");
        String branch = text(json, "default_branch").filter(b -> !b.isEmpty()).orElse("main");
        var creation = node.refs()
                .create(
                        person,
                        name,
                        flag(json, "private").orElse(false),
                        text(json, "description").orElse(""),
                        branch);
        switch (creation) {
            case Repos.Creation.Created(var repo) -> answer(context, 201, shape(context, caller, repo));
            case Repos.Creation.Refused(String told) -> throw new Stop(422, told);
        }
    }

    private Repo repo(Context context, Caller caller, Right right) {
        var repo = node.repos()
                .find(context.pathParam("owner"), context.pathParam("repo"))
                .map(Repos.Found::repo)
                .filter(it -> node.access().may(caller.viewer(), Right.READ, it))
                .orElseThrow(() -> new Stop(404, "The target couldn't be found."));
        if (!node.access().may(caller.viewer(), right, repo)) {
            caller.person();
            throw new Stop(403, "user should have " + right.name().toLowerCase(Locale.ROOT) + " access");
        }
        return repo;
    }

    /// `GET /repos/{owner}/{repo}`
    public void repo(Context context) {
        var caller = caller(context, Scope.READ_REPOSITORY);
        answer(context, 200, shape(context, caller, repo(context, caller, Right.READ)));
    }

    /// `PATCH /repos/{owner}/{repo}`
    public void editRepo(Context context) {
        var caller = caller(context, Scope.WRITE_REPOSITORY);
        var repo = repo(context, caller, Right.ADMIN);
        var person = caller.person();
        var json = body(context);
        var name = text(json, "name");
        var description = text(json, "description");
        var isPrivate = flag(json, "private");
        description.flatMap(to -> node.edits().describe(repo, person, to)).ifPresent(told -> {
            throw new Stop(422, told);
        });
        isPrivate.flatMap(to -> node.edits().setPrivate(repo, person, to)).ifPresent(told -> {
            throw new Stop(422, told);
        });
        name.filter(to -> !to.equals(repo.name()))
                .flatMap(to -> node.edits().rename(repo, person, to))
                .ifPresent(told -> {
                    throw new Stop(422, told);
                });
        var now = node.repos().byId(repo.id()).orElseThrow(() -> new Stop(404, "The target couldn't be found."));
        answer(context, 200, shape(context, caller, now));
    }

    /// `DELETE /repos/{owner}/{repo}`
    public void deleteRepo(Context context) {
        var caller = caller(context, Scope.WRITE_REPOSITORY);
        var repo = repo(context, caller, Right.ADMIN);
        node.repos().delete(repo, caller.person());
        context.status(204);
    }

    /// `GET /repos/search`
    public void search(Context context) {
        var caller = caller(context, Scope.READ_REPOSITORY);
        String words = Optional.ofNullable(context.queryParam("q")).orElse("").toLowerCase(Locale.ROOT);
        var found = new ArrayList<Repo>();
        caller.viewer().person().ifPresent(person -> {
            found.addAll(node.repos().ownedBy(person));
            found.addAll(node.repos().sharedWith(person));
        });
        found.addAll(node.repos().publicBefore(clock.instant().plusSeconds(60), SEARCHED_MAX));
        var seen = new HashSet<String>();
        var repos = found.stream()
                .filter(repo -> seen.add(repo.id().value()))
                .filter(repo -> node.access().may(caller.viewer(), Right.READ, repo))
                .filter(repo -> repo.name().toLowerCase(Locale.ROOT).contains(words))
                .sorted(Comparator.comparing(Repo::path))
                .toList();
        var json = new LinkedHashMap<String, Object>();
        json.put("ok", true);
        json.put("data", page(context, caller, repos));
        answer(context, 200, json);
    }

    /// Tokens are made and listed with the password, as Gitea has it: a stolen token makes no others.
    private Person keyholder(Context context) {
        var caller = Caller.of(context, authentication);
        var person = caller.person();
        if (!caller.byPassword()) throw new Stop(401, "auth required: use Basic with your password");
        if (!named(context).id().equals(person.id())) throw new Stop(403, "these are somebody else's tokens");
        return person;
    }

    /// `GET /users/{user}/tokens`
    public void tokens(Context context) {
        var person = keyholder(context);
        var tokens = node.tokens().of(person);
        context.header("X-Total-Count", String.valueOf(tokens.size()));
        answer(
                context,
                200,
                tokens.stream().map(token -> Shapes.token(token, "")).toList());
    }

    /// `POST /users/{user}/tokens`
    public void createToken(Context context) {
        var person = keyholder(context);
        var json = body(context);
        String name = text(json, "name").orElseThrow(() -> new Stop(422, "[Name]: Required"));
        var scopes = new HashSet<Scope>();
        for (var scope : json.path("scopes"))
            scopes.add(Scope.of(scope.asText()).orElseThrow(() -> new Stop(400, "unknown scope: " + scope.asText())));
        switch (node.tokens().create(person, name, new Grant(scopes, Optional.empty()), Optional.empty())) {
            case AccessTokens.Creation.Created(var token, var secret) ->
                answer(context, 201, Shapes.token(token, secret.text()));
            case AccessTokens.Creation.Refused(String told) -> throw new Stop(400, told);
        }
    }

    /// `DELETE /users/{user}/tokens/{token}`
    public void deleteToken(Context context) {
        var person = keyholder(context);
        String asked = context.pathParam("token");
        var token = node.tokens().of(person).stream()
                .filter(it -> it.name().equals(asked)
                        || String.valueOf(Shapes.number(it.id())).equals(asked))
                .findFirst()
                .orElseThrow(() -> new Stop(404, "The target couldn't be found."));
        node.tokens().revoke(person, token.id());
        context.status(204);
    }
}
