package dev.hob.search.index;

import java.util.Collection;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;

/// In what the files at one commit differ from those of the default branch that are in the index: some of these are
/// hidden, and others stand in their place ([SourceFile#beside]). Immutable.
public final class Overlay {
    private final Query hidden;
    private final Query beside;
    private final int files;
    private final int size;

    /// @param hidden owners of files of the default branch that are none, or other ones, at that commit
    /// @param beside owners of what is there instead
    Overlay(Collection<String> hidden, Collection<String> beside) {
        this.hidden = owners(hidden);
        this.beside = owners(beside);
        this.files = beside.size();
        this.size = hidden.size() + beside.size();
    }

    private static Query owners(Collection<String> owners) {
        if (owners.isEmpty()) return MatchNoDocsQuery.INSTANCE;
        return new TermInSetQuery(
                Fields.OWNER, owners.stream().map(BytesRef::new).toList());
    }

    /// The documents of the default branch that do not count.
    Query hidden() {
        return hidden;
    }

    /// Those that count beside it.
    Query beside() {
        return beside;
    }

    /// How many files stand beside those of the default branch.
    int files() {
        return files;
    }

    /// How much of it there is to keep.
    int size() {
        return size;
    }
}
