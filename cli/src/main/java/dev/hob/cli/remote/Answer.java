package dev.hob.cli.remote;

import java.util.Optional;

/// What a node said.
public sealed interface Answer {
    /// It did it.
    ///
    /// @param next where the rest of a list is
    /// @param total how long the whole list is
    record Given(Json body, Optional<String> next, Optional<Long> total) implements Answer {}

    /// It did not.
    ///
    /// @param told why, in its own words
    record Refused(int status, String told) implements Answer {
        public boolean isMissing() {
            return status == 404;
        }
    }

    /// What was given; a refusal ends the command.
    default Json must() {
        return switch (this) {
            case Given given -> given.body();
            case Refused refused -> throw new Unable(refused.told());
        };
    }

    /// What was given; when it is not there, the command ends by saying what there is none of.
    default Json must(String what) {
        if (this instanceof Refused refused && refused.isMissing())
            throw new Unable("there is no " + what + ", or you may not see it");
        return must();
    }

    /// What was given, or none when it is not there; any other refusal ends the command.
    default Optional<Json> perhaps() {
        return this instanceof Refused refused && refused.isMissing() ? Optional.empty() : Optional.of(must());
    }
}
