/// Others: their documents and keys, what we make of their hosts, and what is sent to them.
@NullMarked
package dev.hob.federation.remote;

import org.jspecify.annotations.NullMarked;
