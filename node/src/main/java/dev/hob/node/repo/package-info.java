/// Repositories: identity documents, what exists under which name, and who may do what. Stands on `cob`
/// and `people`.
@NullMarked
package dev.hob.node.repo;

import org.jspecify.annotations.NullMarked;
