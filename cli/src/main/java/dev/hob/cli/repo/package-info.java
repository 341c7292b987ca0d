/// `hob repo …`: repositories of a node, from the command line, over the API. Stands on `remote`.
@NullMarked
package dev.hob.cli.repo;

import org.jspecify.annotations.NullMarked;
