package dev.hob.web.login;

import dev.hob.keys.Secret;
import dev.hob.node.people.AccessTokens;
import dev.hob.node.people.Grant;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.node.people.SshKeys;
import dev.hob.web.html.Form;
import dev.hob.web.html.KeyLine;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A person's own settings: password, access tokens and SSH keys; and the keys as anyone may read them.
public final class SettingsPages {
    private final People people;
    private final AccessTokens tokens;
    private final SshKeys keys;

    public SettingsPages(People people, AccessTokens tokens, SshKeys keys) {
        this.people = people;
        this.tokens = tokens;
        this.keys = keys;
    }

    /// All of them on one page.
    public void show(Visit visit) {
        show(visit, visit.signedIn(), 200, Form.EMPTY, Optional.empty());
    }

    /// Changes the password; every session ends but a fresh one for this browser.
    public void password(Visit visit) {
        var person = visit.signedIn();
        visit.checkForm();
        switch (people.login(person.name(), Secret.of(visit.field("current")), visit.address())) {
            case People.Login.Known _ -> {
                var wrong = people.changePassword(person, Secret.of(visit.field("password")));
                if (wrong.isPresent()) {
                    show(visit, person, 422, Form.EMPTY.wrong("password", wrong.get()), Optional.empty());
                    return;
                }
                visit.open(person);
                visit.go("/settings");
            }
            case People.Login.Wrong() ->
                show(visit, person, 422, Form.EMPTY.wrong("current", "That is not your password."), Optional.empty());
            case People.Login.Slow(var after) ->
                throw new Stop(429, "Too many attempts. Try again in %d seconds.".formatted(after.toSeconds() + 1));
        }
    }

    /// Makes a token and shows it, this once.
    public void createToken(Visit visit) {
        var person = visit.signedIn();
        visit.checkForm();
        var form = visit.form("token", "expires");
        Optional<Instant> expires;
        try {
            expires = form.value("expires").isEmpty()
                    ? Optional.empty()
                    : Optional.of(LocalDate.parse(form.value("expires"))
                            .plusDays(1)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant());
        } catch (DateTimeParseException e) {
            show(visit, person, 422, form.wrong("expires", "A date reads 2030-12-31."), Optional.empty());
            return;
        }
        var scopes = visit.context().formParams("scope").stream()
                .flatMap(text -> Scope.of(text).stream())
                .collect(Collectors.toUnmodifiableSet());
        if (scopes.isEmpty()) {
            show(visit, person, 422, form.wrong("scope", "A token needs at least one scope."), Optional.empty());
            return;
        }
        switch (tokens.create(person, form.value("token").strip(), new Grant(scopes, Optional.empty()), expires)) {
            case AccessTokens.Creation.Created(var token, var secret) ->
                show(visit, person, 200, Form.EMPTY, Optional.of(secret.text()));
            case AccessTokens.Creation.Refused(String told) ->
                show(
                        visit,
                        person,
                        422,
                        form.wrong(told.contains("expir") ? "expires" : "token", told),
                        Optional.empty());
        }
    }

    /// Revokes a token.
    public void revokeToken(Visit visit) {
        var person = visit.signedIn();
        visit.checkForm();
        tokens.revoke(person, visit.part("id"));
        visit.go("/settings#tokens");
    }

    /// Adds an SSH key.
    public void addKey(Visit visit) {
        var person = visit.signedIn();
        visit.checkForm();
        var form = visit.form("key", "title");
        switch (keys.add(person, form.value("title"), form.value("key"))) {
            case SshKeys.Addition.Kept _ -> visit.go("/settings#keys");
            case SshKeys.Addition.Untitled(String told) ->
                show(visit, person, 422, form.wrong("title", told), Optional.empty());
            case SshKeys.Addition.Refused(String told) -> {
                // What was pasted may be a private key: it is not sent back.
                var kept = new Form(Map.of("title", form.value("title")), Map.of("key", told));
                show(visit, person, 422, kept, Optional.empty());
            }
        }
    }

    /// Takes an SSH key off the account.
    public void removeKey(Visit visit) {
        var person = visit.signedIn();
        visit.checkForm();
        keys.remove(person, visit.part("id"));
        visit.go("/settings#keys");
    }

    /// Somebody's SSH keys as `authorized_keys` has them, without their comments.
    public void publicKeys(Visit visit) {
        var person = people.find(visit.part("owner")).orElseThrow(Stop::notFound);
        String lines = keys.of(person).stream()
                .map(added -> added.key().bare().line() + "\n")
                .collect(Collectors.joining());
        visit.context().contentType("text/plain; charset=utf-8").result(lines);
    }

    private void show(Visit visit, Person person, int status, Form form, Optional<String> fresh) {
        var ownKeys = keys.of(person).stream().map(SettingsPages::line).toList();
        var lines = tokens.of(person).stream().map(SettingsPages::line).toList();
        var scopes = Arrays.stream(Scope.values())
                .filter(scope -> person.admin() || !scope.text().endsWith(":admin"))
                .map(Scope::text)
                .toList();
        visit.show(
                status,
                "settings.jte",
                "Settings",
                Map.of(
                        "did",
                        person.key().did(),
                        "tokens",
                        lines,
                        "keys",
                        ownKeys,
                        "scopes",
                        scopes,
                        "fresh",
                        fresh,
                        "form",
                        form));
    }

    private static KeyLine line(SshKeys.Added added) {
        var key = added.key();
        String detail = key.type() + " " + key.fingerprint();
        return new KeyLine(added.id(), added.title(), detail, added.added(), Optional.empty());
    }

    private static KeyLine line(AccessTokens.Token token) {
        String scopes =
                token.grant().scopes().stream().map(Scope::text).sorted().collect(Collectors.joining(", "));
        String detail = "…" + token.lastEight() + " · " + scopes
                + token.expires()
                        .map(at -> " · until " + at.atZone(ZoneOffset.UTC).toLocalDate())
                        .orElse("");
        return new KeyLine(token.id(), token.name(), detail, token.created(), token.used());
    }
}
