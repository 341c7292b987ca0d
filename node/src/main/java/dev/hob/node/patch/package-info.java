/// Pull requests: `xyz.radicle.patch`, folded from signed operations. [dev.hob.node.patch.Patches] acts,
/// [dev.hob.node.patch.PatchReading] reads what only pull requests have; what they share with issues is read there.
@NullMarked
package dev.hob.node.patch;

import org.jspecify.annotations.NullMarked;
