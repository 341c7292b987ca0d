/// `hob release …`: what a repository hands out, from the command line, over the API. Stands on `remote`.
@NullMarked
package dev.hob.cli.release;

import org.jspecify.annotations.NullMarked;
