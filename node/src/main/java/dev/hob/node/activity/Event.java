package dev.hob.node.activity;

import dev.hob.node.log.Change;
import dev.hob.node.log.Origin;
import dev.hob.node.repo.Repo;
import java.time.Instant;
import java.util.Optional;

/// Something that somebody did in a repository.
///
/// @param id rises with time
/// @param repo as it is now
/// @param pushed the one branch or tag that this tells of; empty when the change is no push, or one of very many
/// @param talk what it is about; empty when the change is about no issue and no pull request
public record Event(
        long id, Instant at, Origin origin, Repo repo, Change change, Optional<Pushed> pushed, Optional<Talk> talk) {}
