package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.CreateTag;
import dev.hob.web.api.json.Tag;
import dev.hob.web.html.Stop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.revwalk.RevWalk;

/// Tags: seen, made and deleted.
final class TagOperations {
    private static final String ONE = "/repos/{owner}/{repo}/tags/<tag>";

    private final Node node;
    private final Code code;
    private final CommitShapes shapes;

    TagOperations(Node node, Code code, CommitShapes shapes) {
        this.node = node;
        this.code = code;
        this.shapes = shapes;
    }

    void declare(Operations all) {
        all.chapter("Tags");
        all.get("repoListTags", "/repos/{owner}/{repo}/tags", "The tags, the last name first")
                .needs(Right.READ)
                .lists(Tag.class, this::list);
        all.post("repoCreateTag", "/repos/{owner}/{repo}/tags", "Make a tag")
                .needs(Right.WRITE)
                .takes(CreateTag.class)
                .refuses(409, "There is one of that name")
                .creates(Tag.class, this::create);
        all.get("repoGetTag", ONE, "A tag").needs(Right.READ).gives(Tag.class, this::get);
        all.delete("repoDeleteTag", ONE, "Delete a tag")
                .needs(Right.WRITE)
                .refuses(409, "A release stands on it, or somebody else moved it in the meantime")
                .does(this::delete);
    }

    private Listed<Tag> list(Call call) throws IOException {
        try (var opened = code.open(call.repo());
                var walk = new RevWalk(opened.git())) {
            var tags =
                    List.copyOf(opened.view().below(Constants.R_TAGS).keySet()).reversed();
            var listed = Listed.of(tags, call.slice(), ref -> ref.substring(Constants.R_TAGS.length()));
            var shown = new ArrayList<Tag>();
            for (String name : listed.items()) shown.add(shapes.tag(call, opened, walk, name));
            return new Listed<>(shown, listed.total(), listed.slice());
        }
    }

    private Tag get(Call call) throws IOException {
        return shown(call, call.part("tag"));
    }

    private Tag shown(Call call, String name) throws IOException {
        try (var opened = code.open(call.repo());
                var walk = new RevWalk(opened.git())) {
            if (!opened.view().refs().containsKey(Constants.R_TAGS + name)) throw missing(name);
            return shapes.tag(call, opened, walk, name);
        }
    }

    private static Stop missing(String name) {
        return new Stop(404, "tag does not exist [name: " + name + "]");
    }

    private Tag create(Call call) throws IOException {
        var asked = call.body(CreateTag.class);
        String name = asked.tagName();
        try (var opened = code.open(call.repo())) {
            if (opened.view().refs().containsKey(Constants.R_TAGS + name)) throw new Stop(409, "tag already exists");
            var target = code.find(opened, asked.target().filter(it -> !it.isEmpty()))
                    .orElseThrow(() -> new Stop(404, "target not found"));
            String message = asked.message().orElse("");
            Written.check(
                    message.isBlank()
                            ? node.commits().point(call.repo(), call.person(), Constants.R_TAGS + name, target.commit())
                            : node.commits().tag(call.repo(), call.person(), name, target.commit(), message));
        }
        return shown(call, name);
    }

    private void delete(Call call) {
        String name = call.part("tag");
        try (var opened = code.open(call.repo())) {
            var id = opened.view().refs().get(Constants.R_TAGS + name);
            if (id == null) throw missing(name);
            boolean stands = call.repo().isProject()
                    && node.publishing()
                            .reading()
                            .ofTag(call.repo().rid(), name)
                            .filter(it -> !it.draft())
                            .isPresent();
            if (stands) throw new Stop(409, "a release stands on this tag: delete the release first");
            Written.check(node.commits().remove(call.repo(), call.person(), Constants.R_TAGS + name, id));
        }
    }
}
