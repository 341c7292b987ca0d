package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.code.Commits;
import dev.hob.node.log.Origin;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.Branch;
import dev.hob.web.api.json.CreateBranch;
import dev.hob.web.api.json.RenameBranch;
import dev.hob.web.html.Stop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;

/// Branches: seen, made, renamed and deleted.
final class BranchOperations {
    private static final String ONE = "/repos/{owner}/{repo}/branches/<branch>";

    private final Node node;
    private final Code code;
    private final CommitShapes shapes;

    BranchOperations(Node node, Code code, CommitShapes shapes) {
        this.node = node;
        this.code = code;
        this.shapes = shapes;
    }

    void declare(Operations all) {
        all.chapter("Branches");
        all.get("repoListBranches", "/repos/{owner}/{repo}/branches", "The branches, by name")
                .needs(Right.READ)
                .lists(Branch.class, this::list);
        all.post("repoCreateBranch", "/repos/{owner}/{repo}/branches", "Make a branch")
                .needs(Right.WRITE)
                .takes(CreateBranch.class)
                .refuses(409, "There is one of that name")
                .creates(Branch.class, this::create);
        all.get("repoGetBranch", ONE, "A branch").needs(Right.READ).gives(Branch.class, this::get);
        all.patch("repoRenameBranch", ONE, "Give a branch another name")
                .needs(Right.WRITE)
                .takes(RenameBranch.class)
                .refuses(409, "Somebody else moved it in the meantime")
                .does(this::rename);
        all.delete("repoDeleteBranch", ONE, "Delete a branch, but not the default one")
                .needs(Right.WRITE)
                .refuses(409, "Somebody else moved it in the meantime")
                .does(this::delete);
    }

    private Listed<Branch> list(Call call) throws IOException {
        try (var opened = code.open(call.repo());
                var walk = new RevWalk(opened.git())) {
            var branches = List.copyOf(opened.view().below(Constants.R_HEADS).entrySet());
            var listed = Listed.of(branches, call.slice(), it -> it);
            var shown = new ArrayList<Branch>();
            for (var branch : listed.items())
                shown.add(shapes.branch(call, opened, walk, name(branch.getKey()), branch.getValue()));
            return new Listed<>(shown, listed.total(), listed.slice());
        }
    }

    private static String name(String ref) {
        return ref.substring(Constants.R_HEADS.length());
    }

    private Branch get(Call call) throws IOException {
        return shown(call, call.part("branch"));
    }

    private Branch shown(Call call, String name) throws IOException {
        try (var opened = code.open(call.repo());
                var walk = new RevWalk(opened.git())) {
            return shapes.branch(call, opened, walk, name, tip(opened, name));
        }
    }

    private static ObjectId tip(Code.Opened opened, String name) {
        var id = opened.view().refs().get(Constants.R_HEADS + name);
        if (id == null) throw new Stop(404, "branch does not exist [name: " + name + "]");
        return id;
    }

    private Branch create(Call call) throws IOException {
        var asked = call.body(CreateBranch.class);
        String name = asked.newBranchName();
        try (var opened = code.open(call.repo())) {
            if (opened.view().refs().containsKey(Constants.R_HEADS + name))
                throw new Stop(409, "The branch already exists.");
            var from = asked.oldRefName().filter(it -> !it.isEmpty()).or(() -> asked.oldBranchName()
                    .filter(it -> !it.isEmpty()));
            var start = code.find(opened, from)
                    .orElseThrow(() -> new Stop(404, "The old branch, tag or commit does not exist."));
            Written.check(node.commits().point(call.repo(), call.person(), Constants.R_HEADS + name, start.commit()));
        }
        return shown(call, name);
    }

    private void rename(Call call) throws IOException {
        String from = call.part("branch");
        String to = call.body(RenameBranch.class).name();
        var repo = call.repo();
        try (var opened = code.open(repo)) {
            var tip = tip(opened, from);
            if (opened.view().refs().containsKey(Constants.R_HEADS + to))
                throw new Stop(422, "Cannot rename a branch to one that exists.");
            if (!from.equals(opened.view().defaultBranch())) {
                Written.check(node.commits()
                        .rename(repo, call.person(), Constants.R_HEADS + from, Constants.R_HEADS + to, tip));
                return;
            }
            // A rename that fails in its middle leaves two branches: what would forbid it is asked for first.
            boolean stays = node.protection()
                    .rules()
                    .branch(repo, from)
                    .filter(rule -> !rule.deletion())
                    .isPresent();
            if (stays) throw new Stop(403, "The branch " + from + " is protected: it cannot be deleted.");
            // At no moment is the default branch one that is not there.
            Written.check(node.commits().point(repo, call.person(), Constants.R_HEADS + to, tip));
            var objection = node.edits()
                    .setDefaultBranch(repo, new Origin.Here(call.person().id()), to);
            if (objection.isPresent()) throw new Stop(422, objection.get());
            var outcome = node.commits().remove(repo, call.person(), Constants.R_HEADS + from, tip);
            if (!(outcome instanceof Commits.Outcome.Stale)) Written.check(outcome);
        }
    }

    private void delete(Call call) {
        String name = call.part("branch");
        try (var opened = code.open(call.repo())) {
            var tip = tip(opened, name);
            if (name.equals(opened.view().defaultBranch())) throw new Stop(403, "can not delete default branch");
            Written.check(node.commits().remove(call.repo(), call.person(), Constants.R_HEADS + name, tip));
        }
    }
}
