package dev.hob.web.api.json;

import java.util.List;

/// Repositories that a search found.
public record RepositoriesFound(boolean ok, List<Repository> data) {}
