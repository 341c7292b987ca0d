/// What people hear of, and why: one more reader of the log, which notes for each person where something happened that
/// concerns them. What they have read is theirs and kept nowhere else; whether they may see it is asked again whenever
/// it is shown. Stands on `issue`, `repo` and `log`.
@NullMarked
package dev.hob.node.notification;

import org.jspecify.annotations.NullMarked;
