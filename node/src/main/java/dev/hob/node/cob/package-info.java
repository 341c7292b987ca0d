/// Collaborative objects: signed operations in git, read by folding their graph. Stands on keys and
/// JGit.
@NullMarked
package dev.hob.node.cob;

import org.jspecify.annotations.NullMarked;
