/// Other instances: asked, believed where they may be, remembered for a while, and written to until they have heard.
/// Decides nothing about what is said; knows who is who, whose key is whose, and which hosts are met at all.
@NullMarked
package dev.hob.federation.remote;

import org.jspecify.annotations.NullMarked;
