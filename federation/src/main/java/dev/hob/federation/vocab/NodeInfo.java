package dev.hob.federation.vocab;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an instance says of itself (NodeInfo 2.1). `activities` are the ForgeFed activities it takes: nodes of ours
/// know each other by them before anything is sent. Immutable.
public record NodeInfo(
        String software, String version, boolean openRegistrations, Usage usage, List<String> activities) {
    /// Accounts and posts, as far as the operator tells.
    public record Usage(long users, long activeMonth, long activeHalfyear, long posts) {}

    private static final String SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/";
    private static final List<String> VERSIONS = List.of("2.1", "2.0"); // Forgejo reads the first and no other.
    private static final int ACTIVITIES_MAX = 100;

    public NodeInfo {
        activities = List.copyOf(activities);
    }

    /// Whether it is a forge, to which forge activities may be sent (others answer them with 500).
    public boolean isForge() {
        return !activities.isEmpty();
    }

    /// `/.well-known/nodeinfo`: where the documents are.
    public static ObjectNode links(Id.Origin origin) {
        var json = JsonNodeFactory.instance.objectNode();
        var links = json.putArray("links");
        String base = HostMeta.of(origin).template().replaceFirst("/\\.well-known/.*", "");
        for (String version : VERSIONS)
            links.addObject().put("rel", SCHEMA + version).put("href", base + "/nodeinfo/" + version);
        return json;
    }

    /// Where another host says its document is: the newest schema that we read.
    public static Optional<Id> find(ObjectNode links) {
        return VERSIONS.stream()
                .flatMap(version -> {
                    var found = new ArrayList<Id>();
                    links.path("links").forEach(link -> {
                        if ((SCHEMA + version).equals(link.path("rel").textValue()))
                            Id.of(link.path("href").asText()).ifPresent(found::add);
                    });
                    return found.stream();
                })
                .findFirst();
    }

    /// Reads another instance's document. Only its name is needed; what makes no sense counts as unsaid.
    public static Optional<NodeInfo> read(ObjectNode json) {
        var metadata = json.path("metadata");
        var activities = new ArrayList<String>();
        if (metadata.path("forge").asBoolean())
            metadata.path("activities").forEach(activity -> {
                if (activity.isTextual() && activities.size() < ACTIVITIES_MAX) activities.add(activity.textValue());
            });
        var usage = json.path("usage");
        var users = usage.path("users");
        return Optional.ofNullable(json.at("/software/name").textValue())
                .map(name -> new NodeInfo(
                        name,
                        json.at("/software/version").asText(""),
                        json.path("openRegistrations").asBoolean(),
                        new Usage(
                                users.path("total").asLong(),
                                users.path("activeMonth").asLong(),
                                users.path("activeHalfyear").asLong(),
                                usage.path("localPosts").asLong()),
                        activities));
    }

    /// The document in one of its versions; they differ in nothing that we say.
    public ObjectNode write(String schemaVersion) {
        if (!VERSIONS.contains(schemaVersion)) throw new IllegalArgumentException("no NodeInfo " + schemaVersion);
        var json = JsonNodeFactory.instance.objectNode();
        json.put("version", schemaVersion);
        json.putObject("software").put("name", software).put("version", version);
        json.putArray("protocols").add("activitypub");
        var services = json.putObject("services");
        services.putArray("inbound");
        services.putArray("outbound");
        json.put("openRegistrations", openRegistrations);
        var counts = json.putObject("usage");
        counts.putObject("users")
                .put("total", usage.users())
                .put("activeMonth", usage.activeMonth())
                .put("activeHalfyear", usage.activeHalfyear());
        counts.put("localPosts", usage.posts());
        var metadata = json.putObject("metadata");
        if (isForge()) {
            metadata.put("forge", true);
            var list = metadata.putArray("activities");
            activities.forEach(list::add);
        }
        return json;
    }
}
