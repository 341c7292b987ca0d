package dev.hob.search.index;

import dev.hob.node.log.RepoId;
import dev.hob.node.log.RepositoryId;
import java.time.Instant;
import java.util.Optional;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.util.BytesRef;

/// Something that was said: an issue, a pull request, a comment, or a commit's message.
///
/// @param owner what is replaced with it
/// @param place where it stands: how an issue is called in an address, a commit's id
/// @param entry of a comment: its id
/// @param title the first line of what it says; of a comment its issue's title
/// @param open whether the issue is open
record Said(
        String owner,
        Kind kind,
        RepositoryId repository,
        String place,
        String entry,
        String title,
        String body,
        Optional<Boolean> open,
        Instant at) {
    static final int BODY_CHARACTERS_MAX = 32 * 1024;

    Said {
        if (body.length() > BODY_CHARACTERS_MAX) body = body.substring(0, BODY_CHARACTERS_MAX);
    }

    static String ownerOfIssue(RepoId rid, String issue) {
        return "i/" + rid.value() + "/" + issue;
    }

    static String ownerOfCommit(RepositoryId repository, String commit) {
        return "c/" + repository.value() + "/" + commit;
    }

    /// As one text: a comment does not say its issue's title again.
    private String text() {
        return kind == Kind.COMMENT ? body : title + "\n\n" + body;
    }

    Document document() {
        var document = new Document();
        Fields.kept(document, Fields.OWNER, owner);
        document.add(new SortedDocValuesField(Fields.ORDER, new BytesRef(owner)));
        Fields.kept(document, Fields.TYPE, Fields.SAID);
        Fields.kept(document, Fields.KIND, kind.name());
        Fields.kept(document, Fields.REPOSITORY, repository.value());
        Fields.stored(document, Fields.PATH, place);
        Fields.stored(document, Fields.ENTRY, entry);
        Fields.stored(document, Fields.NAME, title);
        Fields.stored(document, Fields.TEXT, text());
        Fields.stored(document, Fields.AT, at.toEpochMilli());
        if (kind != Kind.COMMENT) Fields.words(document, Fields.NAME_WORDS, title);
        if (kind == Kind.COMMIT) Fields.term(document, Fields.PATH_SMALL, place);
        open.ifPresent(it -> Fields.kept(document, Fields.OPEN, it.toString()));
        Fields.trigrams(document, text());
        Fields.words(document, Fields.PIECE_WORDS, text());
        Fields.stems(document, text());
        return document;
    }
}
