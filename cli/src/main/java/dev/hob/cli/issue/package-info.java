/// `hob issue …`: the talk of a repository, from the command line, over the API. Stands on `remote`.
@NullMarked
package dev.hob.cli.issue;

import org.jspecify.annotations.NullMarked;
