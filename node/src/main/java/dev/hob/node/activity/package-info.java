/// What happened lately: who did what in which repository. One more reader of the log, on top of all other rooms; what
/// it keeps is a cache, and made again from the log and from git. Stands on `repo` and `log`.
@NullMarked
package dev.hob.node.activity;

import org.jspecify.annotations.NullMarked;
