package dev.hob.web.people;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.people.OneTimeLinks;
import dev.hob.node.people.OneTimeLinks.Purpose;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The administrator's view of people: finding, making, inviting, shutting out and letting go.
public final class AdminPeoplePages {
    private static final Logger LOG = LoggerFactory.getLogger(AdminPeoplePages.class);
    private static final int PAGE = 50;

    private final Node node;

    public AdminPeoplePages(Node node) {
        this.node = node;
    }

    /// A line of open invitations.
    public record InvitationLine(OneTimeLinks.Invitation invitation, String madeBy) {}

    /// Everybody, by name.
    public void list(Visit visit) {
        visit.administrator();
        show(visit, 200, Form.EMPTY, Optional.empty());
    }

    /// Makes an account, and shows the link by which its owner sets a password.
    public void create(Visit visit) {
        visit.administrator();
        var form = visit.form("name", "email", "admin");
        boolean admin = !form.value("admin").isEmpty();
        switch (node.people()
                .create(form.value("name").strip(), form.value("email").strip(), Optional.empty(), admin)) {
            case People.Creation.Refused(var field, String told) ->
                show(
                        visit,
                        422,
                        form.wrong(field == People.Creation.Field.EMAIL ? "email" : "name", told),
                        Optional.empty());
            case People.Creation.Created(var person) -> {
                LOG.info("{} made the account {}", visit.signedIn().name(), person.name());
                showPerson(visit, person, 200, Form.EMPTY, Optional.of(resetLink(visit, person)));
            }
        }
    }

    /// Makes a link to sign up.
    public void invite(Visit visit) {
        var host = visit.administrator();
        var form = visit.form("note", "inviteAdmin");
        switch (node.links()
                .invite(
                        host,
                        !form.value("inviteAdmin").isEmpty(),
                        form.value("note").strip())) {
            case OneTimeLinks.Inviting.Made(var secret) ->
                show(visit, 200, Form.EMPTY, Optional.of(visit.url("/join/" + secret.text())));
            case OneTimeLinks.Inviting.Refused(String told) ->
                show(visit, 422, form.wrong("note", told), Optional.empty());
        }
    }

    /// Takes an invitation back, whoever made it.
    public void withdraw(Visit visit) {
        visit.administrator();
        if (!node.links().withdraw(visit.part("id"))) throw Stop.notFound();
        visit.go("/admin/people", Notice.INVITATION_WITHDRAWN);
    }

    private void show(Visit visit, int status, Form form, Optional<String> link) {
        String words = ExplorePages.words(visit);
        String after = visit.query("after").orElse("");
        var found = node.people().matching(words, true, after, PAGE + 1);
        var shown = found.stream().limit(PAGE).map(PersonCard::of).toList();
        Optional<String> next = found.size() > PAGE
                ? Optional.of(Urls.query(
                        "/admin/people", "q", words, "after", shown.getLast().name()))
                : Optional.empty();
        var invitations = node.links().invitations().stream()
                .map(it -> new InvitationLine(
                        it,
                        it.madeBy()
                                .flatMap(node.people()::byId)
                                .map(Person::name)
                                .orElse("")))
                .toList();
        visit.show(
                status,
                "admin/people.jte",
                text("word.people") + " · " + text("word.administration"),
                Map.of(
                        "people", shown,
                        "words", words,
                        "first", after.isEmpty(),
                        "next", next,
                        "invitations", invitations,
                        "link", link,
                        "form", form));
    }

    private Person person(Visit visit) {
        visit.administrator();
        return node.people().find(visit.part("name")).orElseThrow(Stop::notFound);
    }

    /// One account, and what can be done with it.
    public void one(Visit visit) {
        showPerson(visit, person(visit), 200, Form.EMPTY, Optional.empty());
    }

    /// Shuts it out, or lets it in again.
    public void disable(Visit visit) {
        var person = person(visit);
        done(
                visit,
                person,
                "disabled",
                node.people().disable(person, visit.field("disabled").equals("true")));
    }

    /// Makes it an administrator's, or no longer.
    public void makeAdmin(Visit visit) {
        var person = person(visit);
        done(
                visit,
                person,
                "admin",
                node.people().makeAdmin(person, visit.field("admin").equals("true")));
    }

    private void done(Visit visit, Person person, String field, Optional<String> objection) {
        if (objection.isPresent()) {
            showPerson(visit, person, 422, Form.EMPTY.wrong(field, objection.get()), Optional.empty());
            return;
        }
        LOG.info(
                "{} set {} of {} to {}",
                visit.signedIn().name(),
                field,
                person.name(),
                visit.field(field).equals("true"));
        visit.go("/admin/people/" + person.name(), Notice.SAVED);
    }

    /// Shows a link that sets a new password.
    public void reset(Visit visit) {
        var person = person(visit);
        showPerson(visit, person, 200, Form.EMPTY, Optional.of(resetLink(visit, person)));
    }

    private String resetLink(Visit visit, Person person) {
        LOG.info("{} made a reset link for {}", visit.signedIn().name(), person.name());
        return visit.url(
                "/reset/" + node.links().create(new Purpose.Reset(person.id())).text());
    }

    /// Deletes it, once its name was typed.
    public void delete(Visit visit) {
        var person = person(visit);
        var form = visit.form("confirm");
        Optional<String> objection = form.value("confirm").strip().equals(person.name())
                ? node.delete(person)
                : Optional.of(text("people.not-the-accounts-name"));
        if (objection.isPresent()) {
            showPerson(visit, person, 422, form.wrong("confirm", objection.get()), Optional.empty());
            return;
        }
        LOG.info("the account {} was deleted", person.name());
        visit.go("/admin/people", Notice.ACCOUNT_DELETED);
    }

    private void showPerson(Visit visit, Person person, int status, Form form, Optional<String> link) {
        visit.show(
                status,
                "admin/person.jte",
                person.name() + " · " + text("word.administration"),
                Map.of(
                        "person", PersonCard.of(person),
                        "repositories", node.repos().ownedBy(person).size(),
                        "sessions", node.sessions().of(person).size(),
                        "tokens", node.tokens().of(person).size(),
                        "link", link,
                        "form", form));
    }
}
