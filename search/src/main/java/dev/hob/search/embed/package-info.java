/// Vectors: what means the like lies close together. Stands on `chunk`.
@NullMarked
package dev.hob.search.embed;

import org.jspecify.annotations.NullMarked;
