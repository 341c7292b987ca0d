/// The commands that talk to a node from anywhere: `hob login`, `logout`, `repo`, `issue` and what belongs to them.
///
/// [ClientLine] lists them. Knows nothing of the node's own code, so that they start quickly.
@NullMarked
package dev.hob.cli.client;

import org.jspecify.annotations.NullMarked;
