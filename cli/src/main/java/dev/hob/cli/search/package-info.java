/// What a node finds, asked for and shown in a terminal. Stands on `remote`.
@NullMarked
package dev.hob.cli.search;

import org.jspecify.annotations.NullMarked;
