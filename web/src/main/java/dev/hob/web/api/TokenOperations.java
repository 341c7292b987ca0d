package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.people.AccessTokens;
import dev.hob.node.people.Grant;
import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.AccessToken;
import dev.hob.web.api.json.CreateToken;
import dev.hob.web.html.Stop;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Tokens. They are made and listed with the password, as Gitea has it: a stolen token makes no others.
final class TokenOperations {
    private final Node node;

    TokenOperations(Node node) {
        this.node = node;
    }

    void declare(Operations all) {
        all.chapter("Tokens");
        all.get("userGetTokens", "/users/{username}/tokens", "The caller's tokens")
                .withPassword()
                .lists(AccessToken.class, this::list);
        all.post("userCreateToken", "/users/{username}/tokens", "Make a token")
                .withPassword()
                .takes(CreateToken.class)
                .refuses(400, "The name is taken, or there is no such scope")
                .creates(AccessToken.class, this::create);
        all.delete("userDeleteAccessToken", "/users/{username}/tokens/{token}", "End a token, by its name or number")
                .withPassword()
                .does(this::delete);
    }

    private Person keyholder(Call call) {
        var person = call.person();
        if (!PeopleOperations.named(node, call, "username").id().equals(person.id()))
            throw new Stop(403, "these are somebody else's tokens");
        return person;
    }

    private Listed<AccessToken> list(Call call) {
        return Listed.of(node.tokens().of(keyholder(call)), call.slice(), token -> shape(token, ""));
    }

    private AccessToken shape(AccessTokens.Token token, String secret) {
        Optional<List<String>> repositories = token.grant().limitedTo().map(ids -> ids.stream()
                .flatMap(id -> node.repos().byId(id).stream())
                .map(Repo::path)
                .sorted()
                .toList());
        return PeopleShapes.token(token, secret, repositories);
    }

    private AccessToken create(Call call) throws IOException {
        var person = keyholder(call);
        var asked = call.body(CreateToken.class);
        var scopes = new HashSet<Scope>();
        for (String word : asked.scopes().orElse(List.of()))
            scopes.add(Scope.of(word).orElseThrow(() -> new Stop(400, "unknown scope: " + word)));
        Optional<Set<RepositoryId>> limits = Optional.empty();
        if (asked.repositories().isPresent()) {
            var ids = new HashSet<RepositoryId>();
            for (String path : asked.repositories().get()) ids.add(repository(call, path));
            if (ids.isEmpty()) throw new Stop(422, "[repositories]: name at least one, or leave it out");
            limits = Optional.of(ids);
        }
        return switch (node.tokens().create(person, asked.name(), new Grant(scopes, limits), asked.expiresAt())) {
            case AccessTokens.Creation.Created(var token, var secret) -> shape(token, secret.text());
            case AccessTokens.Creation.Refused(var _, String told) -> throw new Stop(400, told);
        };
    }

    private RepositoryId repository(Call call, String path) {
        String[] parts = path.split("/", -1);
        return Optional.of(parts)
                .filter(it -> it.length == 2)
                .flatMap(it -> node.repos().find(it[0], it[1]))
                .map(Repos.Found::repo)
                .filter(repo -> node.access().may(call.viewer(), Right.READ, repo))
                .map(Repo::id)
                .orElseThrow(() -> new Stop(422, "[repositories]: there is no " + path));
    }

    private void delete(Call call) {
        var person = keyholder(call);
        String asked = call.part("token");
        var token = node.tokens().of(person).stream()
                .filter(it -> it.name().equals(asked)
                        || String.valueOf(PeopleShapes.number(it.id())).equals(asked))
                .findFirst()
                .orElseThrow(Call::missing);
        node.tokens().revoke(person, token.id());
    }
}
