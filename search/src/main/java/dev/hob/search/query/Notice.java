package dev.hob.search.query;

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
            case OfWhich _ -> "rev: is a branch or tag of one repository: name that with repo:owner/name";
            case Unknown(var name, var repository) -> "rev:" + name + " is no branch or tag of " + repository;
            case FilesOnly _ -> "rev: is for files: issues, pull requests, comments and commits are found without it";
            case Reading(var name, int read, int files) ->
                files == 0
                        ? name + " is being read: ask again in a moment"
                        : "%s is being read, %d of %d files: ask again in a moment".formatted(name, read, files);
            case TooMuch(var name, int max) ->
                name + " differs from the default branch in more than " + max + " files and is not searched";
            case Busy(var name) -> "too many other branches were asked for: ask for " + name + " again in ten minutes";
        };
    }
}
