/// Trees, history, files and diffs, read from git. Knows nothing of HTTP.
@NullMarked
package dev.hob.node.code;

import org.jspecify.annotations.NullMarked;
