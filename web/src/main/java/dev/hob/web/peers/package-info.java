/// Peers, as people and programs see them: this node among them, who has what, and what clients of the Radicle
/// network read over HTTP: the read API of its own `radicle-httpd`, so that its explorer and editors can point at
/// this node. That API shows what everybody may see and changes nothing. A node may meet no peers: then
/// [dev.hob.web.peers.Neighbours] says so.
@NullMarked
package dev.hob.web.peers;

import org.jspecify.annotations.NullMarked;
