package dev.hob.web.login;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.people.OneTimeLinks;
import dev.hob.node.people.Person;
import dev.hob.node.people.SignUp;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The invitations that somebody hands out, where everybody with an account may.
public final class InvitationPages {
    private final Node node;
    private final Supplier<SignUp> policy;

    public InvitationPages(Node node, Supplier<SignUp> policy) {
        this.node = node;
        this.policy = policy;
    }

    private Person host(Visit visit) {
        var person = visit.signedIn();
        if (!person.admin() && policy.get() != SignUp.INVITATION) throw Stop.notFound();
        return person;
    }

    /// One's open invitations, and the form for another.
    public void show(Visit visit) {
        show(visit, host(visit), 200, Form.EMPTY, Optional.empty());
    }

    /// Makes one and shows its link, this once.
    public void create(Visit visit) {
        var person = host(visit);
        var form = visit.form("note");
        switch (node.links().invite(person, false, form.value("note").strip())) {
            case OneTimeLinks.Inviting.Made(var secret) -> {
                String link = visit.url("/join/" + secret.text());
                show(visit, person, 200, Form.EMPTY, Optional.of(link));
            }
            case OneTimeLinks.Inviting.Refused(String told) ->
                show(visit, person, 422, form.wrong("note", told), Optional.empty());
        }
    }

    /// Takes one back.
    public void withdraw(Visit visit) {
        var person = host(visit);
        var own = node.links().invitationsOf(person).stream()
                .filter(it -> it.id().equals(visit.part("id")))
                .findFirst()
                .orElseThrow(Stop::notFound);
        node.links().withdraw(own.id());
        visit.go("/settings/invitations", Notice.INVITATION_WITHDRAWN);
    }

    private void show(Visit visit, Person person, int status, Form form, Optional<String> fresh) {
        visit.show(
                status,
                "settings/invitations.jte",
                text("settings.invitations") + " · " + text("word.settings"),
                Map.of("form", form, "fresh", fresh, "invitations", node.links().invitationsOf(person)));
    }
}
