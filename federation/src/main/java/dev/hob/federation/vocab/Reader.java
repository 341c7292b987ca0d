package dev.hob.federation.vocab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes things of JSON. By plain names, not by JSON-LD: as Mastodon does, and as nobody can misuse to make us fetch.
final class Reader {
    private static final Set<String> ACTORS = Set.of(
            "Person",
            "Group",
            "Service",
            "Application",
            "Organization",
            "Repository",
            "TicketTracker",
            "PatchTracker",
            "ReleaseTracker",
            "Project",
            "Team",
            "Factory",
            "Workflow",
            "Roadmap");
    private static final Set<String> ACTIVITIES = Set.of(
            "Create",
            "Update",
            "Delete",
            "Follow",
            "Accept",
            "Reject",
            "Undo",
            "Like",
            "Announce",
            "Add",
            "Remove",
            "Block",
            "Flag",
            "Move",
            "Offer",
            "Resolve",
            "Assign",
            "Apply",
            "Edit",
            "Push",
            "Grant",
            "Revoke",
            "Invite",
            "Join",
            "Leave");
    private static final Set<String> NOTES = Set.of("Note", "Article", "Page", "Question", "Event", "ChatMessage");
    private static final Set<String> MEDIA = Set.of("Image", "Document", "Audio", "Video");
    private static final Set<String> LISTINGS =
            Set.of("Collection", "OrderedCollection", "CollectionPage", "OrderedCollectionPage");

    private Reader() {}

    /// A document must say what it is; parts of it may leave that to their place.
    static Thing document(ObjectNode object) {
        if (Members.types(object).isEmpty()) throw new RefusedException("a document without a type");
        return thing(object);
    }

    static Thing thing(ObjectNode object) {
        var types = Members.types(object);
        var members = new Members(object);
        if (types.stream().anyMatch(ACTORS::contains) && members.has("id")) return actor(members);
        if (members.has("actor")) return activity(types, members);
        if (types.contains("Ticket")) return ticket(members);
        if (types.contains("Release")) return release(members);
        if (types.stream().anyMatch(NOTES::contains)) return new Post.Note(writing(members));
        return types.stream()
                .flatMap(type -> part(type, members).stream())
                .findFirst()
                .orElseGet(() -> new Thing.Unknown(types, object));
    }

    private static Activity activity(List<String> types, Members in) {
        String type = types.stream().filter(ACTIVITIES::contains).findFirst().orElse("");
        in.only(type);
        return switch (type) {
            case "Create" -> new Activity.Create(object(in), in.ref("origin"), act(in));
            case "Update" -> new Activity.Update(object(in), act(in));
            case "Delete" -> new Activity.Delete(object(in), act(in));
            case "Follow" -> new Activity.Follow(object(in), act(in));
            case "Accept" -> new Activity.Accept(object(in), in.ref("result"), act(in));
            case "Reject" -> new Activity.Reject(object(in), act(in));
            case "Undo" -> new Activity.Undo(object(in), act(in));
            case "Like" -> new Activity.Like(object(in), act(in));
            case "Announce" -> new Activity.Announce(object(in), act(in));
            case "Add" -> new Activity.Add(object(in), in.ref("target"), act(in));
            case "Remove" -> new Activity.Remove(object(in), in.ref("target"), in.ref("origin"), act(in));
            case "Block" -> new Activity.Block(object(in), act(in));
            case "Flag" -> new Activity.Flag(in.refs("object"), act(in));
            case "Move" -> new Activity.Move(object(in), in.neededRef("target"), act(in));
            case "Offer" -> new Activity.Offer(object(in), in.ref("target"), act(in));
            case "Resolve" -> new Activity.Resolve(object(in), act(in));
            case "Assign" -> new Activity.Assign(object(in), in.neededRef("target"), act(in));
            case "Apply" -> new Activity.Apply(object(in), in.ref("target"), act(in));
            case "Edit" -> new Activity.Edit(changes(in), act(in));
            case "Push" ->
                new Activity.Push(
                        in.ref("target"), in.text("hashBefore"), in.text("hashAfter"), in.ref("object"), act(in));
            case "Grant" ->
                new Activity.Grant(
                        in.text("object").orElseThrow(() -> new RefusedException("a Grant without a role")),
                        in.neededRef("target"),
                        in.ref("fulfills"),
                        in.text("allows"),
                        in.ref("delegates"),
                        in.ref("result"),
                        act(in));
            case "Revoke" -> new Activity.Revoke(object(in), act(in));
            case "Invite" -> new Activity.Invite(object(in), in.neededRef("target"), in.text("instrument"), act(in));
            case "Join" -> new Activity.Join(object(in), in.text("instrument"), act(in));
            case "Leave" -> new Activity.Leave(object(in), act(in));
            default -> new Activity.Other(in.types(), in.refs("object"), act(in));
        };
    }

