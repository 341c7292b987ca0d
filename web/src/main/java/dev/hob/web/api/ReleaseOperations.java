package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.issue.Answer;
import dev.hob.node.people.Person;
import dev.hob.node.release.Asset;
import dev.hob.node.release.Incoming;
import dev.hob.node.release.Publishing;
import dev.hob.node.release.ReleaseNotes;
import dev.hob.node.release.ReleaseReading.Asked;
import dev.hob.node.release.Wish;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.CreateRelease;
import dev.hob.web.api.json.EditAttachment;
import dev.hob.web.api.json.EditRelease;
import dev.hob.web.api.json.GenerateNotes;
import dev.hob.web.api.json.Release;
import dev.hob.web.api.json.ReleaseAsset;
import dev.hob.web.html.Stop;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Releases and their files.
final class ReleaseOperations {
    private static final String ALL = "/repos/{owner}/{repo}/releases";
    private static final String ONE = ALL + "/{id}";
    private static final String TAGGED = ALL + "/tags/<tag>";
    private static final String ASSETS = ONE + "/assets";
    private static final String ASSET = ASSETS + "/{attachment_id}";

    private final Node node;
    private final Publishing publishing;
    private final ReleaseShapes shapes;

    ReleaseOperations(Node node) {
        this.node = node;
        this.publishing = node.publishing();
        this.shapes = new ReleaseShapes(node);
    }

    void declare(Operations all) {
        all.chapter("Releases");
        all.get("repoListReleases", ALL, "The releases, drafts first and then the newest")
                .needs(Right.READ)
                .flag("draft", "Only drafts, or none; only those who write see any")
                .flag("pre-release", "Only pre-releases, or none")
                .lists(Release.class, this::list);
        all.post("repoCreateRelease", ALL, "Publish a release, and make its tag when there is none")
                .needs(Right.WRITE)
                .takes(CreateRelease.class)
                .refuses(409, "There is a release of that tag")
                .creates(Release.class, this::create);
        all.post("repoGenerateReleaseNotes", ALL + "/generate-notes", "What was merged since the release before")
                .needs(Right.WRITE)
                .takes(GenerateNotes.class)
                .gives(dev.hob.web.api.json.ReleaseNotes.class, this::notes);
        all.get("repoGetLatestRelease", ALL + "/latest", "The newest release that is no draft and no pre-release")
                .needs(Right.READ)
                .gives(
                        Release.class,
                        call -> shapes.release(
                                call,
                                visible(
                                        call,
                                        publishing.reading().latest(call.repo().rid()))));
        all.get("repoGetReleaseByTag", TAGGED, "The release of a tag")
                .needs(Right.READ)
                .gives(Release.class, call -> shapes.release(call, tagged(call)));
        all.delete("repoDeleteReleaseByTag", TAGGED, "Take the release of a tag back; the tag stays")
                .needs(Right.WRITE)
                .does(call -> delete(call, tagged(call)));
        all.get("repoGetRelease", ONE, "A release")
                .needs(Right.READ)
                .gives(Release.class, call -> shapes.release(call, one(call)));
        all.patch("repoEditRelease", ONE, "Change a release, or publish a draft")
                .needs(Right.WRITE)
                .takes(EditRelease.class)
                .refuses(409, "There is a release of that tag")
                .gives(Release.class, this::edit);
        all.delete("repoDeleteRelease", ONE, "Take a release back; its tag stays")
                .needs(Right.WRITE)
                .does(call -> delete(call, one(call)));
        all.get("repoListReleaseAttachments", ASSETS, "The files of a release")
                .needs(Right.READ)
                .givesAll(ReleaseAsset.class, call -> shapes.assets(call, one(call)));
        all.post("repoCreateReleaseAttachment", ASSETS, "Add a file to a release")
                .needs(Right.WRITE)
                .query("name", "What to call it, instead of the form's name; needed without a form")
                .takesLargeFile("attachment")
                .creates(ReleaseAsset.class, this::attach);
        all.get("repoGetReleaseAttachment", ASSET, "A file of a release, without its bytes")
                .needs(Right.READ)
                .gives(
                        ReleaseAsset.class,
                        call -> shown(call, one(call), asset(call, one(call)).key()));
        all.patch("repoEditReleaseAttachment", ASSET, "Give a file of a release another name")
                .needs(Right.WRITE)
                .takes(EditAttachment.class)
                .creates(ReleaseAsset.class, this::rename);
        all.delete("repoDeleteReleaseAttachment", ASSET, "Take a file of a release away")
                .needs(Right.WRITE)
                .does(call -> {
                    var release = one(call);
                    Answers.check(publishing
                            .releases()
                            .detach(
                                    call.repo(),
                                    call.person(),
                                    release.id(),
                                    asset(call, release).key()));
                });
    }

    private boolean writes(Call call) {
        return node.access().may(call.viewer(), Right.WRITE, call.repo());
    }

    private Listed<Release> list(Call call) {
        var drafts = writes(call) ? call.flag("draft") : Optional.of(false);
        var asked = new Asked(drafts, call.flag("pre-release"));
        // Whoever sees no drafts and asks for nothing else gets nothing; a fork has none.
        boolean nothing = !call.repo().isProject() || (!writes(call) && call.flag("draft", false));
        if (nothing) return new Listed<>(List.of(), 0, call.slice());
        var rid = call.repo().rid();
        var slice = call.slice();
        var page = publishing.reading().page(rid, asked, slice.from(), slice.limit());
        return new Listed<>(shapes.releases(call, page), publishing.reading().count(rid, asked), slice);
    }

