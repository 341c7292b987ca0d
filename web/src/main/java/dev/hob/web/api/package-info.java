/// The API that Gitea's clients speak: for each thing a class of operations, all declared in one list of which the
/// routes, the checks and the OpenAPI document are made. The shapes of its JSON are in `json`.
@NullMarked
package dev.hob.web.api;

import org.jspecify.annotations.NullMarked;
