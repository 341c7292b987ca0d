/// What keeps the node calm when more is asked of it than it can do: who may have how much of its work, and how much
/// is done at once.
@NullMarked
package dev.hob.web.calm;

import org.jspecify.annotations.NullMarked;
