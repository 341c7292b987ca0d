/// How pages are made: what every page knows, rendering, and markdown made safe.
@NullMarked
package dev.hob.web.html;

import org.jspecify.annotations.NullMarked;
