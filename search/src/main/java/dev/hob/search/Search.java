package dev.hob.search;

import dev.hob.node.Node;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.people.Viewer;
import dev.hob.node.repo.Repo;
import dev.hob.search.answer.Answers;
import dev.hob.search.chunk.GrammarLibraries;
import dev.hob.search.embed.Backlog;
import dev.hob.search.embed.Embedder;
import dev.hob.search.embed.Foreground;
import dev.hob.search.index.Index;
import dev.hob.search.index.Indexer;
import dev.hob.search.index.Meanings;
import dev.hob.search.index.Patience;
import dev.hob.search.index.Progress;
import dev.hob.search.index.Retention;
import dev.hob.search.query.Box;
import dev.hob.search.query.Finder;
import dev.hob.search.query.Likeness;
import dev.hob.search.query.Passage;
import dev.hob.search.query.Ranking;
import dev.hob.search.query.Results;
import dev.hob.search.query.Similar;
import dev.hob.search.query.SimilarIssues;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.eclipse.jgit.lib.ObjectId;

/// The search of a node: an index that follows the log, and who answers from it. Shared between threads.
///
/// @param meanings what gives pieces their vectors, where there is a model
/// @param embedder what makes them, and is closed with this
/// @param answers the chat model, where there is one
/// @param turns of those who are answered
public record Search(
        Index index,
        Indexer indexer,
        Finder finder,
        SimilarIssues similarIssues,
        Foreground foreground,
        Optional<Meanings> meanings,
        Optional<Embedder> embedder,
        Optional<Answers> answers,
        Turns turns)
        implements AutoCloseable {
    /// How long a question may take.
    public static final Duration PATIENCE = Duration.ofSeconds(3);

    /// How long a page waits for what it shows beside what it is about.
    public static final Duration BESIDE = Duration.ofMillis(250);

    /// Opens the index in a folder that can be thrown away. It is complete some time after [#start].
    ///
    /// @param embedder what makes vectors, from now on the search's own; without one, words have to do
    /// @param retention which branches and tags are kept beside the default branch
    public static Search open(Node node, Path folder, Optional<Embedder> embedder, Retention retention) {
        GrammarLibraries.keepIn(folder.resolve("grammars"));
        var index = Index.open(folder);
        var foreground = new Foreground();
        var indexer = new Indexer(node, index, foreground, retention);
        return new Search(
                index,
                indexer,
                new Finder(node, index, indexer.revisions(), embedder, Ranking.USUAL),
                new SimilarIssues(node, index, embedder, Likeness.USUAL),
                foreground,
                embedder.map(it -> new Meanings(index, it, new Backlog(it, foreground))),
                embedder,
                Optional.empty(),
                new Turns());
    }

    /// The same, with a chat model that answers in sentences.
    public Search answering(Answers model) {
        return new Search(
                index, indexer, finder, similarIssues, foreground, meanings, embedder, Optional.of(model), turns);
    }

    /// Begins to follow the log.
    public void start() {
        indexer.start();
        meanings.ifPresent(Meanings::start);
    }

    /// How long a question may take of somebody who may go away before.
    public static Patience patience(BooleanSupplier gone) {
        return new Patience(PATIENCE, gone);
    }

    /// A page of what somebody finds.
    ///
    /// @param from how many come before
    public Results find(Viewer viewer, String question, int from, int max) {
        return find(viewer, question, from, max, new Patience(PATIENCE));
    }

    /// The same for who may stop waiting.
    public Results find(Viewer viewer, String question, int from, int max, Patience patience) {
        return admitted(
                patience, () -> finder.find(viewer, question, from, max, patience), () -> Results.none(patience));
    }

    /// A page of what somebody finds in these repositories only.
    ///
    /// @param from how many come before
    public Results find(
            Viewer viewer, String question, Set<RepositoryId> within, int from, int max, Patience patience) {
        return admitted(
                patience,
                () -> finder.find(viewer, Box.read(question), Optional.of(within), from, max, patience),
                () -> Results.none(patience));
    }

    /// The best pieces that somebody finds, whole; fewer, or none, when it takes too long.
    public List<Passage> passages(Viewer viewer, String question, int max, Patience patience) {
        return admitted(patience, () -> finder.passages(viewer, question, max, patience), List::of);
    }

    private <T> T admitted(Patience patience, Supplier<T> asked, Supplier<T> otherwise) {
        try (var _ = foreground.busy()) {
            return turns.take(patience, asked, otherwise);
        }
    }

    /// The issues and pull requests of a repository that may be about the same as one that is about to be opened; the
    /// best first, and none rather than silly ones.
    public List<Similar> similar(
            Viewer viewer, Repo repository, String title, String body, int max, Patience patience) {
        return admitted(patience, () -> similarIssues.find(viewer, repository, title, body, max, patience), List::of);
    }

    /// The same for one that is there.
    public List<Similar> similar(Viewer viewer, Repo repository, ObjectId issue, int max, Patience patience) {
        return admitted(patience, () -> similarIssues.find(viewer, repository, issue, max, patience), List::of);
    }

    /// How far the index is.
    public Progress progress() {
        return indexer.progress();
    }

    /// How far the vectors are; empty where there is no model.
    public Optional<Backlog.Progress> vectors() {
        return meanings.map(Meanings::progress);
    }

    /// Ends.
    @Override
    public void close() {
        indexer.close();
        meanings.ifPresent(Meanings::close);
        index.close();
        embedder.ifPresent(Embedder::close);
    }
}
