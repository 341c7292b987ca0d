/// The log of what changed here, the intents that lead to a change, and the cursors of those who read
/// it. Stands on `db`.
@NullMarked
package dev.hob.node.log;

import org.jspecify.annotations.NullMarked;
