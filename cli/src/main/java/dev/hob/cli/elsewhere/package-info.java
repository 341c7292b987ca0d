/// What somebody does on servers other than their node's own: follow, star, write, and see what became of it. Stands on
/// `remote`.
@NullMarked
package dev.hob.cli.elsewhere;

import org.jspecify.annotations.NullMarked;
