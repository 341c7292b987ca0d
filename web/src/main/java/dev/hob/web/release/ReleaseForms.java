package dev.hob.web.release;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.issue.Answer;
import dev.hob.node.people.Person;
import dev.hob.node.release.Asset;
import dev.hob.node.release.Incoming;
import dev.hob.node.release.Publishing;
import dev.hob.node.release.Release;
import dev.hob.node.release.ReleaseNotes;
import dev.hob.node.release.Releases;
import dev.hob.node.release.Wish;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Sizes;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import dev.hob.web.issue.Prose;
import dev.hob.web.repo.Found;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Making and changing releases, without a script: several files in one form, and notes that are made at the press of a
/// button. Shared between threads.
public final class ReleaseForms {
    private final Publishing publishing;
    private final Found found;
    private final Prose prose;

    public ReleaseForms(Node node, Found found, Prose prose) {
        this.publishing = node.publishing();
        this.found = found;
        this.prose = prose;
    }

    /// Refuses whoever may not send the files of a release, before they are taken in.
    public void mayWrite(Visit visit) {
        found.repo(visit, Right.WRITE);
        visit.signedIn();
    }

    /// The form for a new one.
    public void blank(Visit visit) {
        var repo = found.repo(visit, Right.WRITE);
        visit.signedIn();
        var form = new Form(Map.of("tag", visit.query("tag").orElse(""), "target", repo.defaultBranch()), Map.of());
        show(visit, 200, repo, form, Optional.empty(), Optional.empty());
    }

    /// The form to change one.
    public void edit(Visit visit) {
        var repo = found.repo(visit, Right.WRITE);
        visit.signedIn();
        var release = find(visit, repo);
        var form = new Form(
                Map.of(
                        "tag",
                        release.tag(),
                        "target",
                        release.target(),
                        "title",
                        release.title(),
                        "body",
                        release.notes(),
                        "prerelease",
                        release.prerelease() ? "yes" : ""),
                Map.of());
        show(visit, 200, repo, form, Optional.of(release), Optional.empty());
    }

    private Release find(Visit visit, Repo repo) {
        String number = visit.part("number");
        if (!repo.isProject() || !number.matches("\\d{1,15}")) throw Stop.notFound();
        return publishing.reading().numbered(repo.rid(), Long.parseLong(number)).orElseThrow(Stop::notFound);
    }

    private void show(
            Visit visit, int status, Repo repo, Form form, Optional<Release> release, Optional<String> preview) {
        var head = found.head(visit, repo);
        String home = ReleasePages.home(repo);
        var values = new HashMap<String, Object>();
        values.put("repo", head);
        values.put("home", home);
        values.put("form", form);
        values.put("release", release);
        values.put("preview", preview);
        values.put("tags", head.tags());
        values.put("branches", head.branches());
        values.put("largest", Sizes.of(Releases.ASSET_BYTES_MAX));
        String title = release.map(it -> text("releases.title-edit") + " · " + it.name())
                .orElseGet(() -> text("releases.new-release"));
        visit.showScripted(status, "releases/form.jte", title + " · " + repo.path(), values);
    }

    private static Form typed(Visit visit) {
        return new Form(
                Map.of(
                        "tag", visit.field("tag").strip(),
                        "target", visit.field("target").strip(),
                        "title", visit.field("title"),
                        "body", visit.text("body"),
                        "prerelease", visit.field("prerelease")),
                Map.of());
    }

    private static Wish wish(Form form) {
        return new Wish(
                form.value("tag"),
                form.value("target"),
                "",
                form.value("title"),
                form.value("body"),
                form.value("prerelease").equals("yes"));
    }

    /// Makes one, or a draft, or only shows what it would be like.
    public void create(Visit visit) {
        var repo = found.repo(visit, Right.WRITE);
        var by = visit.signedIn();
        var form = typed(visit);
        if (only(visit, repo, form, Optional.empty())) return;
        try (var incoming = publishing.releases().incoming()) {
            var wrong = take(visit, incoming);
            if (wrong.isPresent()) {
                show(visit, 422, repo, form.wrong("files", wrong.get()), Optional.empty(), Optional.empty());
                return;
            }
            boolean draft = visit.field("act").equals("draft");
            var answer = draft
                    ? publishing.releases().draft(repo, by, wish(form), incoming)
                    : publishing.releases().publish(repo, by, wish(form), incoming);
            after(visit, repo, form, Optional.empty(), answer);
        }
    }

    /// Changes one: its words, its files' names, which of them stay, which come; and publishes a draft.
    public void change(Visit visit) {
        var repo = found.repo(visit, Right.WRITE);
        var by = visit.signedIn();
        var release = find(visit, repo);
        var form = release.draft() ? typed(visit) : typed(visit).with("tag", release.tag());
        if (only(visit, repo, form, Optional.of(release))) return;
        try (var incoming = publishing.releases().incoming()) {
            var wrong = take(visit, incoming);
            if (wrong.isPresent()) {
                show(visit, 422, repo, form.wrong("files", wrong.get()), Optional.of(release), Optional.empty());
                return;
            }
            var answer = publishing.releases().edit(repo, by, release.id(), wish(form));
            if (!(answer instanceof Answer.Refused)) answer = files(visit, repo, by, release, incoming);
            if (!(answer instanceof Answer.Refused)
                    && release.draft()
                    && visit.field("act").equals("publish"))
                answer = publishing.releases().publishDraft(repo, by, release.id(), "");
            after(visit, repo, form, Optional.of(release), answer);
        }
    }

