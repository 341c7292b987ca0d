package dev.hob.web.login;

import static dev.hob.web.text.Messages.text;

import dev.hob.keys.Secret;
import dev.hob.node.Node;
import dev.hob.node.people.Person;
import dev.hob.node.people.Profile;
import dev.hob.node.people.Sessions;
import dev.hob.node.repo.Repo;
import dev.hob.web.html.Avatar;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Visit;
import java.util.LinkedHashMap;
import java.util.Map;

/// A person's own settings: what they tell about themselves, password, sessions, and leaving.
public final class SettingsPages {
    private final Node node;

    public SettingsPages(Node node) {
        this.node = node;
    }

    /// What a person tells about themselves.
    public void profile(Visit visit) {
        var person = visit.signedIn();
        var profile = person.profile();
        var form = new Form(
                Map.of(
                        "displayName", profile.displayName(),
                        "bio", profile.bio(),
                        "website", profile.website(),
                        "location", profile.location(),
                        "email", person.email()),
                Map.of());
        showProfile(visit, person, 200, form);
    }

    /// Keeps it.
    public void describe(Visit visit) {
        var person = visit.signedIn();
        var form = visit.form("displayName", "bio", "website", "location", "email");
        var profile = new Profile(
                form.value("displayName"), form.value("bio"), form.value("website"), form.value("location"));
        var objections = new LinkedHashMap<>(profile.objections());
        String email = form.value("email").strip();
        if (objections.isEmpty() && !email.equals(person.email()))
            node.people().changeEmail(person, email).ifPresent(told -> objections.put("email", told));
        if (!objections.isEmpty()) {
            showProfile(visit, person, 422, form.wrong(objections));
            return;
        }
        node.people().describe(person, profile);
        visit.go("/settings", Notice.SAVED);
    }

    private static void showProfile(Visit visit, Person person, int status, Form form) {
        visit.show(
                status,
                "settings/profile.jte",
                text("settings.profile") + " · " + text("word.settings"),
                Map.of(
                        "form",
                        form,
                        "avatar",
                        Avatar.url(person.key()),
                        "bioMax",
                        Profile.BIO_CHARACTERS_MAX,
                        "lineMax",
                        Profile.LINE_CHARACTERS_MAX));
    }

    /// The form for another password.
    public void password(Visit visit) {
        visit.signedIn();
        showPassword(visit, 200, Form.EMPTY);
    }

    /// Changes the password; every session ends but a fresh one for this browser.
    public void changePassword(Visit visit) {
        var person = visit.signedIn();
        var wrong = FreshPassword.objection(node.people(), visit);
        if (wrong.isPresent()) {
            showPassword(visit, 422, Form.EMPTY.wrong(FreshPassword.FIELD, wrong.get()));
            return;
        }
        var objection = node.people().changePassword(person, Secret.of(visit.field("password")));
        if (objection.isPresent()) {
            showPassword(visit, 422, Form.EMPTY.wrong("password", objection.get()));
            return;
        }
        visit.open(person);
        visit.go("/settings/password", Notice.PASSWORD);
    }

    private static void showPassword(Visit visit, int status, Form form) {
        visit.show(
                status,
                "settings/password.jte",
                text("word.password") + " · " + text("word.settings"),
                Map.of("form", form));
    }

    /// Where somebody is signed in.
    public void sessions(Visit visit) {
        var person = visit.signedIn();
        String here = visit.session().id();
        var lines =
                node.sessions().of(person).stream().map(it -> line(it, here)).toList();
        visit.show(
                "settings/sessions.jte",
                text("settings.sessions") + " · " + text("word.settings"),
                Map.of("sessions", lines));
    }

    private static SessionLine line(Sessions.Open it, String here) {
        return new SessionLine(
                it.id(),
                Browsers.named(it.agent()),
                it.address(),
                it.created(),
                it.used(),
                it.id().equals(here));
    }

    /// Signs one of them out.
    public void endSession(Visit visit) {
        var person = visit.signedIn();
        boolean here = visit.part("id").equals(visit.session().id());
        node.sessions().end(person, visit.part("id"));
        if (here) visit.go("/");
        else visit.go("/settings/sessions", Notice.SESSION_ENDED);
    }

    /// Signs all others out.
    public void endOtherSessions(Visit visit) {
        node.sessions().endOthers(visit.signedIn(), visit.session().id());
        visit.go("/settings/sessions", Notice.SESSIONS_ENDED);
    }

    /// What leaving means, and the form for it.
    public void leaving(Visit visit) {
        showLeaving(visit, visit.signedIn(), 200, Form.EMPTY);
    }

    /// Deletes the account.
    public void leave(Visit visit) {
        var person = visit.signedIn();
        var form = visit.form("confirm");
        if (!form.value("confirm").strip().equals(person.name())) {
            showLeaving(visit, person, 422, form.wrong("confirm", text("login.not-your-accounts-name")));
            return;
        }
        var wrong = FreshPassword.objection(node.people(), visit);
        if (wrong.isPresent()) {
            showLeaving(visit, person, 422, form.wrong(FreshPassword.FIELD, wrong.get()));
            return;
        }
        var objection = node.delete(person);
        if (objection.isPresent()) {
            showLeaving(visit, person, 422, form.wrong("confirm", objection.get()));
            return;
        }
        visit.close();
        visit.go("/", Notice.ACCOUNT_DELETED);
    }

    private void showLeaving(Visit visit, Person person, int status, Form form) {
        var owned = node.repos().ownedBy(person).stream().map(Repo::path).toList();
        visit.show(
                status,
                "settings/delete.jte",
                text("settings.delete-account") + " · " + text("word.settings"),
                Map.of("form", form, "name", person.name(), "owned", owned));
    }
}
