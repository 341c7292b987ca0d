/// The index: what can be found on this node, kept by Lucene in a folder that can be thrown away. [Indexer] reads the
/// log and brings it up to date, [Look] finds. Stands on `chunk` and `embed`; whoever asks has said whose repositories
/// may be seen ([Visible]), since everything here is found by everybody else.
@NullMarked
package dev.hob.search.index;

import org.jspecify.annotations.NullMarked;
