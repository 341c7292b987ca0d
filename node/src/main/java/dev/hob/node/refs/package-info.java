/// Refs: signing, verifying and moving them, and the snapshot that readers see. Stands on `repo` and
/// `log`.
@NullMarked
package dev.hob.node.refs;

import org.jspecify.annotations.NullMarked;
