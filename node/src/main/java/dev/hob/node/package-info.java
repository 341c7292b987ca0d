/// The node: what exists here and what changed. [Node] opens all of it.
@NullMarked
package dev.hob.node;

import org.jspecify.annotations.NullMarked;
