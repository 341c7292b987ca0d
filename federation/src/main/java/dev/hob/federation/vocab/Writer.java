package dev.hob.federation.vocab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/// Makes JSON of things, always in the same shape: one value or a list by the member's name, not by chance.
final class Writer {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Writer() {}

    static ObjectNode document(Thing thing, Optional<JsonNode> context) {
        var out = NODES.objectNode();
        context.ifPresent(value -> out.set("@context", value));
        object(thing).properties().forEach(member -> {
            if (!member.getKey().equals("@context")) out.set(member.getKey(), member.getValue());
        });
        return out;
    }

    static JsonNode ref(Ref ref) {
        return switch (ref) {
            case Ref.To(var id) -> NODES.textNode(id.value());
            case Ref.Named(var text) -> NODES.textNode(text);
            case Ref.Embedded(var thing) -> object(thing);
        };
    }

    private static ObjectNode object(Thing thing) {
        return switch (thing) {
            case Activity activity -> activity(activity);
            case Actor actor -> actor(actor);
            case Post post -> post(post);
            case ForgePart part -> part(part);
            case Attached attached -> attached(attached);
            case Listing listing -> listing(listing);
            case Tombstone(var id, var formerType, var deleted, var rest) ->
                new Out()
                        .type("Tombstone")
                        .id("id", id)
                        .text("formerType", formerType)
                        .time("deleted", deleted)
                        .rest(rest)
                        .object();
            case Thing.Unknown(var _, var object) -> object.deepCopy();
        };
    }

    private static ObjectNode activity(Activity activity) {
        var out = new Out();
        switch (activity) {
            case Activity.Create(var object, var origin, var _) ->
                of(out, "Create", object).ref("origin", origin);
            case Activity.Update(var object, var _) -> of(out, "Update", object);
            case Activity.Delete(var object, var _) -> of(out, "Delete", object);
            case Activity.Follow(var object, var _) -> of(out, "Follow", object);
            case Activity.Accept(var object, var result, var _) ->
                of(out, "Accept", object).ref("result", result);
            case Activity.Reject(var object, var _) -> of(out, "Reject", object);
            case Activity.Undo(var object, var _) -> of(out, "Undo", object);
            case Activity.Like(var object, var _) -> of(out, "Like", object);
            case Activity.Announce(var object, var _) -> of(out, "Announce", object);
            case Activity.Add(var object, var target, var _) ->
                of(out, "Add", object).ref("target", target);
            case Activity.Remove(var object, var target, var origin, var _) ->
                of(out, "Remove", object).ref("target", target).ref("origin", origin);
            case Activity.Block(var object, var _) -> of(out, "Block", object);
            case Activity.Flag(var objects, var _) -> out.type("Flag").refs("object", objects);
            case Activity.Move(var object, var target, var _) ->
                of(out, "Move", object).ref("target", Optional.of(target));
            case Activity.Offer(var object, var target, var _) ->
                of(out, "Offer", object).ref("target", target);
            case Activity.Resolve(var object, var _) -> of(out, "Resolve", object);
            case Activity.Assign(var object, var target, var _) ->
                of(out, "Assign", object).ref("target", Optional.of(target));
            case Activity.Apply(var object, var target, var _) ->
                of(out, "Apply", object).ref("target", target);
            case Activity.Edit(var changes, var _) ->
                out.type("Edit").set("object", writing(new Out(), changes).object());
            case Activity.Push(var target, var before, var after, var object, var _) ->
                out.type("Push")
                        .ref("target", target)
                        .text("hashBefore", before)
                        .text("hashAfter", after)
                        .ref("object", object);
            case Activity.Grant(var role, var target, var fulfills, var allows, var delegates, var result, var _) ->
                out.type("Grant")
                        .text("object", Optional.of(role))
                        .ref("target", Optional.of(target))
                        .ref("fulfills", fulfills)
                        .text("allows", allows)
                        .ref("delegates", delegates)
                        .ref("result", result);
            case Activity.Revoke(var object, var _) -> of(out, "Revoke", object);
            case Activity.Invite(var object, var target, var role, var _) ->
                of(out, "Invite", object).ref("target", Optional.of(target)).text("instrument", role);
            case Activity.Join(var object, var role, var _) ->
                of(out, "Join", object).text("instrument", role);
            case Activity.Leave(var object, var _) -> of(out, "Leave", object);
            case Activity.Other(var types, var objects, var _) -> one(out.types(types), "object", objects);
        }
        return act(out, activity.act()).object();
    }

