/// What clients of the Radicle network read over HTTP: the read API of its own `radicle-httpd`, so that its
/// explorer and editors can point at this node. It shows what everybody may see and changes nothing.
@NullMarked
package dev.hob.web.peers;

import org.jspecify.annotations.NullMarked;
