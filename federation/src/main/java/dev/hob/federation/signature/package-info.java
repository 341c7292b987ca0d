/// Who said it: HTTP signatures in both forms in use, digests, object proofs and identity statements, keys and their
/// owners. Stands on `vocab` and `keys`. Pure: time is given, keys are fetched by the caller.
@NullMarked
package dev.hob.federation.signature;

import org.jspecify.annotations.NullMarked;
