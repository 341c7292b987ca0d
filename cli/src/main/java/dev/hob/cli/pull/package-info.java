/// `hob pr …`: pull requests, from the command line, over the API and git's own fetch and push. Stands on `remote`.
@NullMarked
package dev.hob.cli.pull;

import org.jspecify.annotations.NullMarked;
