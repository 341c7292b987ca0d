package dev.hob.node.issue;

import dev.hob.keys.DidKey;
import dev.hob.node.people.Custody;
import dev.hob.node.people.DeviceKeys;
import dev.hob.node.people.Person;
import dev.hob.node.refs.Cobs;
import dev.hob.node.repo.Access;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import java.time.InstantSource;

/// What acting on issues and pull requests needs.
public record Means(
        Cobs cobs,
        Numbers numbers,
        Custody custody,
        Access access,
        DeviceKeys devices,
        Guests guests,
        IssueReading reading,
        InstantSource clock) {
    /// Whether somebody may write to the repository, and so decide about what others have opened.
    public boolean isMember(Repo repo, Person by) {
        return access.right(by, repo)
                .map(right -> right.compareTo(Right.WRITE) >= 0)
                .orElse(false);
    }

    /// The same of whoever speaks: of elsewhere only whom the owner has let in.
    public boolean isMember(Repo repo, Speaker by) {
        return switch (by) {
            case Speaker.Local(var person) -> isMember(repo, person);
            case Speaker.Guest _ -> false;
            case Speaker.Member _ -> true;
        };
    }

    /// Whether somebody may change what this key has said: of elsewhere, only what they themselves said.
    public boolean isTheirs(Repo repo, Speaker by, DidKey author) {
        return switch (by) {
            case Speaker.Local(var person) -> isTheirs(repo, person, author);
            case Speaker.Guest guest -> guest.key().equals(author);
            case Speaker.Member _ -> true;
        };
    }

    /// Whether somebody may change what this key has said: theirs, whatever device they said it on, or a member's.
    public boolean isTheirs(Repo repo, Person by, DidKey author) {
        // Where no delegate's key is held here, nobody signs for what another key of theirs has said.
        boolean theirs = repo.isSeeded() ? by.key().equals(author) : devices.isOf(by, author);
        return theirs || isMember(repo, by);
    }
}
