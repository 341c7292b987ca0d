package dev.hob.web.federation;

import static dev.hob.web.text.Messages.text;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.federation.Speaking;
import dev.hob.federation.actor.Local;
import dev.hob.federation.actor.ToldKinds;
import dev.hob.federation.vocab.Handle;
import dev.hob.federation.vocab.Id;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import dev.hob.web.repo.Found;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// Following a repository from elsewhere: how a visitor does it, and what its owner wants followers told.
public final class FollowPages {
    private static final int CHARACTERS_MAX = 300;
    /// How many servers are asked for one visitor within a minute.
    private static final int ASKED_MAX = 10;

    private static final int VISITORS_MAX = 10_000;

    private final Found found;
    private final Optional<Speaking> speaking;
    private final Function<Handle, Optional<String>> subscribing;
    private final Cache<String, AtomicInteger> asking = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofMinutes(1))
            .maximumSize(VISITORS_MAX)
            .build();

    /// @param subscribing where the server of somebody elsewhere lets them follow, if it says so: an address with
    ///     `{uri}` in it
    public FollowPages(Found found, Optional<Speaking> speaking, Function<Handle, Optional<String>> subscribing) {
        this.found = found;
        this.speaking = speaking;
        this.subscribing = subscribing;
    }

    /// A repository that can be followed, or nothing.
    private Local.Project followed(Visit visit) {
        var it = speaking.orElseThrow(Stop::notFound);
        var repo = found.repo(visit, Right.READ);
        if (!it.actors().isPublic(repo)) throw Stop.notFound();
        return new Local.Project(repo);
    }

    /// Asks a visitor where they are at home.
    public void ask(Visit visit) {
        show(visit, 200, followed(visit), Form.EMPTY, Optional.empty());
    }

    /// Shows the way there.
    public void lead(Visit visit) {
        var local = followed(visit);
        var form = visit.form("address");
        String typed = form.value("address").strip();
        var handle = typed.length() > CHARACTERS_MAX ? Optional.<Handle>empty() : Handle.of(typed);
        if (handle.isEmpty()) {
            var wrong = new Form(form.values(), Map.of("address", text("federation.two-parts")));
            show(visit, 422, local, wrong, Optional.empty());
            return;
        }
        if (handle.get().host().equals(speaking.orElseThrow().actors().home().host())) {
            var wrong = new Form(form.values(), Map.of("address", text("federation.an-account-of-this-node")));
            show(visit, 422, local, wrong, Optional.empty());
            return;
        }
        String template = asked(visit.address(), handle.get())
                // Where Mastodon takes such wishes, and those after its model, if the server does not say where.
                .orElseGet(() -> "https://" + handle.get().host() + "/authorize_interaction?uri={uri}");
        String self = speaking.orElseThrow().actors().id(local).value();
        String way = template.replace("{uri}", URLEncoder.encode(self, StandardCharsets.UTF_8));
        show(visit, 200, local, form, Id.of(way).map(id -> new Way(id.authority(), id.value())));
    }

    /// What the visitor's server says. Whoever asks for very many makes this node ask no more in their name.
    private Optional<String> asked(String visitor, Handle handle) {
        int so = asking.get(visitor, _ -> new AtomicInteger()).incrementAndGet();
        return so > ASKED_MAX ? Optional.empty() : subscribing.apply(handle);
    }

    /// Where to go on.
    public record Way(String host, String url) {}

    private void show(Visit visit, int status, Local.Project local, Form form, Optional<Way> way) {
        var it = speaking.orElseThrow();
        var values = new HashMap<String, Object>();
        values.put("repo", found.head(visit, local.repo()));
        values.put("handle", it.actors().handle(local).toString());
        values.put("followers", it.followers().count(local));
        values.put("form", form);
        values.put("way", way);
        visit.show(
                status,
                "repo/follow.jte",
                text("federation.follow-it", local.repo().path()),
                values);
    }

    /// What is told, for the owner.
    public void settings(Visit visit) {
        var repo = found.repo(visit, Right.ADMIN);
        visit.signedIn();
        var values = new HashMap<String, Object>();
        values.put("repo", found.head(visit, repo));
        values.put("why", why(repo));
        values.put(
                "handle",
                speaking.map(it -> it.actors().handle(new Local.Project(repo)).toString())
                        .orElse(""));
        values.put(
                "followers",
                speaking.map(it -> it.followers().count(new Local.Project(repo)))
                        .orElse(0));
        values.put("told", speaking.map(it -> it.kinds().of(repo)).orElse(Set.of()));
        values.put("kinds", KINDS);
        visit.show("repo/told.jte", text("elsewhere.followers") + " · " + repo.path(), values);
    }

    /// Why nobody elsewhere can follow it, if so.
    private Optional<String> why(Repo repo) {
        if (speaking.isEmpty()) return Optional.of(text("federation.no-public-address"));
        if (repo.isSeeded()) return Optional.of(text("federation.followed-at-its-home"));
        return repo.isPrivate() ? Optional.of(text("federation.private-not-told-of")) : Optional.empty();
    }

    /// One kind of news.
    public record Kind(ToldKinds.Kind kind) {
        public String word() {
            return kind.name().toLowerCase(Locale.ROOT);
        }

        /// The kind in words.
        public String label() {
            return switch (kind) {
                case RELEASES -> text("federation.told-releases");
                case ISSUES -> text("federation.told-issues");
                case PULLS -> text("federation.told-pulls");
                case COMMENTS -> text("federation.told-comments");
                case STATES -> text("federation.told-states");
                case PUSHES -> text("federation.told-pushes");
            };
        }
    }

    private static final List<Kind> KINDS = List.of(
            new Kind(ToldKinds.Kind.RELEASES),
            new Kind(ToldKinds.Kind.ISSUES),
            new Kind(ToldKinds.Kind.PULLS),
            new Kind(ToldKinds.Kind.COMMENTS),
            new Kind(ToldKinds.Kind.STATES),
            new Kind(ToldKinds.Kind.PUSHES));

    /// The owner chooses.
    public void choose(Visit visit) {
        var repo = found.repo(visit, Right.ADMIN);
        visit.signedIn();
        var it = speaking.orElseThrow(Stop::notFound);
        if (repo.isSeeded()) throw Stop.notFound();
        var told = EnumSet.noneOf(ToldKinds.Kind.class);
        var chosen = visit.chosen("told");
        for (var kind : KINDS) if (chosen.contains(kind.word())) told.add(kind.kind());
        it.kinds().choose(repo, told);
        visit.go("/" + Urls.path(repo.path()) + "/settings/followers", Notice.SAVED);
    }
}
