/// Who acts from here and what they say: documents of our people, repositories and of what is written in them, and
/// who follows them.
@NullMarked
package dev.hob.federation.actor;

import org.jspecify.annotations.NullMarked;
