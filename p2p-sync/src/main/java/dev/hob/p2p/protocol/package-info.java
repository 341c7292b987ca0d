/// How a node behaves among its peers: whom it dials and drops, what it believes, stores, relays and fetches. One
/// state machine, [dev.hob.p2p.protocol.Protocol]: inputs and the time in, effects out. Stands on `wire` and
/// `keys`; pure: no clock, no socket, no thread, and chance is a parameter.
@NullMarked
package dev.hob.p2p.protocol;

import org.jspecify.annotations.NullMarked;
