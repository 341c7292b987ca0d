/// Pages of releases: the list, one of them, the form, and the files.
@NullMarked
package dev.hob.web.release;

import org.jspecify.annotations.NullMarked;
