/// Code search: a reader of the log that keeps a local index.
@NullMarked
package dev.hob.search;

import org.jspecify.annotations.NullMarked;
