/// What federation says: ActivityStreams 2.0, ForgeFed and the extensions around them, as records.
/// Lenient when reading, strict and stable when writing. Pure: no socket, no clock, no database, and no JSON-LD, so
/// that nothing a stranger names as a context is ever loaded.
@NullMarked
package dev.hob.federation.vocab;

import org.jspecify.annotations.NullMarked;
