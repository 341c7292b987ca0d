package dev.hob.search.query;

import dev.hob.node.log.RepositoryId;
import dev.hob.search.index.Kind;
import dev.hob.search.index.Revision;
import java.util.Optional;

/// A piece of something that was found, whole, for who reads it at once.
///
/// @param repository by id and as `owner/name`
/// @param revision where a file was found so, if not on the default branch
/// @param path of a file; how an issue is called in an address; a commit's id
/// @param title of an issue or a commit; what a piece of code defines, if anything
/// @param entry of a comment: its id
/// @param firstLine of a file, counted from 1; 0 where there are no lines
/// @param lastLine inclusive
public record Passage(
        Kind kind,
        RepositoryId repository,
        String repositoryPath,
        Optional<Revision> revision,
        String path,
        String title,
        String entry,
        int firstLine,
        int lastLine,
        String text) {}