    private static Ref object(Members in) {
        return in.neededRef("object");
    }

    private static Post.Writing changes(Members in) {
        return writing(in.inner("object").orElseThrow(() -> new RefusedException("an Edit without changes")));
    }

    private static Act act(Members in) {
        return new Act(
                in.id("id"),
                in.needed("actor"),
                in.ids("attributedTo"),
                in.ref("context"),
                in.words("summary"),
                in.time("published"),
                in.time("updated"),
                in.time("startTime"),
                in.time("endTime"),
                in.addresses("to"),
                in.addresses("cc"),
                in.addresses("audience"),
                in.id("capability"),
                in.rest());
    }

    private static Post ticket(Members in) {
        return new Post.Ticket(
                in.flag("isResolved"),
                in.ref("resolvedBy"),
                in.time("resolved"),
                in.ref("followers"),
                in.ref("dependencies"),
                in.ref("dependants"),
                writing(in));
    }

    private static Post release(Members in) {
        return new Post.Release(in.flag("isPreRelease"), in.ref("origin"), writing(in));
    }

    private static Post.Writing writing(Members in) {
        return new Post.Writing(
                in.id("id"),
                in.types(),
                in.ids("attributedTo"),
                in.ref("context"),
                in.id("inReplyTo"),
                in.words("name"),
                in.words("summary"),
                in.text("mediaType"),
                in.words("content"),
                in.inner("source").map(Reader::source),
                links(in, "url"),
                in.time("published"),
                in.time("updated"),
                in.addresses("to"),
                in.addresses("cc"),
                in.refs("tag"),
                in.refs("attachment"),
                in.ref("replies"),
                in.flag("sensitive"),
                in.rest());
    }

    private static Source source(Members in) {
        return new Source(in.text("content").orElse(""), in.text("mediaType"), in.rest());
    }

    private static Actor actor(Members in) {
        return new Actor(
                in.needed("id"),
                in.types(),
                profile(in),
                boxes(in),
                forge(in),
                in.refs("attachment"),
                in.refs("tag"),
                keys(in, "publicKey"),
                keys(in, "assertionMethod"),
                in.rest());
    }

    private static Actor.Profile profile(Members in) {
        return new Actor.Profile(
                in.text("preferredUsername"),
                in.words("name"),
                in.words("summary"),
                links(in, "url"),
                in.time("published"),
                in.time("updated"),
                in.ref("icon"),
                in.ref("image"),
                in.ids("attributedTo"),
                in.addresses("alsoKnownAs"),
                in.id("movedTo"),
                in.flag("manuallyApprovesFollowers"),
                in.flag("discoverable"),
                in.flag("indexable"));
    }

    private static Actor.Boxes boxes(Members in) {
        var endpoints = in.inner("endpoints");
        return new Actor.Boxes(
                in.id("inbox"),
                in.id("outbox"),
                in.id("followers"),
                in.id("following"),
                in.id("featured"),
                in.id("likes"),
                endpoints.flatMap(inner -> inner.id("sharedInbox")),
                endpoints.map(Members::rest).orElse(Rest.NONE));
    }

    private static Actor.Forge forge(Members in) {
        return new Actor.Forge(
                in.texts("cloneUri"),
                in.texts("pushUri"),
                in.id("ticketsTrackedBy"),
                in.id("tracksTicketsFor"),
                in.id("sendPatchesTo"),
                in.id("tracksPatchesFor"),
                in.id("releasesTrackedBy"),
                in.id("tracksReleasesFor"),
                in.id("forks"),
                in.id("forkedFrom"),
                in.id("origin"),
                in.flag("isArchived"));
    }

    private static List<Actor.Key> keys(Members in, String name) {
        return in.many(name).stream().map(Reader::key).toList();
    }

    private static Actor.Key key(JsonNode value) {
        if (value instanceof ObjectNode object) {
            var in = new Members(object);
            return new Actor.Key(
                    in.id("id"),
                    in.text("type"),
                    in.id("owner"),
                    in.id("controller"),
                    in.text("publicKeyPem"),
                    in.text("publicKeyMultibase"),
                    in.rest());
        }
        var id = Optional.ofNullable(value.textValue()).flatMap(Id::of);
        if (id.isEmpty()) throw new RefusedException("a key that is neither an id nor an object");
        return new Actor.Key(
                id,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Rest.NONE);
    }

