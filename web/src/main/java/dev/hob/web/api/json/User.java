package dev.hob.web.api.json;

import java.time.Instant;

/// An account.
public record User(
        long id,
        String login,
        String loginName,
        long sourceId,
        String fullName,
        @Says("Only its owner sees the real one") String email,
        String avatarUrl,
        String htmlUrl,
        String language,
        @Says("Only told to the account itself") boolean isAdmin,
        Instant lastLogin,
        Instant created,
        boolean restricted,
        boolean active,
        boolean prohibitLogin,
        String location,
        String website,
        String description,
        String visibility,
        long followersCount,
        long followingCount,
        long starredReposCount,
        String username,
        @Says("Always User") String type,

        @Says("The key that signs what this account does here")
        String did) {}
