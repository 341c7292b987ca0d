/// The one gate for outgoing HTTP and git fetches. Stands on nothing of ours.
@NullMarked
package dev.hob.node.outside;

import org.jspecify.annotations.NullMarked;
