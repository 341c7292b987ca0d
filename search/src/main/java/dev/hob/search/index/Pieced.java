package dev.hob.search.index;

import java.util.List;
import java.util.Optional;
import org.apache.lucene.document.Document;

/// Something whose pieces get vectors, some time after its words can be found.
sealed interface Pieced permits SourceFile, Conversation {
    /// What all of its documents have in common, and nothing else has.
    String owner();

    /// For people.
    String path();

    /// Tells it from what it was before.
    String content();

    /// The texts of which vectors are made, one for each piece, in order.
    List<String> passages();

    /// The documents that stand for it.
    List<Document> documents(Optional<Vectors> vectors);

    /// Vectors of the pieces, in their order; there may be fewer than pieces.
    ///
    /// @param made the name of what made them
    record Vectors(String made, List<float[]> each) {
        public Vectors {
            each = List.copyOf(each);
        }
    }
}
