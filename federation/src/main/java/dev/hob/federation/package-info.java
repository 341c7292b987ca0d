/// ActivityPub and ForgeFed: a reader of the log that speaks to other instances.
@NullMarked
package dev.hob.federation;

import org.jspecify.annotations.NullMarked;
