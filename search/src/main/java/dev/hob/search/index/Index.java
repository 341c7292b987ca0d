package dev.hob.search.index;

import dev.hob.node.log.Probe;
import dev.hob.node.log.RepositoryId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.store.FSDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What Lucene keeps in a folder. What is written is found after [#show], and outlives a crash after [#keep], which
/// puts down how far the log was read in the same breath. Shared between threads.
public final class Index implements AutoCloseable {
    /// Rises when documents are made otherwise: an older index is thrown away.
    static final int VERSION = 2;

    private static final Logger LOG = LoggerFactory.getLogger(Index.class);
    private static final double BUFFER_MEGABYTES = 32;
    private static final String POSITION = "position";
    private static final String COMPLETE = "complete";
    private static final String AGAIN = "again";
    /// Of all repositories together.
    static final int REVISIONS_MAX = 5_000;

    private final Path folder;
    private final FSDirectory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    /// What was written since the start: it counts before it is shown.
    private final Map<RepositoryId, State> states = new ConcurrentHashMap<>();
    /// Held from looking at what is there to having written what follows from it.
    private final ReentrantLock turn = new ReentrantLock();

    private Index(Path folder, FSDirectory directory) throws IOException {
        this.folder = folder;
        this.directory = directory;
        var config = new IndexWriterConfig()
                .setRAMBufferSizeMB(BUFFER_MEGABYTES)
                .setCommitOnClose(false)
                .setCodec(new Lucene104Codec() {
                    @Override
                    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                        return new Lucene104HnswScalarQuantizedVectorsFormat();
                    }
                });
        this.writer = new IndexWriter(directory, config);
        this.searchers = new SearcherManager(writer, new SearcherFactory());
    }

    /// Opens the index in a folder; one that cannot be read is begun anew.
    public static Index open(Path parent) {
        var folder = parent.resolve("v" + VERSION);
        try {
            Files.createDirectories(folder);
            sweep(parent, folder);
            try {
                return new Index(folder, FSDirectory.open(folder));
            } catch (CorruptIndexException
                    | IndexFormatTooOldException
                    | IndexFormatTooNewException
                    | java.nio.file.NoSuchFileException e) {
                LOG.warn("the index in {} cannot be read and is made again", folder, e);
                remove(folder);
                Files.createDirectories(folder);
                return new Index(folder, FSDirectory.open(folder));
            }
        } catch (IOException e) {
            throw new IndexException("cannot open the index in " + folder, e);
        }
    }

    /// Takes away what was kept in a folder that no index has open.
    public static void forget(Path parent) {
        if (!Files.isDirectory(parent)) return;
        try {
            sweep(parent, parent);
        } catch (IOException e) {
            throw new IndexException("cannot remove the index in " + parent, e);
        }
    }

    /// Takes away what older versions left.
    private static void sweep(Path parent, Path current) throws IOException {
        try (var children = Files.list(parent)) {
            for (var child : children.toList())
                if (child.getFileName().toString().matches("v\\d{1,9}") && !child.equals(current)) remove(child);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException("cannot delete " + file, e);
                }
            });
        }
    }

    /// How far the index has come.
    ///
    /// @param position in the log, up to which everything is in
    /// @param complete whether all that was there before the log was first read is in
    /// @param again repositories that could not be read, to be tried again
    record Place(long position, boolean complete, Set<String> again) {
        static final Place BEGINNING = new Place(0, false, Set.of());

        Place {
            again = Set.copyOf(again);
        }
    }

    /// As it was last kept.
    Place place() {
        var data = new HashMap<String, String>();
        var live = writer.getLiveCommitData();
        if (live != null) for (var entry : live) data.put(entry.getKey(), entry.getValue());
        if (!data.containsKey(POSITION)) return Place.BEGINNING;
        String again = data.getOrDefault(AGAIN, "");
        return new Place(
                Long.parseLong(data.get(POSITION)),
                Boolean.parseBoolean(data.get(COMPLETE)),
                again.isEmpty() ? Set.of() : Set.of(again.split(",")));
    }

    /// Puts all that was written on the disk, and how far that is.
    void keep(Place place) {
        Probe.at("index-keep");
        writer.setLiveCommitData(Map.of(
                        POSITION,
                        Long.toString(place.position()),
                        COMPLETE,
                        Boolean.toString(place.complete()),
                        AGAIN,
                        String.join(",", place.again()))
                .entrySet());
        act("keep the index", writer::commit);
        Probe.at("index-kept");
    }

    /// Lets all that was written be found.
    void show() {
        act("show what is in the index", searchers::maybeRefreshBlocking);
    }

    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    private void act(String what, Work work) {
        try {
            work.run();
        } catch (IOException e) {
            throw new IndexException("cannot " + what + " in " + folder, e);
        }
    }

    /// Replaces all documents of an owner.
    void replace(String owner, List<Document> documents) {
        Probe.at("index-replace");
        turn.lock();
        try {
            act("replace " + owner, () -> writer.updateDocuments(new Term(Fields.OWNER, owner), documents));
        } finally {
            turn.unlock();
        }
    }

    void remove(String owner) {
        turn.lock();
        try {
            act("remove " + owner, () -> writer.deleteDocuments(new Term(Fields.OWNER, owner)));
        } finally {
            turn.unlock();
        }
    }

    /// Takes everything of a repository out.
    void removeAll(RepositoryId repository) {
        states.put(repository, State.NOTHING);
        act("remove " + repository, () -> writer.deleteDocuments(new Term(Fields.REPOSITORY, repository.value())));
    }

    /// Takes a repository's files and commits out.
    void removeCode(RepositoryId repository) {
        for (var kind : List.of(Kind.CODE, Kind.COMMIT)) {
            var query = both(Fields.REPOSITORY, repository.value(), Fields.KIND, kind.name());
            act("remove the code of " + repository, () -> writer.deleteDocuments(query));
        }
    }

    void removeEverything() {
        act("empty the index", writer::deleteAll);
        show();
        states.clear();
    }

    private static Query both(String field, String value, String other, String otherValue) {
        return new BooleanQuery.Builder()
                .add(new TermQuery(new Term(field, value)), BooleanClause.Occur.FILTER)
                .add(new TermQuery(new Term(other, otherValue)), BooleanClause.Occur.FILTER)
                .build();
    }

    /// What is known of a repository.
    ///
    /// @param head the commit whose files and history are in; empty when there is none, or while it is
    ///     being brought in
    /// @param left commits whose history may be in as far as it was brought in before
    /// @param talks whether its issues are in
    record State(Optional<String> head, Set<String> left, boolean talks) {
        static final State NOTHING = new State(Optional.empty(), Set.of(), false);

        State {
            left = Set.copyOf(left);
        }
    }

    private static String stateOwner(RepositoryId repository) {
        return "s/" + repository.value();
    }

    State state(RepositoryId repository) {
        var written = states.get(repository);
        if (written != null) return written;
        return with(searcher -> state(searcher, repository));
    }

    /// What is known of it by what a searcher finds.
    static State state(IndexSearcher searcher, RepositoryId repository) throws IOException {
        var found = searcher.search(new TermQuery(new Term(Fields.OWNER, stateOwner(repository))), 1);
        if (found.scoreDocs.length == 0) return State.NOTHING;
        var document = searcher.storedFields().document(found.scoreDocs[0].doc);
        return new State(
                Optional.ofNullable(document.get(Fields.HEAD)),
                Set.of(document.getValues(Fields.LEFT)),
                document.get(Fields.TALKS) != null);
    }

    void state(RepositoryId repository, State state) {
        var document = new Document();
        Fields.kept(document, Fields.OWNER, stateOwner(repository));
        Fields.kept(document, Fields.TYPE, Fields.STATE);
        Fields.kept(document, Fields.REPOSITORY, repository.value());
        state.head().ifPresent(head -> Fields.stored(document, Fields.HEAD, head));
        state.left().forEach(left -> Fields.stored(document, Fields.LEFT, left));
        if (state.talks()) Fields.stored(document, Fields.TALKS, "yes");
        Probe.at("index-state");
        replace(stateOwner(repository), List.of(document));
        states.put(repository, state);
    }

    /// The marks of a repository's files ([SourceFile#mark]) by path.
    Map<String, String> marks(RepositoryId repository) {
        var marks = new HashMap<String, String>();
        for (String mark : marks(repository, Fields.FILE)) marks.put(mark.substring(0, mark.indexOf('\0')), mark);
        return marks;
    }

    /// The owners of a repository's files that stand beside those of the default branch.
    Set<String> beside(RepositoryId repository) {
        var owners = new HashSet<String>();
        for (String mark : marks(repository, Fields.FILE_BESIDE)) {
            String[] parts = mark.split("\0");
            owners.add(SourceFile.ownerBeside(repository, parts[0], parts[1]));
        }
        return owners;
    }

    private List<String> marks(RepositoryId repository, String type) {
        return with(searcher -> {
            var marks = new ArrayList<String>();
            var query = searcher.rewrite(both(Fields.REPOSITORY, repository.value(), Fields.TYPE, type));
            var weight = searcher.createWeight(query, ScoreMode.COMPLETE_NO_SCORES, 1);
            for (var leaf : searcher.getIndexReader().leaves()) {
                var scorer = weight.scorer(leaf);
                if (scorer == null) continue;
                var values = DocValues.getBinary(leaf.reader(), Fields.MARK);
                var live = leaf.reader().getLiveDocs();
                var documents = scorer.iterator();
                while (documents.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
                    int document = documents.docID();
                    if ((live != null && !live.get(document)) || !values.advanceExact(document)) continue;
                    marks.add(values.binaryValue().utf8ToString());
                }
            }
            return marks;
        });
    }

    /// Repositories that something is kept of.
    Set<String> repositories() {
        return with(searcher -> {
            var ids = new HashSet<String>();
            for (var leaf : searcher.getIndexReader().leaves()) {
                var terms = leaf.reader().terms(Fields.REPOSITORY);
                if (terms == null) continue;
                var each = terms.iterator();
                for (var term = each.next(); term != null; term = each.next()) ids.add(term.utf8ToString());
            }
            return ids;
        });
    }

    private static String revisionOwner(RepositoryId repository, Revision revision) {
        return "r/" + repository.value() + "/" + revision.ref();
    }

    /// Puts down that a revision is kept, and when somebody asked for it last.
    void keep(RepositoryId repository, Revision revision, Instant asked) {
        var document = new Document();
        String owner = revisionOwner(repository, revision);
        Fields.kept(document, Fields.OWNER, owner);
        Fields.kept(document, Fields.TYPE, Fields.REVISION);
        Fields.kept(document, Fields.REPOSITORY, repository.value());
        Fields.stored(document, Fields.REF, revision.ref());
        Fields.stored(document, Fields.AT, asked.toEpochMilli());
        replace(owner, List.of(document));
    }

    /// Puts down that it is kept no longer.
    void letGo(RepositoryId repository, Revision revision) {
        remove(revisionOwner(repository, revision));
    }

    /// The revisions that are kept, and when somebody asked for each of them last.
    Map<RepositoryId, Map<Revision, Instant>> revisions() {
        return revisions(new TermQuery(new Term(Fields.TYPE, Fields.REVISION)));
    }

    /// Those of one repository.
    Map<Revision, Instant> revisions(RepositoryId repository) {
        return revisions(both(Fields.REPOSITORY, repository.value(), Fields.TYPE, Fields.REVISION))
                .getOrDefault(repository, Map.of());
    }

    private Map<RepositoryId, Map<Revision, Instant>> revisions(Query query) {
        return with(searcher -> {
            var kept = new HashMap<RepositoryId, Map<Revision, Instant>>();
            for (var hit : searcher.search(query, REVISIONS_MAX).scoreDocs) {
                var document = searcher.storedFields().document(hit.doc);
                var asked = document.getField(Fields.AT).numericValue().longValue();
                kept.computeIfAbsent(new RepositoryId(document.get(Fields.REPOSITORY)), _ -> new HashMap<>())
                        .put(new Revision(document.get(Fields.REF)), Instant.ofEpochMilli(asked));
            }
            return kept;
        });
    }

    /// How many files there are beside those of default branches, of all repositories together.
    int filesBeside() {
        return with(searcher -> searcher.count(new TermQuery(new Term(Fields.TYPE, Fields.FILE_BESIDE))));
    }

    /// Repositories of which there are files beside those of the default branch.
    Set<RepositoryId> besides() {
        var some = new HashSet<RepositoryId>();
        for (String id : repositories()) {
            var query = both(Fields.REPOSITORY, id, Fields.TYPE, Fields.FILE_BESIDE);
            if (with(searcher -> searcher.count(query)) > 0) some.add(new RepositoryId(id));
        }
        return some;
    }

    /// Some of what waits for vectors of this name.
    List<Pieced> waiting(String made, int max) {
        return with(searcher -> {
            var query = new BooleanQuery.Builder()
                    .add(new TermRangeQuery(Fields.VECTORS, null, null, true, true), BooleanClause.Occur.FILTER)
                    .add(new TermQuery(new Term(Fields.VECTORS, made)), BooleanClause.Occur.MUST_NOT)
                    .build();
            var waiting = new ArrayList<Pieced>();
            for (var hit : searcher.search(query, max).scoreDocs) {
                String owner = searcher.storedFields()
                        .document(hit.doc, Set.of(Fields.OWNER))
                        .get(Fields.OWNER);
                pieced(searcher, owner).ifPresent(waiting::add);
            }
            return waiting;
        });
    }

    /// What the index has of an owner, read back from its documents.
    private static Optional<Pieced> pieced(IndexSearcher searcher, String owner) throws IOException {
        var said = new ArrayList<Said>();
        var query = new TermQuery(new Term(Fields.OWNER, owner));
        // In the order in which they were written.
        for (var hit : searcher.search(query, Talk.COMMENTS_MAX + 1, Sort.INDEXORDER).scoreDocs) {
            var document = searcher.storedFields().document(hit.doc);
            String type = document.get(Fields.TYPE);
            if (Fields.FILE.equals(type) || Fields.FILE_BESIDE.equals(type)) return Optional.of(Stored.file(document));
            if (Fields.SAID.equals(type)) said.add(Stored.said(document));
        }
        return said.isEmpty() ? Optional.empty() : Optional.of(new Conversation(owner, said));
    }

    /// Gives pieces their vectors, unless they are others by now; whether it did.
    boolean give(Pieced pieced, Pieced.Vectors vectors) {
        var documents = pieced.documents(Optional.of(vectors));
        turn.lock();
        try {
            show();
            boolean same = with(searcher -> pieced(searcher, pieced.owner())
                    .filter(now -> now.content().equals(pieced.content()))
                    .isPresent());
            if (same) replace(pieced.owner(), documents);
            return same;
        } finally {
            turn.unlock();
        }
    }

    @FunctionalInterface
    interface Asked<T> {
        T of(IndexSearcher searcher) throws IOException;
    }

    <T> T with(Asked<T> asked) {
        try {
            var searcher = searchers.acquire();
            try {
                return asked.of(searcher);
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException e) {
            throw new IndexException("cannot read the index in " + folder, e);
        }
    }

    /// Looks at what can be found now; the caller closes it.
    public Look look(Patience patience) {
        try {
            var searcher = searchers.acquire();
            return new Look(searcher, patience, () -> act("close a look", () -> searchers.release(searcher)));
        } catch (IOException e) {
            throw new IndexException("cannot read the index in " + folder, e);
        }
    }

    /// How many bytes it takes on the disk.
    public long bytes() {
        try {
            long bytes = 0;
            for (String file : directory.listAll()) bytes += directory.fileLength(file);
            return bytes;
        } catch (IOException e) {
            // Files go while they are counted.
            LOG.debug("cannot measure {}", folder, e);
            return 0;
        }
    }

    /// How many documents there are.
    public long documents() {
        return with(searcher -> (long) searcher.getIndexReader().numDocs());
    }

    /// Merges all parts into one, for those who measure.
    void merge() {
        act("merge the index", () -> writer.forceMerge(1));
    }

    /// Forgets what was not kept: after the next start it is read from the log again.
    @Override
    public void close() {
        act("close the index", () -> {
            searchers.close();
            writer.rollback();
            directory.close();
        });
    }
}
