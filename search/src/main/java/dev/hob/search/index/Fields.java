package dev.hob.search.index;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.VectorSimilarityFunction;

/// The fields of the index's documents. One document for each file, commit, issue and comment, and one for each piece
/// of a file; all of a file, or of an issue with its comments, have one owner and are replaced together.
final class Fields {
    static final String OWNER = "owner";
    /// To sort by: the owner, or that of the same path on the default branch.
    static final String ORDER = "order";
    /// What a document is: [#FILE], [#PIECE], [#FILE_BESIDE], [#PIECE_BESIDE], [#SAID], [#STATE] or [#REVISION].
    static final String TYPE = "type";

    static final String KIND = "kind";
    static final String REPOSITORY = "repository";
    static final String PATH = "path";
    static final String PATH_SMALL = "path-small";
    static final String PATH_WORDS = "path-words";
    static final String LANGUAGE = "language";
    static final String LANGUAGE_SMALL = "language-small";
    static final String ROLE = "role";
    static final String BLOB = "blob";
    /// Path, blob and role of a file in one, to compare a whole tree quickly.
    static final String MARK = "mark";

    static final String TEXT = "text";
    static final String TRIGRAMS = "trigrams";
    /// The words of a whole file.
    static final String WORDS = "words";
    /// The words of a piece, of a commit or of what somebody said.
    static final String PIECE_WORDS = "piece-words";
    /// The stems of what is written as sentences, and of names.
    static final String STEMS = "stems";

    static final String NAME = "name";
    static final String NAME_SMALL = "name-small";
    static final String NAME_WORDS = "name-words";
    /// All that a file defines.
    static final String DEFINES = "defines";

    static final String PIECE_KIND = "piece-kind";
    static final String SCOPE = "scope";
    static final String SIGNATURE = "signature";
    static final String FIRST_LINE = "first-line";
    static final String LAST_LINE = "last-line";
    /// Of a piece: the line of the name.
    static final String LINE = "line";

    /// What made a document's vectors, or that it waits for some.
    static final String VECTORS = "vectors";

    static final String VECTORS_WAIT = "wait";
    static final String VECTOR = "vector-";

    static final String ISSUE = "issue";
    static final String ENTRY = "entry";
    static final String OPEN = "open";
    static final String AT = "at";
    static final String HEAD = "head";
    static final String LEFT = "left";
    static final String TALKS = "talks";

    /// The full name of a branch or a tag.
    static final String REF = "ref";

    static final String FILE = "file";
    static final String PIECE = "piece";
    /// A file, and a piece of one, that is only in other revisions than the default branch.
    static final String FILE_BESIDE = "file-beside";

    static final String PIECE_BESIDE = "piece-beside";
    static final String SAID = "said";
    static final String STATE = "state";
    /// That a revision is kept.
    static final String REVISION = "revision";

    private static final FieldType DOCS = type(IndexOptions.DOCS, true);
    private static final FieldType FREQUENCIES = type(IndexOptions.DOCS_AND_FREQS, false);

    private Fields() {}

    private static FieldType type(IndexOptions options, boolean omitNorms) {
        var type = new FieldType();
        type.setIndexOptions(options);
        type.setOmitNorms(omitNorms);
        type.setTokenized(true);
        type.freeze();
        return type;
    }

    /// What stands in place of a type of documents in other revisions, if any do.
    static Optional<String> beside(String type) {
        return switch (type) {
            case FILE -> Optional.of(FILE_BESIDE);
            case PIECE -> Optional.of(PIECE_BESIDE);
            default -> Optional.empty();
        };
    }

    static void trigrams(Document document, String text) {
        document.add(new Field(TRIGRAMS, new Trigrams(text), DOCS));
    }

    static void words(Document document, String field, String text) {
        document.add(new Field(field, new WordStream(text), FREQUENCIES));
    }

    static void stems(Document document, String text) {
        document.add(new Field(STEMS, new PorterStemFilter(new WordStream(text)), FREQUENCIES));
    }

    static void kept(Document document, String field, String value) {
        document.add(new StringField(field, value, Field.Store.YES));
    }

    static void term(Document document, String field, String value) {
        document.add(new StringField(field, value, Field.Store.NO));
    }

    static void stored(Document document, String field, String value) {
        if (!value.isEmpty()) document.add(new StoredField(field, value));
    }

    static void stored(Document document, String field, long value) {
        document.add(new StoredField(field, value));
    }

    static void vector(Document document, Optional<Pieced.Vectors> vectors, int piece) {
        if (vectors.isEmpty() || piece >= vectors.get().each().size()) return;
        document.add(new KnnFloatVectorField(
                VECTOR + vectors.get().made(), vectors.get().each().get(piece), VectorSimilarityFunction.DOT_PRODUCT));
    }

    /// The stem of a word, as [#STEMS] has it.
    static String stem(String word) {
        return stems(word).stream().findFirst().orElse(word);
    }

    /// The stems of a text, in the order of their words.
    static Set<String> stems(String text) {
        var stems = new LinkedHashSet<String>();
        try (TokenStream stream = new PorterStemFilter(new WordStream(text))) {
            var term = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) stems.add(term.toString());
            stream.end();
        } catch (IOException e) {
            throw new IndexException("cannot stem a text of " + text.length() + " characters", e);
        }
        return stems;
    }
}