    private static Out of(Out out, String type, Ref object) {
        return out.type(type).ref("object", Optional.of(object));
    }

    private static void one(Out out, String name, List<Ref> refs) {
        if (refs.size() == 1) out.ref(name, Optional.of(refs.getFirst()));
        else out.refs(name, refs);
    }

    private static Out act(Out out, Act act) {
        return out.id("id", act.id())
                .id("actor", Optional.of(act.actor()))
                .ids("attributedTo", act.attributedTo())
                .ref("context", act.context())
                .words("summary", act.summary())
                .time("published", act.published())
                .time("updated", act.updated())
                .time("startTime", act.startTime())
                .time("endTime", act.endTime())
                .texts("to", act.to())
                .texts("cc", act.cc())
                .texts("audience", act.audience())
                .id("capability", act.capability())
                .rest(act.rest());
    }

    private static ObjectNode post(Post post) {
        var out = new Out();
        switch (post) {
            case Post.Note _ -> {}
            case Post.Ticket ticket ->
                out.flag("isResolved", ticket.isResolved())
                        .ref("resolvedBy", ticket.resolvedBy())
                        .time("resolved", ticket.resolved())
                        .ref("followers", ticket.followers())
                        .ref("dependencies", ticket.dependencies())
                        .ref("dependants", ticket.dependants());
            case Post.Release release ->
                out.flag("isPreRelease", release.isPreRelease()).ref("origin", release.origin());
        }
        return writing(out, post.writing()).object();
    }

    private static Out writing(Out out, Post.Writing writing) {
        links(out, "url", writing.url());
        writing.source().ifPresent(source -> out.set("source", source(source)));
        return out.id("id", writing.id())
                .types(writing.types())
                .ids("attributedTo", writing.attributedTo())
                .ref("context", writing.context())
                .id("inReplyTo", writing.inReplyTo())
                .words("name", writing.name())
                .words("summary", writing.summary())
                .text("mediaType", writing.mediaType())
                .words("content", writing.content())
                .time("published", writing.published())
                .time("updated", writing.updated())
                .texts("to", writing.to())
                .texts("cc", writing.cc())
                .refs("tag", writing.tags())
                .refs("attachment", writing.attachments())
                .ref("replies", writing.replies())
                .flag("sensitive", writing.sensitive())
                .rest(writing.rest());
    }

    private static ObjectNode source(Source source) {
        return new Out()
                .text("content", Optional.of(source.content()))
                .text("mediaType", source.mediaType())
                .rest(source.rest())
                .object();
    }

    private static ObjectNode actor(Actor actor) {
        var out = new Out().id("id", actor.id()).types(actor.types());
        profile(out, actor.profile());
        boxes(out, actor.boxes());
        forge(out, actor.forge());
        out.refs("attachment", actor.attachments()).refs("tag", actor.tags());
        var publicKeys = actor.publicKeys().stream().map(Writer::key).toList();
        if (publicKeys.size() == 1) out.set("publicKey", publicKeys.getFirst()); // GoToSocial reads no list.
        else if (!publicKeys.isEmpty()) out.set("publicKey", NODES.arrayNode().addAll(publicKeys));
        if (!actor.assertionMethods().isEmpty())
            out.set(
                    "assertionMethod",
                    NODES.arrayNode()
                            .addAll(actor.assertionMethods().stream()
                                    .map(Writer::key)
                                    .toList()));
        return out.rest(actor.rest()).object();
    }

