package dev.hob.web.login;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.people.AccessTokens;
import dev.hob.node.people.Grant;
import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.RepoSearch.Order;
import dev.hob.node.repo.RepoSearch.Which;
import dev.hob.node.repo.Repos;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Access tokens: making one, seeing it once, and ending it.
public final class TokenPages {
    private static final int LIMITED_TO_MAX = 50;

    private final Node node;

    public TokenPages(Node node) {
        this.node = node;
    }

    /// A scope, with what it allows, as the form offers it.
    public record Choice(String word, String allows, boolean chosen) {}

    /// The tokens, and the form for another.
    public void show(Visit visit) {
        var person = visit.signedIn();
        var scopes = Set.of(Scope.READ_REPOSITORY, Scope.WRITE_REPOSITORY);
        show(visit, person, 200, Form.EMPTY, scopes, Optional.empty());
    }

    /// Makes a token and shows it, this once.
    public void create(Visit visit) {
        var person = visit.signedIn();
        var form = visit.form("token", "expires", "reach", "repositories");
        var scopes = visit.context().formParams("scope").stream()
                .flatMap(text -> Scope.of(text).stream())
                .collect(Collectors.toUnmodifiableSet());
        var wrong = new LinkedHashMap<String, String>();
        if (scopes.isEmpty()) wrong.put("scope", text("login.at-least-one-scope"));
        var expires = expires(form, wrong);
        var limitedTo = limitedTo(person, form, wrong);
        if (!wrong.isEmpty()) {
            show(visit, person, 422, form.wrong(wrong), scopes, Optional.empty());
            return;
        }
        switch (node.tokens().create(person, form.value("token").strip(), new Grant(scopes, limitedTo), expires)) {
            case AccessTokens.Creation.Created(var _, var secret) ->
                show(visit, person, 200, Form.EMPTY, scopes, Optional.of(secret.text()));
            case AccessTokens.Creation.Refused(var field, String told) ->
                show(
                        visit,
                        person,
                        422,
                        form.wrong(field == AccessTokens.Creation.Field.EXPIRY ? "expires" : "token", told),
                        scopes,
                        Optional.empty());
        }
    }

    private static Optional<Instant> expires(Form form, Map<String, String> wrong) {
        if (form.value("expires").isEmpty()) return Optional.empty();
        try {
            var day = LocalDate.parse(form.value("expires")).plusDays(1);
            return Optional.of(day.atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeParseException _) {
            wrong.put("expires", text("login.a-date-reads"));
            return Optional.empty();
        }
    }

    private Optional<Set<RepositoryId>> limitedTo(Person person, Form form, Map<String, String> wrong) {
        if (!form.value("reach").equals("some")) return Optional.empty();
        var paths = Arrays.stream(form.value("repositories").split("[\\s,]+"))
                .filter(it -> !it.isEmpty())
                .toList();
        if (paths.isEmpty()) wrong.put("repositories", text("login.at-least-one-repository"));
        if (paths.size() > LIMITED_TO_MAX) wrong.put("repositories", text("login.repositories-max", LIMITED_TO_MAX));
        if (!wrong.isEmpty()) return Optional.empty();
        var ids = new HashSet<RepositoryId>();
        for (String path : paths)
            repository(person, path)
                    .ifPresentOrElse(
                            repo -> ids.add(repo.id()),
                            () -> wrong.put("repositories", text("login.no-repository", path)));
        return Optional.of(ids);
    }

    private Optional<Repo> repository(Person person, String path) {
        String[] parts = path.split("/", -1);
        if (parts.length != 2) return Optional.empty();
        return node.repos().find(parts[0], parts[1]).map(Repos.Found::repo).filter(it -> node.access()
                .right(person, it)
                .isPresent());
    }

    /// Revokes a token.
    public void revoke(Visit visit) {
        if (!node.tokens().revoke(visit.signedIn(), visit.part("id"))) throw Stop.notFound();
        visit.go("/settings/tokens", Notice.TOKEN_REVOKED);
    }

    private void show(Visit visit, Person person, int status, Form form, Set<Scope> scopes, Optional<String> fresh) {
        var lines = node.tokens().of(person).stream().map(this::line).toList();
        var choices = Arrays.stream(Scope.values())
                .filter(scope -> person.admin() || !scope.text().endsWith(":admin"))
                .map(scope -> new Choice(scope.text(), allows(scope), scopes.contains(scope)))
                .toList();
        var example =
                node
                        .repoSearch()
                        .part(visit.viewer(), Which.ownedBy(person), Order.UPDATED, true, 0, 1)
                        .repos()
                        .stream()
                        .map(Repo::path)
                        .findFirst();
        visit.show(
                status,
                "settings/tokens.jte",
                text("settings.access-tokens") + " · " + text("word.settings"),
                Map.of("tokens", lines, "choices", choices, "example", example, "fresh", fresh, "form", form));
    }

    private static String allows(Scope scope) {
        return switch (scope) {
            case ALL -> text("login.may-all");
            case READ_REPOSITORY -> text("login.may-read-repository");
            case WRITE_REPOSITORY -> text("login.may-write-repository");
            case READ_ISSUE -> text("login.may-read-issue");
            case WRITE_ISSUE -> text("login.may-write-issue");
            case READ_NOTIFICATION -> text("login.may-read-notification");
            case WRITE_NOTIFICATION -> text("login.may-write-notification");
            case READ_USER -> text("login.may-read-user");
            case WRITE_USER -> text("login.may-write-user");
            case READ_ACTIVITYPUB -> text("login.may-read-activitypub");
            case WRITE_ACTIVITYPUB -> text("login.may-write-activitypub");
            case READ_ADMIN -> text("login.may-read-admin");
            case WRITE_ADMIN -> text("login.may-write-admin");
        };
    }

    private TokenLine line(AccessTokens.Token token) {
        var grant = token.grant();
        String scopes = grant.scopes().stream().map(Scope::text).sorted().collect(Collectors.joining(", "));
        List<String> limitedTo = grant.limitedTo().stream()
                .flatMap(Set::stream)
                .flatMap(id -> node.repos().byId(id).stream())
                .map(Repo::path)
                .sorted()
                .toList();
        return new TokenLine(
                token.id(),
                token.name(),
                token.lastEight(),
                scopes,
                grant.limitedTo().isPresent(),
                limitedTo,
                token.created(),
                token.expires(),
                token.used());
    }
}
