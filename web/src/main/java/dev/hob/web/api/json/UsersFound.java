package dev.hob.web.api.json;

import java.util.List;

/// Accounts that a search found.
public record UsersFound(boolean ok, List<User> data) {}
