/// The API's JSON, as records: what clients send and what they get, in Gitea's shapes. The published document's schemas
/// are made of them. Knows nothing of HTTP.
@NullMarked
package dev.hob.web.api.json;

import org.jspecify.annotations.NullMarked;
