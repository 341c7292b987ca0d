/// Pages of issues: lists, talks, labels, milestones, what waits for somebody. Says and changes nothing that
/// [dev.hob.node.issue] does not; scripts of ours make them more comfortable, and none is needed.
@NullMarked
package dev.hob.web.issue;

import org.jspecify.annotations.NullMarked;
