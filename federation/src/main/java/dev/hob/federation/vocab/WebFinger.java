package dev.hob.federation.vocab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a host says about a handle (RFC 7033): a JSON resource descriptor. Immutable.
public record WebFinger(String subject, List<String> aliases, List<Link> links) {
    private static final String SUBSCRIBE = "http://ostatus.org/schema/1.0/subscribe";
    private static final String PROFILE_PAGE = "http://webfinger.net/rel/profile-page";
    private static final String ACTIVITY = "application/activity+json";
    private static final List<String> ACTIVITIES =
            List.of(ACTIVITY, "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"");

    public WebFinger {
        aliases = List.copyOf(aliases);
        links = List.copyOf(links);
    }

    /// Where something of the subject is: at an address, or at one that a template makes.
    public record Link(String rel, Optional<String> type, Optional<String> href, Optional<String> template) {}

    /// What we say of an actor of ours. `subscribe` is a page that lets its reader follow what is put for `{uri}`.
    public static WebFinger of(Handle handle, Id actor, Id page, Optional<String> subscribe) {
        var links = new ArrayList<Link>();
        links.add(link("self", ACTIVITY, actor));
        links.add(link(PROFILE_PAGE, "text/html", page));
        subscribe.ifPresent(
                template -> links.add(new Link(SUBSCRIBE, Optional.empty(), Optional.empty(), Optional.of(template))));
        return new WebFinger(handle.acct(), List.of(page.value(), actor.value()), links);
    }

    /// Reads what another host says. Empty without a subject, which Mastodon needs too; links that make no sense are
    /// left out.
    public static Optional<WebFinger> read(ObjectNode json) {
        var subject = Optional.ofNullable(json.path("subject").textValue());
        var aliases = new ArrayList<String>();
        json.path("aliases").forEach(alias -> {
            if (alias.isTextual()) aliases.add(alias.textValue());
        });
        var links = new ArrayList<Link>();
        json.path("links").forEach(link -> {
            if (link.path("rel").isTextual())
                links.add(new Link(
                        link.path("rel").textValue(), text(link, "type"), text(link, "href"), text(link, "template")));
        });
        return subject.map(text -> new WebFinger(text, aliases, links));
    }

    public ObjectNode write() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("subject", subject);
        var list = json.putArray("aliases");
        aliases.forEach(list::add);
        var array = json.putArray("links");
        for (var link : links) {
            var out = array.addObject().put("rel", link.rel());
            link.type().ifPresent(type -> out.put("type", type));
            link.href().ifPresent(href -> out.put("href", href));
            link.template().ifPresent(template -> out.put("template", template));
        }
        return json;
    }

    /// The handle that the subject is.
    public Optional<Handle> handle() {
        return subject.startsWith("acct:") ? Handle.of(subject) : Optional.empty();
    }

    /// The actor: the `self` link of an ActivityPub type. It must lead back to the handle before it is believed.
    public Optional<Id> actor() {
        return links.stream()
                .filter(link -> link.rel().equals("self")
                        && link.type().filter(ACTIVITIES::contains).isPresent())
                .flatMap(link -> link.href().flatMap(Id::of).stream())
                .findFirst();
    }

    /// Where this person follows others: an https address with `{uri}` in it.
    public Optional<String> subscribe() {
        return links.stream()
                .filter(link -> link.rel().equals(SUBSCRIBE))
                .flatMap(link -> link.template().stream())
                .filter(template -> template.contains("{uri}")
                        && Id.of(template.replace("{uri}", "x")).isPresent())
                .findFirst();
    }

    private static Link link(String rel, String type, Id href) {
        return new Link(rel, Optional.of(type), Optional.of(href.value()), Optional.empty());
    }

    private static Optional<String> text(JsonNode link, String name) {
        return Optional.ofNullable(link.path(name).textValue());
    }
}
