package dev.hob.web.login;

import dev.hob.keys.Secret;
import dev.hob.node.people.AccountName;
import dev.hob.node.people.OneTimeLinks;
import dev.hob.node.people.People;
import dev.hob.web.html.Form;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import java.util.Map;
import java.util.Optional;

/// Signing in and out, signing up, and the links that work once.
public final class LoginPages {
    private final People people;
    private final OneTimeLinks links;
    private final boolean mayJoin;

    public LoginPages(People people, OneTimeLinks links, boolean mayJoin) {
        this.people = people;
        this.links = links;
        this.mayJoin = mayJoin;
    }

    /// The form to sign in.
    public void login(Visit visit) {
        String next = local(visit.query("next").orElse(""));
        if (visit.person().isPresent()) {
            visit.go(next.isEmpty() ? "/" : next);
            return;
        }
        show(visit, 200, Form.EMPTY, next);
    }

    /// Signs somebody in.
    public void enter(Visit visit) {
        visit.checkForm();
        var form = visit.form("name");
        String next = local(visit.field("next"));
        switch (people.login(form.value("name").strip(), Secret.of(visit.field("password")), visit.address())) {
            case People.Login.Known(var person) -> {
                visit.open(person);
                visit.go(next.isEmpty() ? "/" : next);
            }
            case People.Login.Wrong() -> show(visit, 401, form.wrong("", "That name and password do not fit."), next);
            case People.Login.Slow(var after) -> {
                visit.context().header("Retry-After", String.valueOf(Math.max(1, after.toSeconds())));
                String told = "Too many attempts. Try again in %d seconds.".formatted(Math.max(1, after.toSeconds()));
                show(visit, 429, form.wrong("", told), next);
            }
        }
    }

    private static void show(Visit visit, int status, Form form, String next) {
        visit.show(status, "login/login.jte", "Sign in", Map.of("form", form, "next", next));
    }

    /// Only a path of ours is a place to go on to.
    private static String local(String next) {
        boolean plain = next.startsWith("/")
                && !next.startsWith("//")
                && next.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\');
        return plain ? next : "";
    }

    /// Signs out.
    public void leave(Visit visit) {
        visit.checkForm();
        visit.close();
        visit.go("/");
    }

    /// The form to sign up, where anyone may.
    public void join(Visit visit) {
        if (!mayJoin) throw Stop.notFound();
        showJoin(visit, 200, Form.EMPTY, "/join", false);
    }

    /// Makes an account, where anyone may.
    public void joined(Visit visit) {
        if (!mayJoin) throw Stop.notFound();
        visit.checkForm();
        create(visit, "/join", Optional.empty(), false);
    }

    /// The form behind a link to sign up.
    public void invited(Visit visit) {
        var purpose = signUp(visit);
        showJoin(visit, 200, Form.EMPTY, "/join/" + visit.part("token"), purpose.admin());
    }

    /// Makes the account that a link is for.
    public void accepted(Visit visit) {
        visit.checkForm();
        var purpose = signUp(visit);
        create(visit, "/join/" + visit.part("token"), Optional.of(token(visit)), purpose.admin());
    }

    private void create(Visit visit, String action, Optional<Secret> link, boolean admin) {
        var form = visit.form("name", "email");
        var objection = AccountName.objection(form.value("name"));
        if (objection.isPresent()) {
            showJoin(visit, 422, form.wrong("name", objection.get()), action, admin);
            return;
        }
        var password = Secret.of(visit.field("password"));
        switch (people.create(form.value("name"), form.value("email").strip(), Optional.of(password), admin)) {
            case People.Creation.Created(var person) -> {
                // Of two who use a link at once, the second loses what it has just made.
                if (link.isPresent() && !links.use(link.get())) {
                    people.delete(person);
                    throw Stop.notFound();
                }
                visit.open(person);
                visit.go("/");
            }
            case People.Creation.Refused(String told) ->
                showJoin(visit, 422, form.wrong(field(told), told), action, admin);
        }
    }

    private static String field(String told) {
        if (told.contains("assword")) return "password";
        if (told.contains("mail")) return "email";
        return "name";
    }

    private static void showJoin(Visit visit, int status, Form form, String action, boolean admin) {
        String title = admin ? "Set up this node" : "Sign up";
        visit.show(status, "login/join.jte", title, Map.of("form", form, "action", action, "admin", admin));
    }

    private OneTimeLinks.Purpose.SignUp signUp(Visit visit) {
        return links.find(token(visit))
                .filter(OneTimeLinks.Purpose.SignUp.class::isInstance)
                .map(OneTimeLinks.Purpose.SignUp.class::cast)
                .orElseThrow(Stop::notFound);
    }

    private static Secret token(Visit visit) {
        return Secret.of(visit.part("token"));
    }

    /// The form behind a link to set a new password.
    public void reset(Visit visit) {
        whose(visit);
        showReset(visit, 200, Form.EMPTY);
    }

    /// Sets the new password.
    public void resetDone(Visit visit) {
        visit.checkForm();
        var person = people.byId(whose(visit).person()).orElseThrow(Stop::notFound);
        var wrong = people.changePassword(person, Secret.of(visit.field("password")));
        if (wrong.isPresent()) {
            showReset(visit, 422, Form.EMPTY.wrong("password", wrong.get()));
            return;
        }
        links.use(token(visit));
        visit.go("/login");
    }

    private OneTimeLinks.Purpose.Reset whose(Visit visit) {
        return links.find(token(visit))
                .filter(OneTimeLinks.Purpose.Reset.class::isInstance)
                .map(OneTimeLinks.Purpose.Reset.class::cast)
                .orElseThrow(Stop::notFound);
    }

    private static void showReset(Visit visit, int status, Form form) {
        var values = Map.of("form", form, "action", "/reset/" + visit.part("token"));
        visit.show(status, "login/reset.jte", "Choose a new password", values);
    }
}
