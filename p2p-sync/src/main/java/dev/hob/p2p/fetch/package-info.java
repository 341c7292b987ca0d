/// Replication over git streams: gives repositories to peers that may have them, and fetches from peers what is
/// wanted here, stage by stage; what came is believed and kept by `node` alone. Blocking, on whatever thread it is
/// called. Stands on `protocol`, `wire` and `node`; knows nothing of sockets.
@NullMarked
package dev.hob.p2p.fetch;

import org.jspecify.annotations.NullMarked;
