/// The database: one door to SQLite or PostgreSQL, and the numbered migrations. Stands on nothing.
@NullMarked
package dev.hob.node.db;

import org.jspecify.annotations.NullMarked;
