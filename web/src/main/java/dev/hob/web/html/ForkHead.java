package dev.hob.web.html;

import java.util.Optional;

/// What stands above every page of a repository about forks, as far as the reader may see them; each by its path.
///
/// @param count how many forks it has
/// @param parent what it is a fork of
/// @param project where its issues and pull requests are: its own path, or that of what it is a namespace of;
/// empty
///     when that is gone
/// @param mine what the reader has of the same project already
/// @param origin what it is a fork of on another server
public record ForkHead(
        int count,
        Optional<String> parent,
        Optional<String> project,
        Optional<String> mine,
        Optional<ElsewhereHead> origin) {}
