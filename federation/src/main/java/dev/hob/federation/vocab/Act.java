package dev.hob.federation.vocab;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What all activities have: who did it, when, and who may know. Immutable.
public record Act(
        Optional<Id> id,
        Id actor,
        List<Id> attributedTo,
        Optional<Ref> context,
        Optional<Words> summary,
        Optional<Instant> published,
        Optional<Instant> updated,
        Optional<Instant> startTime,
        Optional<Instant> endTime,
        List<String> to,
        List<String> cc,
        List<String> audience,
        Optional<Id> capability,
        Rest rest) {
    public Act {
        attributedTo = List.copyOf(attributedTo);
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        audience = List.copyOf(audience);
    }

    /// An act that nobody is told of yet.
    public static Act by(Id actor, Id id) {
        return new Act(
                Optional.of(id),
                actor,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Rest.NONE);
    }

    /// The same, addressed.
    public Act to(List<String> to, List<String> cc) {
        return new Act(
                id,
                actor,
                attributedTo,
                context,
                summary,
                published,
                updated,
                startTime,
                endTime,
                to,
                cc,
                audience,
                capability,
                rest);
    }

    /// The same, with its time.
    public Act at(Instant published) {
        return new Act(
                id,
                actor,
                attributedTo,
                context,
                summary,
                Optional.of(published),
                updated,
                startTime,
                endTime,
                to,
                cc,
                audience,
                capability,
                rest);
    }

    /// The same, with a word of explanation, as a `Reject` has it.
    public Act because(String summary) {
        return new Act(
                id,
                actor,
                attributedTo,
                context,
                Optional.of(Words.of(summary)),
                published,
                updated,
                startTime,
                endTime,
                to,
                cc,
                audience,
                capability,
                rest);
    }

    /// The same, about something.
    public Act about(Ref context) {
        return new Act(
                id,
                actor,
                attributedTo,
                Optional.of(context),
                summary,
                published,
                updated,
                startTime,
                endTime,
                to,
                cc,
                audience,
                capability,
                rest);
    }

    /// The same, by the power of a grant.
    public Act with(Id capability) {
        return new Act(
                id,
                actor,
                attributedTo,
                context,
                summary,
                published,
                updated,
                startTime,
                endTime,
                to,
                cc,
                audience,
                Optional.of(capability),
                rest);
    }
}
