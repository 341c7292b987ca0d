/// What this node remembers of its peers, in SQL: what they announced, where they are, what is held against them, and
/// what the operator decided of them; and what it has itself, at hand for the [dev.hob.p2p.protocol.Protocol]. Stands
/// on `protocol`, `wire` and `node`; knows nothing of sockets.
@NullMarked
package dev.hob.p2p.book;

import org.jspecify.annotations.NullMarked;
