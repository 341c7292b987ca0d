package dev.hob.search.index;

import dev.hob.node.log.RepositoryId;
import dev.hob.search.chunk.ChunkKind;
import dev.hob.search.chunk.FileRole;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.jspecify.annotations.Nullable;

/// What documents keep, read back.
final class Stored {
    /// All but the text, which may be long.
    static final Set<String> UNIT = Set.of(
            Fields.OWNER,
            Fields.KIND,
            Fields.REPOSITORY,
            Fields.PATH,
            Fields.LANGUAGE,
            Fields.ROLE,
            Fields.PIECE_KIND,
            Fields.NAME,
            Fields.SCOPE,
            Fields.SIGNATURE,
            Fields.FIRST_LINE,
            Fields.LAST_LINE,
            Fields.LINE,
            Fields.ENTRY,
            Fields.OPEN,
            Fields.AT);

    private Stored() {}

    static SourceFile file(Document document) {
        return new SourceFile(
                new RepositoryId(must(document, Fields.REPOSITORY)),
                must(document, Fields.PATH),
                must(document, Fields.BLOB),
                Optional.ofNullable(document.get(Fields.TEXT)),
                FileRole.valueOf(must(document, Fields.ROLE)),
                must(document, Fields.TYPE).equals(Fields.FILE_BESIDE));
    }

    static Said said(Document document) {
        var kind = Kind.valueOf(must(document, Fields.KIND));
        String title = may(document, Fields.NAME);
        String text = may(document, Fields.TEXT);
        return new Said(
                must(document, Fields.OWNER),
                kind,
                new RepositoryId(must(document, Fields.REPOSITORY)),
                may(document, Fields.PATH),
                may(document, Fields.ENTRY),
                title,
                kind == Kind.COMMENT ? text : text.substring(Math.min(text.length(), title.length() + 2)),
                Optional.ofNullable(document.get(Fields.OPEN)).map(Boolean::parseBoolean),
                Instant.ofEpochMilli(document.getField(Fields.AT).numericValue().longValue()));
    }

    static Unit unit(Document document, float score) {
        return new Unit(
                must(document, Fields.OWNER),
                Kind.valueOf(must(document, Fields.KIND)),
                new RepositoryId(must(document, Fields.REPOSITORY)),
                may(document, Fields.PATH),
                may(document, Fields.LANGUAGE),
                Optional.ofNullable(document.get(Fields.ROLE))
                        .map(FileRole::valueOf)
                        .orElse(FileRole.SOURCE),
                Optional.ofNullable(document.get(Fields.PIECE_KIND)).map(ChunkKind::valueOf),
                may(document, Fields.NAME),
                may(document, Fields.SCOPE),
                may(document, Fields.SIGNATURE),
                number(document, Fields.FIRST_LINE),
                number(document, Fields.LAST_LINE),
                number(document, Fields.LINE),
                may(document, Fields.ENTRY),
                Optional.ofNullable(document.get(Fields.OPEN)).map(Boolean::parseBoolean),
                Optional.ofNullable(document.getField(Fields.AT))
                        .map(at -> Instant.ofEpochMilli(at.numericValue().longValue())),
                score);
    }

    private static int number(Document document, String field) {
        var found = document.getField(field);
        return found == null ? 0 : found.numericValue().intValue();
    }

    private static String may(Document document, String field) {
        @Nullable String value = document.get(field);
        return value == null ? "" : value;
    }

    private static String must(Document document, String field) {
        return Objects.requireNonNull(document.get(field), field);
    }
}
