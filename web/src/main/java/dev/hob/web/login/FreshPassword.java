package dev.hob.web.login;

import static dev.hob.web.text.Messages.text;

import dev.hob.keys.Secret;
import dev.hob.node.people.People;
import dev.hob.web.html.Visit;
import java.util.Optional;

/// Asks for the password once more before something that a borrowed browser must not do.
final class FreshPassword {
    /// The field that it is typed into.
    static final String FIELD = "current";

    private FreshPassword() {}

    /// What is wrong with what was typed, if anything.
    static Optional<String> objection(People people, Visit visit) {
        String name = visit.signedIn().name();
        return switch (people.login(name, Secret.of(visit.field(FIELD)), visit.address())) {
            case People.Login.Known _ -> Optional.empty();
            case People.Login.Wrong() -> Optional.of(text("login.not-your-password"));
            case People.Login.Slow(var after) -> Optional.of(LoginPages.slow(after));
        };
    }
}
