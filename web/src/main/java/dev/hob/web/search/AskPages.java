package dev.hob.web.search;

import static dev.hob.web.text.Messages.text;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.Node;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Right;
import dev.hob.search.Search;
import dev.hob.search.answer.AnswerException;
import dev.hob.search.answer.Answers;
import dev.hob.search.query.Passage;
import dev.hob.web.html.Highlighter;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import dev.hob.web.repo.Found;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asking a repository: an answer in sentences out of passages of it, each named. Only for people of this node, since
/// whoever runs the model pays for it.
public final class AskPages {
    private static final Logger LOG = LoggerFactory.getLogger(AskPages.class);
    private static final int ASKED_MAX = 30;
    private static final Duration PER = Duration.ofHours(1);
    private static final int PEOPLE_MAX = 10_000;
    private static final int SHOWN_CHARACTERS_MAX = 700;

    private final Found found;
    private final Optional<Search> search;
    private final Places places;
    private final Cache<String, Bucket> asked =
            Caffeine.newBuilder().maximumSize(PEOPLE_MAX).expireAfterAccess(PER).build();

    public AskPages(Node node, Found found, Optional<Search> search) {
        this.found = found;
        this.search = search;
        this.places = new Places(node);
    }

    /// A passage below an answer.
    ///
    /// @param html of its lines, safe to put into a page
    public record Cited(int number, String title, String url, String html) {}

    /// The page that asks for the question.
    public void blank(Visit visit) {
        var repo = found.repo(visit, Right.READ);
        var it = search.orElseThrow(Stop::notFound);
        visit.signedIn();
        var values = new HashMap<String, Object>();
        values.put("repo", found.head(visit, repo));
        values.put("question", "");
        values.put("model", it.answers().isPresent());
        values.put("answer", "");
        values.put("passages", List.of());
        visit.show("search/ask.jte", text("search.ask") + " · " + repo.path(), values);
    }

    /// The answer, as it comes.
    public void ask(Visit visit) {
        var repo = found.repo(visit, Right.READ);
        var it = search.orElseThrow(Stop::notFound);
        var person = visit.signedIn();
        String question = new Typed(visit.field("q")).text();
        if (question.isEmpty()) {
            blank(visit);
            return;
        }
        if (it.answers().isPresent()) allow(person);
        var within = new Typed(question).with(Typed.Part.REPOSITORY, repo.path());
        var passages =
                it.passages(visit.viewer(), within.text(), Answers.PASSAGES_MAX, Search.patience(visit.hungUp()));
        var cited = cited(passages);
        var values = new HashMap<String, Object>();
        values.put("repo", found.head(visit, repo));
        values.put("question", question);
        values.put("model", it.answers().isPresent());
        values.put("passages", cited);
        values.put("answer", "");
        boolean answers = it.answers().isPresent() && !passages.isEmpty();
        if (!answers) {
            visit.show("search/ask.jte", text("search.ask") + " · " + repo.path(), values);
            return;
        }
        values.put("answer", Visit.GROWS);
        visit.showGrowing("search/ask.jte", text("search.ask") + " · " + repo.path(), values, out -> {
            var citing = new Citing(cited.stream().map(Cited::url).toList());
            try {
                it.answers().orElseThrow().answer(question, passages, text -> out.accept(citing.more(text)));
                out.accept(citing.rest());
            } catch (AnswerException e) {
                LOG.warn("no answer in sentences", e);
                out.accept(citing.rest() + "<em class=\"soft\">" + Highlighter.shown(String.valueOf(e.getMessage()))
                        + "</em>");
            }
        });
    }

    private void allow(Person person) {
        var bucket = asked.get(person.id(), _ -> Bucket.builder()
                .addLimit(limit -> limit.capacity(ASKED_MAX).refillGreedy(ASKED_MAX, PER))
                .build());
        if (!bucket.tryConsume(1)) throw new Stop(429, text("search.that-were-many-questions"));
    }

    private List<Cited> cited(List<Passage> passages) {
        var cited = new ArrayList<Cited>();
        for (var passage : passages) {
            String text = passage.text().length() > SHOWN_CHARACTERS_MAX
                    ? passage.text().substring(0, SHOWN_CHARACTERS_MAX) + "…"
                    : passage.text();
            var shown = passage.firstLine() > 0
                    ? Highlighter.piece(passage.path(), text.lines().toList())
                    : text.lines().map(Highlighter::shown).toList();
            cited.add(new Cited(cited.size() + 1, title(passage), places.of(passage), String.join("\n", shown)));
        }
        return List.copyOf(cited);
    }

    private static String title(Passage passage) {
        if (passage.firstLine() == 0) return passage.title().isEmpty() ? passage.path() : passage.title();
        String lines = passage.firstLine() == passage.lastLine()
                ? ":" + passage.firstLine()
                : ":" + passage.firstLine() + "-" + passage.lastLine();
        return passage.path() + lines;
    }
}
