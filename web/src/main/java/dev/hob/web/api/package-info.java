/// The HTTP API at `/api/v1`, in Gitea's shapes.
@NullMarked
package dev.hob.web.api;

import org.jspecify.annotations.NullMarked;
