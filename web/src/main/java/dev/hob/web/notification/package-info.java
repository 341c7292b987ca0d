/// What the reader is told of, as a page.
@NullMarked
package dev.hob.web.notification;

import org.jspecify.annotations.NullMarked;