    private static void profile(Out out, Actor.Profile profile) {
        links(out, "url", profile.url());
        out.text("preferredUsername", profile.preferredUsername())
                .words("name", profile.name())
                .words("summary", profile.summary())
                .time("published", profile.published())
                .time("updated", profile.updated())
                .ref("icon", profile.icon())
                .ref("image", profile.image())
                .ids("attributedTo", profile.attributedTo())
                .texts("alsoKnownAs", profile.alsoKnownAs())
                .id("movedTo", profile.movedTo())
                .flag("manuallyApprovesFollowers", profile.manuallyApprovesFollowers())
                .flag("discoverable", profile.discoverable())
                .flag("indexable", profile.indexable());
    }

    private static void boxes(Out out, Actor.Boxes boxes) {
        out.id("inbox", boxes.inbox())
                .id("outbox", boxes.outbox())
                .id("followers", boxes.followers())
                .id("following", boxes.following())
                .id("featured", boxes.featured())
                .id("likes", boxes.likes());
        var endpoints = new Out().id("sharedInbox", boxes.sharedInbox()).rest(boxes.endpoints());
        if (!endpoints.isEmpty()) out.set("endpoints", endpoints.object());
    }

    private static void forge(Out out, Actor.Forge forge) {
        out.texts("cloneUri", forge.cloneUri())
                .texts("pushUri", forge.pushUri())
                .id("ticketsTrackedBy", forge.ticketsTrackedBy())
                .id("tracksTicketsFor", forge.tracksTicketsFor())
                .id("sendPatchesTo", forge.sendPatchesTo())
                .id("tracksPatchesFor", forge.tracksPatchesFor())
                .id("releasesTrackedBy", forge.releasesTrackedBy())
                .id("tracksReleasesFor", forge.tracksReleasesFor())
                .id("forks", forge.forks())
                .id("forkedFrom", forge.forkedFrom())
                .id("origin", forge.origin())
                .flag("isArchived", forge.isArchived());
    }

    private static JsonNode key(Actor.Key key) {
        boolean onlyNamed =
                key.publicKeyPem().isEmpty() && key.publicKeyMultibase().isEmpty();
        if (onlyNamed
                && key.id().isPresent()
                && key.owner().isEmpty()
                && key.controller().isEmpty())
            return NODES.textNode(key.id().get().value());
        return new Out()
                .id("id", key.id())
                .text("type", key.type())
                .id("owner", key.owner())
                .id("controller", key.controller())
                .text("publicKeyPem", key.publicKeyPem())
                .text("publicKeyMultibase", key.publicKeyMultibase())
                .rest(key.rest())
                .object();
    }

    /// One plain address as a text, else a list.
    private static void links(Out out, String name, List<Attached.Link> links) {
        if (links.isEmpty()) return;
        if (links.size() == 1) out.set(name, link(links.getFirst()));
        else
            out.set(
                    name,
                    NODES.arrayNode().addAll(links.stream().map(Writer::link).toList()));
    }

    private static JsonNode link(Attached.Link link) {
        return link.equals(Attached.Link.of(link.href())) ? NODES.textNode(link.href()) : attached(link);
    }

    private static ObjectNode attached(Attached attached) {
        var out = new Out();
        return switch (attached) {
            case Attached.Mention(var href, var name, var rest) ->
                out.type("Mention")
                        .text("href", href)
                        .words("name", name)
                        .rest(rest)
                        .object();
            case Attached.Hashtag(var href, var name, var rest) ->
                out.type("Hashtag")
                        .text("href", href)
                        .words("name", name)
                        .rest(rest)
                        .object();
            case Attached.Emoji(var name, var icon, var rest) ->
                out.type("Emoji")
                        .words("name", name)
                        .ref("icon", icon)
                        .rest(rest)
                        .object();
            case Attached.Link(var href, var mediaType, var name, var rel, var rest) ->
                out.type("Link")
                        .text("href", Optional.of(href))
                        .text("mediaType", mediaType)
                        .words("name", name)
                        .text("rel", rel)
                        .rest(rest)
                        .object();
            case Attached.Media(var type, var url, var mediaType, var name, var rest) -> {
                links(out.type(type), "url", url);
                yield out.text("mediaType", mediaType)
                        .words("name", name)
                        .rest(rest)
                        .object();
            }
            case Attached.PropertyValue(var name, var value, var rest) ->
                out.type("PropertyValue")
                        .words("name", name)
                        .text("value", value)
                        .rest(rest)
                        .object();
            case Attached.IdentityStatement(var subject, var alsoKnownAs, var rest) ->
                out.type("VerifiableIdentityStatement")
                        .text("subject", subject)
                        .text("alsoKnownAs", alsoKnownAs)
                        .rest(rest)
                        .object();
        };
    }

