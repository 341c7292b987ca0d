/// What other servers ask of this one: who is here, what they wrote, and the doors where they leave what they send.
@NullMarked
package dev.hob.web.federation;

import org.jspecify.annotations.NullMarked;
