package dev.hob.web.html;

import java.util.Optional;

/// Somebody who wrote commits of a repository.
///
/// @param account of this node, when their newest commit is signed with a key of it
/// @param commits where these are listed
/// @param bars when they wrote them; of the many who wrote little, none
public record ContributorLine(String name, Optional<Who> account, int count, String commits, Optional<Bars> bars) {}
