package dev.hob.search.index;

import dev.hob.node.log.RepositoryId;
import dev.hob.search.chunk.Chunk;
import dev.hob.search.chunk.ChunkKind;
import dev.hob.search.chunk.Chunker;
import dev.hob.search.chunk.Definition;
import dev.hob.search.chunk.Definitions;
import dev.hob.search.chunk.FileLanguages;
import dev.hob.search.chunk.FileRole;
import dev.hob.search.embed.Passages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.util.BytesRef;

/// A file of a repository, as the index keeps it: one of the default branch, or one that stands beside those since
/// some other revision has it so. Revisions that have the same content under the same path share it.
///
/// @param blob the id of its content
/// @param text empty when it is no text or too large: then only its path is found
/// @param beside whether the default branch does not have it
record SourceFile(
        RepositoryId repository, String path, String blob, Optional<String> text, FileRole role, boolean beside)
        implements Pieced {
    static String owner(RepositoryId repository, String path) {
        return "f/" + repository.value() + "/" + path;
    }

    static String ownerBeside(RepositoryId repository, String path, String blob) {
        return "b/" + repository.value() + "/" + blob + "/" + path;
    }

    @Override
    public String owner() {
        return beside ? ownerBeside(repository, path, blob) : owner(repository, path);
    }

    String mark() {
        return path + "\0" + blob + "\0" + role.name();
    }

    private List<Definition> definitions() {
        return role.isRead() ? text.map(it -> Definitions.of(path, it)).orElseGet(List::of) : List.of();
    }

    @Override
    public String content() {
        return blob;
    }

    @Override
    public List<String> passages() {
        return pieces(definitions()).stream().map(Passages::of).toList();
    }

    private List<Chunk> pieces(List<Definition> definitions) {
        if (!role.isRead() || text.isEmpty()) return List.of();
        return Chunker.chunks(path, text.get(), definitions);
    }

    @Override
    public List<Document> documents(Optional<Vectors> vectors) {
        var definitions = definitions();
        var pieces = pieces(definitions);
        var documents = new ArrayList<Document>();
        documents.add(file(definitions, pieces, vectors));
        var lines = new HashMap<String, Integer>();
        for (var definition : definitions)
            lines.put(definition.name() + "\0" + definition.lastLine(), definition.line());
        for (int i = 0; i < pieces.size(); i++) {
            var piece = pieces.get(i);
            int line = lines.getOrDefault(piece.name() + "\0" + piece.lastLine(), piece.firstLine());
            var document = piece(piece, line);
            Fields.vector(document, vectors, i);
            documents.add(document);
        }
        return documents;
    }

    private Document common(String type) {
        var document = new Document();
        Fields.kept(document, Fields.OWNER, owner());
        document.add(new SortedDocValuesField(Fields.ORDER, new BytesRef(owner(repository, path))));
        Fields.kept(document, Fields.TYPE, type);
        Fields.kept(document, Fields.KIND, Kind.CODE.name());
        Fields.kept(document, Fields.REPOSITORY, repository.value());
        Fields.stored(document, Fields.PATH, path);
        Fields.term(document, Fields.PATH_SMALL, path.toLowerCase(Locale.ROOT));
        Fields.words(document, Fields.PATH_WORDS, path);
        String language = FileLanguages.of(path);
        Fields.stored(document, Fields.LANGUAGE, language);
        Fields.term(document, Fields.LANGUAGE_SMALL, language.toLowerCase(Locale.ROOT));
        Fields.kept(document, Fields.ROLE, role.name());
        return document;
    }

    private Document file(List<Definition> definitions, List<Chunk> pieces, Optional<Vectors> vectors) {
        var document = common(beside ? Fields.FILE_BESIDE : Fields.FILE);
        Fields.stored(document, Fields.BLOB, blob);
        document.add(new BinaryDocValuesField(Fields.MARK, new BytesRef(mark())));
        text.ifPresent(it -> {
            Fields.stored(document, Fields.TEXT, it);
            Fields.trigrams(document, it);
            Fields.words(document, Fields.WORDS, it);
        });
        definitions.stream()
                .map(definition -> definition.name().toLowerCase(Locale.ROOT))
                .distinct()
                .forEach(name -> Fields.term(document, Fields.DEFINES, name));
        if (!pieces.isEmpty())
            Fields.term(document, Fields.VECTORS, vectors.map(Vectors::made).orElse(Fields.VECTORS_WAIT));
        return document;
    }

    private Document piece(Chunk piece, int line) {
        var document = common(beside ? Fields.PIECE_BESIDE : Fields.PIECE);
        Fields.stored(document, Fields.PIECE_KIND, piece.kind().name());
        Fields.stored(document, Fields.SCOPE, piece.scope());
        Fields.stored(document, Fields.SIGNATURE, piece.signature());
        Fields.stored(document, Fields.FIRST_LINE, piece.firstLine());
        Fields.stored(document, Fields.LAST_LINE, piece.lastLine());
        Fields.stored(document, Fields.LINE, line);
        if (!piece.name().isEmpty()) {
            Fields.stored(document, Fields.NAME, piece.name());
            if (piece.kind() == ChunkKind.FUNCTION || piece.kind() == ChunkKind.TYPE)
                Fields.term(document, Fields.NAME_SMALL, piece.name().toLowerCase(Locale.ROOT));
            Fields.words(document, Fields.NAME_WORDS, piece.name() + " " + piece.scope());
        }
        Fields.words(document, Fields.PIECE_WORDS, piece.text());
        boolean isProse = piece.kind() == ChunkKind.SECTION || FileLanguages.isProse(piece.language());
        Fields.stems(document, piece.name() + "\n" + piece.scope() + "\n" + (isProse ? piece.text() : piece.doc()));
        return document;
    }
}
