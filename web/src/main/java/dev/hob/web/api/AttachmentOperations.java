package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.cob.Comment;
import dev.hob.node.cob.Embed;
import dev.hob.node.issue.Issue;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.Attachment;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;

/// Files that go along with issues and comments.
final class AttachmentOperations {
    private static final String OF_ISSUE = "/repos/{owner}/{repo}/issues/{index}/assets";
    private static final String OF_COMMENT = "/repos/{owner}/{repo}/issues/comments/{id}/assets";

    private final Node node;
    private final IssueFinder finder;
    private final IssueShapes shapes;

    AttachmentOperations(Node node, IssueFinder finder, IssueShapes shapes) {
        this.node = node;
        this.finder = finder;
        this.shapes = shapes;
    }

    /// What files go along with.
    private record With(Issue issue, ObjectId entry, Comment comment) {}

    @FunctionalInterface
    private interface Finding {
        With find(Call call);
    }

    void declare(Operations all) {
        all.chapter("Attachments");
        declare(all, "Issue", OF_ISSUE, this::issue);
        declare(all, "IssueComment", OF_COMMENT, this::comment);
        all.get("issueDownloadAttachment", OF_COMMENT + "/{attachment_id}/{filename}", "The file itself")
                .needs(Right.READ)
                .scope(Scope.READ_ISSUE)
                .sends(Map.of("application/octet-stream", "The file"), this::download);
    }

    private void declare(Operations all, String what, String path, Finding finding) {
        String with = what.equals("Issue") ? "an issue" : "a comment";
        all.get("issueList" + what + "Attachments", path, "The files of " + with)
                .needs(Right.READ)
                .scope(Scope.READ_ISSUE)
                .givesAll(Attachment.class, call -> list(call, finding.find(call)));
        all.post("issueCreate" + what + "Attachment", path, "Add a file to " + with)
                .needs(Right.READ)
                .scope(Scope.WRITE_ISSUE)
                .known()
                .query("name", "What to call it, instead of the form's name")
                .takesFile("attachment")
                .creates(Attachment.class, call -> add(call, finding));
        all.get(
                        "issueGet" + what + "Attachment",
                        path + "/{attachment_id}",
                        "A file of " + with + ", without its bytes")
                .needs(Right.READ)
                .scope(Scope.READ_ISSUE)
                .gives(Attachment.class, call -> one(call, finding.find(call)));
        all.delete(
                        "issueDelete" + what + "Attachment",
                        path + "/{attachment_id}",
                        "Show a file of " + with + " no more")
                .needs(Right.READ)
                .scope(Scope.WRITE_ISSUE)
                .known()
                .does(call -> remove(call, finding.find(call)));
    }

    private With issue(Call call) {
        var issue = finder.issue(call);
        return new With(
                issue,
                issue.id(),
                IssueShapes.comment(finder.description(issue)).orElseThrow(Call::missing));
    }

    private With comment(Call call) {
        var said = finder.comment(call);
        return new With(said.issue(), said.line().entry(), said.comment());
    }

    private List<Attachment> list(Call call, With with) {
        return shapes.attachments(call, call.repo(), with.entry(), with.comment());
    }

    private Attachment one(Call call, With with) {
        long number = call.numbered("attachment_id");
        return list(call, with).stream()
                .filter(it -> it.id() == number)
                .findFirst()
                .orElseThrow(Call::missing);
    }

    private Embed embed(Call call, With with) {
        long number = call.numbered("attachment_id");
        return with.comment().embeds().stream()
                .filter(it -> IssueShapes.number(with.entry(), it) == number)
                .findFirst()
                .orElseThrow(Call::missing);
    }

    private Attachment add(Call call, Finding finding) {
        var with = finding.find(call);
        var sent = call.file();
        String name = call.query("name").orElse(sent.name());
        var keep = with.comment().embeds().stream().map(Embed::name).toList();
        if (keep.contains(name)) throw new Stop(422, "[name]: there is a file of the name " + name);
        Answers.check(node.acts(with.issue())
                .edit(
                        call.repo(),
                        call.person(),
                        with.issue().id(),
                        with.entry(),
                        with.comment().body(),
                        keep,
                        List.of(new dev.hob.node.issue.Attachment(name, sent.bytes()))));
        return list(call, finding.find(call)).stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow(Call::missing);
    }

    private void remove(Call call, With with) {
        var gone = embed(call, with);
        var keep = with.comment().embeds().stream()
                .filter(it -> !it.equals(gone))
                .map(Embed::name)
                .toList();
        Answers.check(node.acts(with.issue())
                .edit(
                        call.repo(),
                        call.person(),
                        with.issue().id(),
                        with.entry(),
                        with.comment().body(),
                        keep,
                        List.of()));
    }

    /// Whatever it is, it is to be kept, and no browser runs it.
    private void download(Call call) {
        var embed = embed(call, comment(call));
        if (!embed.name().equals(call.part("filename"))) throw Call.missing();
        embed.blob().ifPresent(call::revalidated);
        byte[] bytes = node.tracking().issues().attachment(call.repo(), embed).orElseThrow(Call::missing);
        call.context()
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header("Content-Disposition", "attachment; filename*=UTF-8''" + escaped(embed.name()))
                .contentType("application/octet-stream")
                .result(bytes);
    }

    private static String escaped(String name) {
        return Urls.path(name).replace(",", "%2C").replace("=", "%3D");
    }
}
