/// Tells others what happens here: reads the log, and makes of each change what its audience understands.
@NullMarked
package dev.hob.federation.outbox;

import org.jspecify.annotations.NullMarked;
