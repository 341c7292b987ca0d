/// Protection: rules for branches and tags that nobody gets round, what is reported of commits, who owns which files,
/// and merges that wait until the rules are content. Stands on `patch` and `code`; [dev.hob.node.refs.Refs] asks
/// [dev.hob.node.protection.BranchGuard] before each move.
@NullMarked
package dev.hob.node.protection;

import org.jspecify.annotations.NullMarked;
