/// Issues: `xyz.radicle.issue` and what a project's tracker says beside it, folded from signed operations and kept
/// in rows for reading. [dev.hob.node.issue.Issues] and [dev.hob.node.issue.Trackers] act;
/// [dev.hob.node.issue.IssueReading], [dev.hob.node.issue.TalkReading] and [dev.hob.node.issue.TrackerReading] read.
/// Stands on refs.
@NullMarked
package dev.hob.node.issue;

import org.jspecify.annotations.NullMarked;