    private static List<Attached.Link> links(Members in, String name) {
        return in.many(name).stream().map(Reader::link).toList();
    }

    private static Attached.Link link(JsonNode value) {
        if (value.isTextual()) return Attached.Link.of(value.textValue());
        if (value instanceof ObjectNode object) return link(new Members(object).only("Link"));
        throw new RefusedException("a url that is neither a text nor a Link");
    }

    private static Attached.Link link(Members in) {
        return new Attached.Link(
                in.text("href").orElseThrow(() -> new RefusedException("a Link without href")),
                in.text("mediaType"),
                in.words("name"),
                in.text("rel"),
                in.rest());
    }

    private static Optional<Thing> part(String type, Members unread) {
        var in = unread;
        if (MEDIA.contains(type))
            return Optional.of(new Attached.Media(
                    type, links(in.only(type), "url"), in.text("mediaType"), in.words("name"), in.rest()));
        if (LISTINGS.contains(type)) return Optional.of(listing(type, in.only(type)));
        return Optional.ofNullable(
                switch (type) {
                    case "Tombstone" ->
                        new Tombstone(in.only(type).id("id"), in.text("formerType"), in.time("deleted"), in.rest());
                    case "Mention" -> new Attached.Mention(in.only(type).text("href"), in.words("name"), in.rest());
                    case "Hashtag" -> new Attached.Hashtag(in.only(type).text("href"), in.words("name"), in.rest());
                    case "Emoji" -> new Attached.Emoji(in.only(type).words("name"), in.ref("icon"), in.rest());
                    case "Link" -> link(in.only(type));
                    case "PropertyValue" ->
                        new Attached.PropertyValue(in.only(type).words("name"), in.text("value"), in.rest());
                    case "VerifiableIdentityStatement" ->
                        new Attached.IdentityStatement(
                                in.only(type).text("subject"), in.text("alsoKnownAs"), in.rest());
                    default -> forgePart(type, in);
                });
    }

    private static @Nullable Thing forgePart(String type, Members in) {
        return switch (type) {
            case "Branch" ->
                new ForgePart.Branch(
                        in.only(type).id("id"),
                        in.id("context"),
                        in.words("name"),
                        in.text("ref"),
                        in.text("hash"),
                        in.texts("cloneUri"),
                        in.rest());
            case "Commit" ->
                new ForgePart.Commit(
                        in.only(type).id("id"),
                        in.id("context"),
                        in.addresses("attributedTo").stream().findFirst(),
                        in.addresses("committedBy").stream().findFirst(),
                        in.text("hash"),
                        in.time("created"),
                        in.time("committed"),
                        in.words("summary"),
                        in.inner("description").map(Reader::source),
                        in.rest());
            case "Patch" ->
                new ForgePart.Patch(
                        in.only(type).id("id"),
                        in.addresses("attributedTo").stream().findFirst(),
                        in.ref("context"),
                        in.text("mediaType"),
                        in.text("content"),
                        in.rest());
            case "Offer" ->
                new ForgePart.MergeRequest(
                        in.only(type).id("id"), in.ref("origin"), in.ref("target"), in.ref("object"), in.rest());
            case "Review" ->
                new ForgePart.Review(
                        in.only(type).id("id"),
                        in.id("context"),
                        in.text("verdict"),
                        in.flag("reviewIsBinding"),
                        in.ref("object"),
                        in.refs("attachment"),
                        in.refs("reviewThreads"),
                        in.rest());
            case "ReviewThread" ->
                new ForgePart.ReviewThread(in.only(type).id("id"), in.ref("target"), in.ref("object"), in.rest());
            case "CodeQuote" ->
                new ForgePart.CodeQuote(
                        in.only(type).id("id"),
                        in.text("cqFile"),
                        in.text("cqHunk"),
                        in.count("cqStartLine"),
                        in.count("cqLine"),
                        in.text("cqSide"),
                        in.rest());
            case "TicketDependency" ->
                new ForgePart.TicketDependency(
                        in.only(type).id("id"),
                        in.ref("subject"),
                        in.text("relationship"),
                        in.ref("object"),
                        in.rest());
            default -> null;
        };
    }

    private static Listing listing(String type, Members in) {
        return new Listing(
                type,
                in.id("id"),
                in.count("totalItems"),
                in.ref("first"),
                in.ref("partOf"),
                in.ref("next"),
                in.refs(type.startsWith("Ordered") ? "orderedItems" : "items"),
                in.rest());
    }
}
