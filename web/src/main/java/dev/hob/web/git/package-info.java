/// Git over HTTP: finds out who asks, what may be done, and hands the streams to the node's transports.
@NullMarked
package dev.hob.web.git;

import org.jspecify.annotations.NullMarked;
