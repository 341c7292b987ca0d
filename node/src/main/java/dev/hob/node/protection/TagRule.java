package dev.hob.node.protection;

import dev.hob.node.language.Messages;
import java.util.Optional;

/// What holds for the tags that a pattern stands for.
///
/// @param allowed who may make, move and delete them
public record TagRule(Glob pattern, Who allowed) {
    /// Why a rule cannot be so, if it cannot.
    public Optional<String> objection() {
        return allowed.people().size() > Who.PEOPLE_MAX
                ? Optional.of(Messages.text("protection.people-max", Who.PEOPLE_MAX))
                : Optional.empty();
    }
}