    private dev.hob.node.release.Release visible(Call call, Optional<dev.hob.node.release.Release> found) {
        return found.filter(it -> call.repo().isProject())
                .filter(it -> !it.draft() || writes(call))
                .orElseThrow(Call::missing);
    }

    private dev.hob.node.release.Release one(Call call) {
        return visible(call, publishing.reading().numbered(call.repo().rid(), call.numbered("id")));
    }

    private dev.hob.node.release.Release tagged(Call call) {
        return visible(call, publishing.reading().ofTag(call.repo().rid(), call.part("tag")));
    }

    private Asset asset(Call call, dev.hob.node.release.Release release) {
        long number = call.numbered("attachment_id");
        return release.assets().stream()
                .filter(it -> it.number() == number)
                .findFirst()
                .orElseThrow(Call::missing);
    }

    private ReleaseAsset shown(Call call, dev.hob.node.release.Release release, String key) {
        for (int i = 0; i < release.assets().size(); i++)
            if (release.assets().get(i).key().equals(key))
                return shapes.assets(call, release).get(i);
        throw Call.missing();
    }

    private Release create(Call call) throws IOException {
        var asked = call.body(CreateRelease.class);
        var repo = call.repo();
        free(repo, asked.tagName(), Optional.empty());
        String body = asked.body().orElse("");
        String target = asked.targetCommitish().orElse("");
        if (asked.generateReleaseNotes().orElse(false)) {
            String made = made(call, asked.tagName(), target, Optional.empty());
            body = body.isBlank() ? made : body + "\n\n" + made;
        }
        var wish = new Wish(
                asked.tagName(),
                target,
                asked.tagMessage().orElse(""),
                asked.name().orElse(""),
                body,
                asked.prerelease().orElse(false));
        try (var none = publishing.releases().incoming()) {
            var answer = asked.draft().orElse(false)
                    ? publishing.releases().draft(repo, call.person(), wish, none)
                    : publishing.releases().publish(repo, call.person(), wish, none);
            return after(call, answer);
        }
    }

    private Release after(Call call, Answer answer) {
        var id = Answers.made(answer);
        return shapes.release(
                call, publishing.reading().byId(call.repo().rid(), id).orElseThrow(Call::missing));
    }

    private void free(Repo repo, String tag, Optional<dev.hob.node.release.Release> but) {
        boolean taken = publishing
                .reading()
                .ofTag(repo.rid(), tag)
                .filter(it -> but.isEmpty() || !it.id().equals(but.get().id()))
                .isPresent();
        if (taken) throw new Stop(409, "Release is already exist");
    }

    private String made(Call call, String tag, String target, Optional<String> since) {
        return switch (publishing
                .notes()
                .between(
                        call.repo(),
                        tag,
                        target,
                        since.filter(it -> !it.isBlank()),
                        call.links().html(call.repo()))) {
            case ReleaseNotes.Outcome.Written(var notes, var _) -> notes;
            case ReleaseNotes.Outcome.Missing(var told) -> throw new Stop(404, told);
        };
    }

    private dev.hob.web.api.json.ReleaseNotes notes(Call call) throws IOException {
        var asked = call.body(GenerateNotes.class);
        String body = made(call, asked.tagName(), asked.targetCommitish().orElse(""), asked.previousTagName());
        return new dev.hob.web.api.json.ReleaseNotes(asked.tagName(), body);
    }

    private Release edit(Call call) throws IOException {
        var asked = call.body(EditRelease.class);
        var now = one(call);
        var repo = call.repo();
        if (!now.draft() && asked.draft().orElse(false))
            throw new Stop(422, "[draft]: what is published is never a draft again");
        String tag = asked.tagName().filter(it -> !it.isBlank()).orElse(now.tag());
        free(repo, tag, Optional.of(now));
        var wish = new Wish(
                tag,
                asked.targetCommitish().orElse(now.target()),
                "",
                asked.name().orElse(now.title()),
                asked.body().orElse(now.notes()),
                asked.prerelease().orElse(now.prerelease()));
        Person by = call.person();
        Answers.check(publishing.releases().edit(repo, by, now.id(), wish));
        if (now.draft() && asked.draft().filter(it -> !it).isPresent())
            return after(call, publishing.releases().publishDraft(repo, by, now.id(), ""));
        return shapes.release(
                call, publishing.reading().byId(repo.rid(), now.id()).orElseThrow(Call::missing));
    }

    private void delete(Call call, dev.hob.node.release.Release release) {
        Answers.check(publishing.releases().delete(call.repo(), call.person(), release.id()));
    }

    private ReleaseAsset attach(Call call) throws IOException {
        var release = one(call);
        try (var incoming = publishing.releases().incoming()) {
            String name = call.receive(
                    (sent, content) -> taken(incoming, call.query("name").orElse(sent), content));
            Answers.check(publishing.releases().attach(call.repo(), call.person(), release.id(), incoming));
            var after = one(call);
            return shown(
                    call, after, after.asset(name).orElseThrow(Call::missing).key());
        }
    }

    private static String taken(Incoming incoming, String name, java.io.InputStream content) throws IOException {
        incoming.add(name, content).ifPresent(told -> {
            throw new Stop(422, "[attachment]: " + told);
        });
        return name;
    }

    private ReleaseAsset rename(Call call) throws IOException {
        String name = call.body(EditAttachment.class).name();
        var release = one(call);
        String key = asset(call, release).key();
        Answers.check(publishing.releases().rename(call.repo(), call.person(), release.id(), key, name));
        return shown(call, one(call), key);
    }
}
