/// Pages in which people write: files made, changed, moved, deleted and uploaded, each time as a commit of theirs.
/// Stands on `repo`, which finds what an address names.
@NullMarked
package dev.hob.web.edit;

import org.jspecify.annotations.NullMarked;
