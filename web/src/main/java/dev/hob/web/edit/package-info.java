/// Pages in which people write: files made, changed, moved, deleted and uploaded, each time as a commit of theirs;
/// and what two branches contradict each other in is decided, as a merge. Stands on `repo` and `issue`, which find what
/// an address names.
@NullMarked
package dev.hob.web.edit;

import org.jspecify.annotations.NullMarked;