    private Answer files(Visit visit, Repo repo, Person by, Release release, Incoming incoming) {
        Answer answer = new Answer.Same();
        var gone = visit.chosen("remove");
        for (var asset : release.assets()) {
            String name = visit.field("name-" + asset.key()).strip();
            if (gone.contains(asset.key())) answer = publishing.releases().detach(repo, by, release.id(), asset.key());
            else if (!name.isEmpty() && !name.equals(asset.name()))
                answer = publishing.releases().rename(repo, by, release.id(), asset.key(), name);
            if (answer instanceof Answer.Refused) return answer;
        }
        return incoming.isEmpty() ? answer : publishing.releases().attach(repo, by, release.id(), incoming);
    }

    private void after(Visit visit, Repo repo, Form form, Optional<Release> release, Answer answer) {
        switch (answer) {
            case Answer.Refused(var reason, var field, var told) -> {
                // What cannot be put right in the form ends the request, as far as it is not about the tag's rule.
                boolean isForbidden = reason == Answer.Reason.FORBIDDEN;
                if (isForbidden && field != Answer.Field.TAG) throw new Stop(403, told);
                show(visit, isForbidden ? 403 : 422, repo, form.wrong(name(field), told), release, Optional.empty());
            }
            case Answer.Done _, Answer.Same _ ->
                visit.go(ReleasePages.home(repo) + "/releases/tag/" + Urls.path(form.value("tag")), Notice.SAVED);
        }
    }

    private static String name(Answer.Field field) {
        return switch (field) {
            case TITLE -> "title";
            case BODY -> "body";
            case FILES -> "files";
            case TARGET -> "target";
            default -> "tag";
        };
    }

    /// Whether they only wanted to look: at the notes that can be made, or at what they wrote.
    private boolean only(Visit visit, Repo repo, Form form, Optional<Release> release) {
        String act = visit.field("act");
        if (!act.equals("generate") && !act.equals("preview")) return false;
        boolean sent = visit.context().uploadedFiles("files").stream().anyMatch(it -> it.size() > 0);
        var shown = form;
        if (act.equals("generate")) {
            var made = publishing
                    .notes()
                    .between(
                            repo,
                            form.value("tag"),
                            form.value("target"),
                            Optional.empty(),
                            visit.url(ReleasePages.home(repo)));
            switch (made) {
                case ReleaseNotes.Outcome.Written(var notes, var _) ->
                    shown = form.with(
                            "body", form.value("body").isBlank() ? notes : form.value("body") + "\n\n" + notes);
                case ReleaseNotes.Outcome.Missing(var told) -> {
                    show(visit, 422, repo, form.wrong("target", told), release, Optional.empty());
                    return true;
                }
            }
        }
        // Browsers give files only once.
        if (sent) shown = shown.wrong("files", text("releases.files-have-not-been-kept"));
        String text = shown.value("body");
        var look = prose.look(visit.viewer(), repo, repo.defaultBranch());
        show(visit, 200, repo, shown, release, text.isBlank() ? Optional.empty() : Optional.of(look.html(text)));
        return true;
    }

    private static Optional<String> take(Visit visit, Incoming incoming) {
        for (var file : visit.context().uploadedFiles("files")) {
            if (file.filename().isEmpty()) continue;
            try (var content = file.content()) {
                var wrong = incoming.add(plain(file.filename()), content);
                if (wrong.isPresent()) return wrong;
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read what was uploaded", e);
            }
        }
        return Optional.empty();
    }

    /// Browsers send paths, and everything that a file may be called elsewhere.
    private static String plain(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
                .replaceAll("\\p{Cntrl}", "")
                .strip();
        String safe = last.isEmpty() || last.equals(".") || last.equals("..") ? "file" : last;
        return safe.length() <= Asset.NAME_CHARACTERS_MAX
                ? safe
                : safe.substring(safe.length() - Asset.NAME_CHARACTERS_MAX).strip();
    }

    /// Takes one back; its tag stays.
    public void delete(Visit visit) {
        var repo = found.repo(visit, Right.WRITE);
        var by = visit.signedIn();
        var release = find(visit, repo);
        if (publishing.releases().delete(repo, by, release.id()) instanceof Answer.Refused(var _, var _, var told))
            throw new Stop(409, told);
        visit.go(ReleasePages.home(repo) + "/releases", Notice.RELEASE_DELETED);
    }

    /// Files of a release that a form shows.
    public static List<Asset> files(Optional<Release> release) {
        return release.map(Release::assets).orElse(List.of());
    }
}
