/// The gate for what comes in, and the git transports. Stands on `refs` and `repo`.
@NullMarked
package dev.hob.node.git;

import org.jspecify.annotations.NullMarked;
