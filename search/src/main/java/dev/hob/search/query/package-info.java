/// One box: what somebody typed is read, looked for in what they may see, put in order, and shown with lines around it.
/// Stands on `index` and `embed`. Knows nothing of Lucene or HTTP.
@NullMarked
package dev.hob.search.query;

import org.jspecify.annotations.NullMarked;
