/// What people of here do elsewhere, and what they see of it: whom they follow, what they star, write and hear there.
/// Stands on all that is beside it. Knows nothing of HTTP pages or peers.
@NullMarked
package dev.hob.federation.across;

import org.jspecify.annotations.NullMarked;
