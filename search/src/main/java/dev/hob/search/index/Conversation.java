package dev.hob.search.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.document.Document;

/// An issue or a pull request with what is said under it. What it is about has one vector, of its title and its
/// description.
///
/// @param said the issue itself first
record Conversation(String owner, List<Said> said) implements Pieced {
    private static final int PASSAGE_CHARACTERS_MAX = 1_200;

    Conversation {
        said = List.copyOf(said);
    }

    @Override
    public String path() {
        return said.getFirst().title();
    }

    @Override
    public String content() {
        return said.toString();
    }

    @Override
    public List<String> passages() {
        var issue = said.getFirst();
        String text = issue.title() + "\n" + issue.body();
        return List.of(text.length() <= PASSAGE_CHARACTERS_MAX ? text : text.substring(0, PASSAGE_CHARACTERS_MAX));
    }

    @Override
    public List<Document> documents(Optional<Vectors> vectors) {
        var documents = new ArrayList<Document>();
        for (var each : said) documents.add(each.document());
        Fields.vector(documents.getFirst(), vectors, 0);
        Fields.term(
                documents.getFirst(), Fields.VECTORS, vectors.map(Vectors::made).orElse(Fields.VECTORS_WAIT));
        return documents;
    }
}
