package dev.hob.search.query;

import dev.hob.node.language.Messages;

/// What became of the branch or tag that a question names, where that is not simply searched.
public sealed interface Notice {
    /// No repository, or more than one, was named with it.
    record OfWhich() implements Notice {}

    /// The repository has none of this name.
    record Unknown(String name, String repository) implements Notice {}

    /// The question is about what has no branches: issues, pull requests, comments, or commits.
    record FilesOnly() implements Notice {}

    /// It is being read: some of it cannot be found yet.
    ///
    /// @param files how many have to be read; 0 while that is not known
    record Reading(String name, int read, int files) implements Notice {}

    /// It differs from the default branch in more files than are read.
    record TooMuch(String name, int max) implements Notice {}

    /// Too many others of this repository were asked for just now.
    record Busy(String name) implements Notice {}

    /// A sentence for whoever asked.
    default String told() {
        return switch (this) {
            case OfWhich _ -> Messages.text("query.rev-of-which");
            case Unknown(var name, var repository) -> Messages.text("query.rev-is-unknown", name, repository);
            case FilesOnly _ -> Messages.text("query.rev-is-for-files");
            case Reading(var name, int read, int files) ->
                files == 0
                        ? Messages.text("query.rev-is-being-read", name)
                        : Messages.text("query.rev-is-read-so-far", name, read, files);
            case TooMuch(var name, int max) -> Messages.text("query.rev-differs-too-much", name, max);
            case Busy(var name) -> Messages.text("query.too-many-revs", name);
        };
    }
}
