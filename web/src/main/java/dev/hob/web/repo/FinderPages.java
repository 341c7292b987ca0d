package dev.hob.web.repo;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.code.FileNames;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Finds a file by a few letters of its path.
public final class FinderPages {
    private static final int HITS = 50;
    private static final int LETTERS_MAX = 200;
    private static final int ASKS_AGAIN_SECONDS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Node node;
    private final Found found;

    public FinderPages(Node node, Found found) {
        this.node = node;
        this.found = found;
    }

    /// Among the files of a branch, a tag or a commit.
    public Consumer<Visit> find(String kind) {
        return visit -> {
            var at = found.looking(visit, kind);
            if (!at.path().isEmpty()) throw Stop.notFound();
            String typed = visit.query("q").orElse("");
            String letters = typed.substring(0, Math.min(LETTERS_MAX, typed.length()));
            try (var repository = node.storage().open(at.repo().rid())) {
                var commit =
                        node.reading().history().commit(repository, at.commit()).orElseThrow(Stop::notFound);
                show(
                        visit,
                        at,
                        letters,
                        node.reading().names().find(at.repo(), commit.tree(), letters, HITS, PATIENCE));
            }
        };
    }

    private static void show(Visit visit, Looking at, String letters, Optional<FileNames.Found> names) {
        visit.scripted();
        if (names.isEmpty()) visit.context().header("Refresh", String.valueOf(ASKS_AGAIN_SECONDS));
        else if (visit.unchanged(at.head().toString(), at.commit().name(), letters)) return;
        var values = new HashMap<String, Object>();
        values.put("repo", at.head());
        values.put("letters", letters);
        values.put("complete", names.isPresent());
        values.put("found", names.orElse(new FileNames.Found(List.of(), 0, false)));
        visit.show("repo/find.jte", text("repo.find-a-file") + " · " + at.repo().path(), values);
    }
}
