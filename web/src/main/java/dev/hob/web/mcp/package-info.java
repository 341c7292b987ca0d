/// What assistants ask a node for, by the Model Context Protocol: each tool is declared once, and its schema, its
/// checks and its answer are made of that. What may be seen and done is what the same token may by the API. Nothing of
/// the protocol's library is loaded before somebody asks.
@NullMarked
package dev.hob.web.mcp;

import org.jspecify.annotations.NullMarked;