    private static ObjectNode part(ForgePart part) {
        var out = new Out().id("id", part.id());
        return switch (part) {
            case ForgePart.Branch(var _, var context, var name, var ref, var hash, var cloneUri, var rest) ->
                out.type("Branch")
                        .id("context", context)
                        .words("name", name)
                        .text("ref", ref)
                        .text("hash", hash)
                        .texts("cloneUri", cloneUri)
                        .rest(rest)
                        .object();
            case ForgePart.Commit commit ->
                commit(out, commit).rest(commit.rest()).object();
            case ForgePart.Patch(var _, var attributedTo, var context, var mediaType, var content, var rest) ->
                out.type("Patch")
                        .text("attributedTo", attributedTo)
                        .ref("context", context)
                        .text("mediaType", mediaType)
                        .text("content", content)
                        .rest(rest)
                        .object();
            case ForgePart.MergeRequest(var _, var origin, var target, var object, var rest) ->
                out.type("Offer")
                        .ref("origin", origin)
                        .ref("target", target)
                        .ref("object", object)
                        .rest(rest)
                        .object();
            case ForgePart.Review(
                    var _,
                    var context,
                    var verdict,
                    var binding,
                    var object,
                    var notes,
                    var threads,
                    var rest) ->
                out.type("Review")
                        .id("context", context)
                        .text("verdict", verdict)
                        .flag("reviewIsBinding", binding)
                        .ref("object", object)
                        .refs("attachment", notes)
                        .refs("reviewThreads", threads)
                        .rest(rest)
                        .object();
            case ForgePart.ReviewThread(var _, var target, var object, var rest) ->
                out.type("ReviewThread")
                        .ref("target", target)
                        .ref("object", object)
                        .rest(rest)
                        .object();
            case ForgePart.CodeQuote(var _, var file, var hunk, var start, var line, var side, var rest) ->
                out.type("CodeQuote")
                        .text("cqFile", file)
                        .text("cqHunk", hunk)
                        .count("cqStartLine", start)
                        .count("cqLine", line)
                        .text("cqSide", side)
                        .rest(rest)
                        .object();
            case ForgePart.TicketDependency(var _, var subject, var relationship, var object, var rest) ->
                out.type("TicketDependency")
                        .ref("subject", subject)
                        .text("relationship", relationship)
                        .ref("object", object)
                        .rest(rest)
                        .object();
        };
    }

    private static Out commit(Out out, ForgePart.Commit commit) {
        commit.description().ifPresent(text -> out.set("description", source(text)));
        return out.type("Commit")
                .id("context", commit.context())
                .text("attributedTo", commit.attributedTo())
                .text("committedBy", commit.committedBy())
                .text("hash", commit.hash())
                .time("created", commit.created())
                .time("committed", commit.committed())
                .words("summary", commit.summary());
    }

    private static ObjectNode listing(Listing listing) {
        return new Out()
                .type(listing.type())
                .id("id", listing.id())
                .count("totalItems", listing.totalItems())
                .ref("first", listing.first())
                .ref("partOf", listing.partOf())
                .ref("next", listing.next())
                .refs(listing.isOrdered() ? "orderedItems" : "items", listing.items())
                .rest(listing.rest())
                .object();
    }
}
