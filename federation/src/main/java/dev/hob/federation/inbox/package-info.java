/// What other servers send here: checked at the door, kept, and done in order behind it. Stands on `actor`, `remote`,
/// `signature` and `vocab`; knows nothing of HTTP servers.
@NullMarked
package dev.hob.federation.inbox;

import org.jspecify.annotations.NullMarked;
