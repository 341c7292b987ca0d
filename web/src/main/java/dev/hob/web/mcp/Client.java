package dev.hob.web.mcp;

import dev.hob.node.people.Viewer;
import java.util.function.BooleanSupplier;

/// Who sent a message.
///
/// @param base the node's address as they know it, without a slash behind it
/// @param hungUp whether they wait no more
record Client(Viewer viewer, String base, BooleanSupplier hungUp) {}
