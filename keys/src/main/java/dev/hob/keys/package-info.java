/// Identity, signing and secrets: the cellar. Knows nothing of repositories, HTTP or SQL.
@NullMarked
package dev.hob.keys;

import org.jspecify.annotations.NullMarked;
