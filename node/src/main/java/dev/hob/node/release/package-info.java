/// Releases: what a project hands out under a tag, with notes and files. Published ones are signed operations of type
/// `dev.hob.release`, which travel with the project; a draft is a row here and nobody else's business. Stands on
/// `protection`, `patch` and `code`. Knows nothing of HTTP.
@NullMarked
package dev.hob.node.release;

import org.jspecify.annotations.NullMarked;
