package dev.hob.cli;

import dev.hob.search.answer.Answers;
import dev.hob.search.embed.CachedEmbedder;
import dev.hob.search.embed.Embedder;
import dev.hob.search.embed.HttpEmbedder;
import dev.hob.search.embed.LocalEmbedder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How what is here is searched.
///
/// @param local whether the model within makes vectors
/// @param server the one that makes them elsewhere
/// @param chat what answers in sentences
/// @param revisions patterns of branches and tags that are always indexed
record SearchSettings(
        boolean local, Optional<HttpEmbedder.Model> server, Optional<Answers.Model> chat, List<String> revisions) {
    /// @throws CommandException when they make no sense
    static SearchSettings of(Settings settings) {
        String meaning = settings.word(Setting.SEARCH_MEANING, Set.of("local", "server", "off"));
        var url = settings.url(Setting.SEARCH_SERVER_URL);
        var model = settings.maybe(Setting.SEARCH_SERVER_MODEL);
        var chat = chat(settings);
        var revisions = settings.list(Setting.SEARCH_REVISIONS);
        if (!meaning.equals("server"))
            return new SearchSettings(meaning.equals("local"), Optional.empty(), chat, revisions);
        if (url.isEmpty() || model.isEmpty())
            throw new CommandException("search.meaning = server needs search.server-url and search.server-model");
        var key = settings.maybe(Setting.SEARCH_SERVER_KEY).map(HttpEmbedder.Key::new);
        return new SearchSettings(
                false, Optional.of(new HttpEmbedder.Model(url.get(), model.get(), key, "", "")), chat, revisions);
    }

    private static Optional<Answers.Model> chat(Settings settings) {
        var url = settings.url(Setting.SEARCH_CHAT_URL);
        var model = settings.maybe(Setting.SEARCH_CHAT_MODEL);
        if (url.isPresent() != model.isPresent())
            throw new CommandException("search.chat-url and search.chat-model belong together: set both or none");
        var key = settings.maybe(Setting.SEARCH_CHAT_KEY).map(Answers.Key::new);
        return url.map(it -> new Answers.Model(it, model.orElseThrow(), key));
    }

    /// What makes vectors, if anything does; loads nothing yet.
    ///
    /// @param folder for what can be made again
    Optional<Embedder> embedder(Path folder) {
        return bare(folder).map(it -> CachedEmbedder.in(folder.resolve("vectors"), it));
    }

    private Optional<Embedder> bare(Path folder) {
        if (server.isPresent()) return server.map(HttpEmbedder::new);
        if (!local || !LocalEmbedder.present()) return Optional.empty();
        return Optional.of(new LocalEmbedder(folder.resolve("model"), LocalEmbedder.IDLE));
    }
}
