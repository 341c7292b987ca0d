package dev.hob.web.html;

import java.util.List;
import java.util.Optional;

/// What stands above every page of a repository that is kept here for others.
///
/// @param delegates who decides about it
/// @param threshold how many of them make a commit the project's
/// @param undecided why the default branch stays where it is; empty when they agree
public record SeedHead(List<Who> delegates, int threshold, Optional<String> undecided) {
    public SeedHead {
        delegates = List.copyOf(delegates);
    }
}
