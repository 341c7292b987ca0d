package dev.hob.web.login;

import static dev.hob.web.text.Messages.text;

import dev.hob.keys.Secret;
import dev.hob.node.people.AccountName;
import dev.hob.node.people.OneTimeLinks;
import dev.hob.node.people.OneTimeLinks.Purpose;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.people.SignUp;
import dev.hob.node.people.SignUps;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Signing in and out, signing up, and the links that work once.
public final class LoginPages {
    private final People people;
    private final OneTimeLinks links;
    private final SignUps signUps;
    private final Supplier<SignUp> policy;

    public LoginPages(People people, OneTimeLinks links, SignUps signUps, Supplier<SignUp> policy) {
        this.people = people;
        this.links = links;
        this.signUps = signUps;
        this.policy = policy;
    }

    /// The form to sign in.
    public void login(Visit visit) {
        String next = Urls.local(visit.query("next").orElse(""));
        if (visit.person().isPresent()) {
            visit.go(next.isEmpty() ? "/" : next);
            return;
        }
        show(visit, 200, Form.EMPTY, next);
    }

    /// Signs somebody in.
    public void enter(Visit visit) {
        var form = visit.form("name");
        String next = Urls.local(visit.field("next"));
        switch (people.login(form.value("name").strip(), Secret.of(visit.field("password")), visit.address())) {
            case People.Login.Known(var person) -> {
                visit.open(person);
                visit.go(next.isEmpty() ? "/" : next);
            }
            case People.Login.Wrong() -> show(visit, 401, form.wrong("password", text("login.do-not-fit")), next);
            case People.Login.Slow(var after) -> {
                visit.context().header("Retry-After", String.valueOf(seconds(after)));
                show(visit, 429, form.wrong("password", slow(after)), next);
            }
        }
    }

    static String slow(Duration after) {
        return text("login.too-many-attempts", seconds(after));
    }

    private static long seconds(Duration after) {
        return Math.max(1, after.toSeconds());
    }

    private static void show(Visit visit, int status, Form form, String next) {
        visit.show(status, "login/login.jte", text("action.sign-in"), Map.of("form", form, "next", next));
    }

    /// Signs out.
    public void leave(Visit visit) {
        visit.close();
        visit.go("/");
    }

    /// The form to sign up, where anyone may.
    public void join(Visit visit) {
        checkOpen();
        showJoin(visit, 200, Form.EMPTY, "/join", false);
    }

    private void checkOpen() {
        if (policy.get() != SignUp.OPEN) throw Stop.notFound();
    }

    /// Makes an account, where anyone may.
    public void joined(Visit visit) {
        checkOpen();
        if (signUps.tooMany(visit.address())) throw new Stop(429, text("login.many-accounts"));
        create(visit, "/join", Optional.empty(), false).ifPresent(_ -> signUps.made(visit.address()));
    }

    /// The form behind a link to sign up.
    public void invited(Visit visit) {
        var purpose = signUp(visit);
        showJoin(visit, 200, Form.EMPTY, "/join/" + visit.part("token"), purpose.admin());
    }

    /// Makes the account that a link is for.
    public void accepted(Visit visit) {
        var purpose = signUp(visit);
        create(visit, "/join/" + visit.part("token"), Optional.of(token(visit)), purpose.admin());
    }

    private Optional<Person> create(Visit visit, String action, Optional<Secret> link, boolean admin) {
        var form = visit.form("name", "email");
        String name = form.value("name").strip();
        var objection = AccountName.objection(name);
        if (objection.isPresent()) {
            showJoin(visit, 422, form.wrong("name", objection.get()), action, admin);
            return Optional.empty();
        }
        var password = Secret.of(visit.field("password"));
        switch (people.create(name, form.value("email").strip(), Optional.of(password), admin)) {
            case People.Creation.Created(var person) -> {
                // Of two who use a link at once, the second loses what it has just made.
                if (link.isPresent() && !links.use(link.get())) {
                    people.delete(person);
                    throw Stop.notFound();
                }
                visit.open(person);
                visit.go("/");
                return Optional.of(person);
            }
            case People.Creation.Refused(var field, String told) -> {
                showJoin(visit, 422, form.wrong(name(field), told), action, admin);
                return Optional.empty();
            }
        }
    }

    private static String name(People.Creation.Field field) {
        return switch (field) {
            case NAME -> "name";
            case EMAIL -> "email";
            case PASSWORD -> "password";
        };
    }

    private static void showJoin(Visit visit, int status, Form form, String action, boolean admin) {
        String title = admin ? text("login.set-up-this-node") : text("action.sign-up");
        visit.show(status, "login/join.jte", title, Map.of("form", form, "action", action, "admin", admin));
    }

    private Purpose.SignUp signUp(Visit visit) {
        if (purpose(visit) instanceof Purpose.SignUp signUp) return signUp;
        throw Stop.notFound();
    }

    private Purpose.Reset whose(Visit visit) {
        if (purpose(visit) instanceof Purpose.Reset reset) return reset;
        throw Stop.notFound();
    }

    private Purpose purpose(Visit visit) {
        return switch (links.check(token(visit), visit.address())) {
            case OneTimeLinks.Check.Good(var purpose) -> purpose;
            case OneTimeLinks.Check.Wrong() -> throw new Stop(404, text("login.link-leads-nowhere"));
            case OneTimeLinks.Check.Slow(var after) -> {
                visit.context().header("Retry-After", String.valueOf(seconds(after)));
                throw new Stop(429, slow(after));
            }
        };
    }

    private static Secret token(Visit visit) {
        return Secret.of(visit.part("token"));
    }

    /// The form behind a link to set a new password.
    public void reset(Visit visit) {
        var person = people.byId(whose(visit).person()).orElseThrow(Stop::notFound);
        showReset(visit, 200, person, Form.EMPTY);
    }

    /// Sets the new password.
    public void resetDone(Visit visit) {
        var person = people.byId(whose(visit).person()).orElseThrow(Stop::notFound);
        var wrong = people.changePassword(person, Secret.of(visit.field("password")));
        if (wrong.isPresent()) {
            showReset(visit, 422, person, Form.EMPTY.wrong("password", wrong.get()));
            return;
        }
        links.use(token(visit));
        visit.close();
        visit.go("/login", Notice.NEW_PASSWORD);
    }

    private static void showReset(Visit visit, int status, Person person, Form form) {
        var values = Map.of("form", form, "action", "/reset/" + visit.part("token"), "name", person.name());
        visit.show(status, "login/reset.jte", text("login.choose-a-new-password"), values);
    }
}
