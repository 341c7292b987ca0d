/// Pieces of text files: functions, types, sections of prose and plain windows. Pure.
@NullMarked
package dev.hob.search.chunk;

import org.jspecify.annotations.NullMarked;
