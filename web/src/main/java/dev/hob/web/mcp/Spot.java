package dev.hob.web.mcp;

import dev.hob.node.code.CodePath;
import dev.hob.node.code.Place;
import dev.hob.node.code.Revisions;
import dev.hob.web.api.Code;
import dev.hob.web.html.Stop;
import org.eclipse.jgit.lib.ObjectId;

/// A path in a commit that was named. Owned by one request.
record Spot(Code.Opened opened, Revisions.Revision revision, CodePath path) {
    private static final int SHORT = 10;

    /// What `ref` and `path` name.
    static Spot of(Code code, Code.Opened opened, Asked asked) {
        var ref = asked.arguments().perhaps("ref");
        if (opened.view().isEmpty() && ref.isEmpty())
            throw new Stop(404, "Nothing was pushed to " + opened.repo().path() + " yet.");
        var revision = code.find(opened, ref)
                .orElseThrow(() -> new Stop(
                        404,
                        opened.repo().path() + " has no branch, tag or commit "
                                + Plain.line(ref.orElse(opened.view().defaultBranch()), Asked.NAME_SHOWN_MAX) + "."));
        return new Spot(opened, revision, asked.path());
    }

    ObjectId commit() {
        return revision.commit();
    }

    /// The commit as a line has it.
    String named() {
        String id = commit().name().substring(0, SHORT);
        return revision.kind() == Revisions.Kind.COMMIT
                ? id
                : Plain.line(revision.name(), Asked.NAME_SHOWN_MAX) + " (" + id + ")";
    }

    /// The path as a sentence has it.
    String shown() {
        return "/" + Plain.line(path.value(), Asked.NAME_SHOWN_MAX);
    }

    Place place(Code code) {
        return code.trees().at(opened.git(), commit(), path).orElseThrow(this::missing);
    }

    Stop missing() {
        return new Stop(
                404,
                "There is no " + shown() + " in " + opened.repo().path() + " at " + named()
                        + ". list_files shows what there is.");
    }
}
