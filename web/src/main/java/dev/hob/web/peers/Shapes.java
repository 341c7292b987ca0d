package dev.hob.web.peers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.keys.DidKey;
import dev.hob.node.cob.CodeLocation;
import dev.hob.node.cob.Comment;
import dev.hob.node.cob.Embed;
import dev.hob.node.code.Commit;
import dev.hob.node.people.People;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;

/// What everything is made of. Those who are named are looked for together. Owned by one request.
final class Shapes {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final People people;
    private final Map<DidKey, Optional<String>> aliases = new HashMap<>();

    Shapes(People people) {
        this.people = people;
    }

    static ObjectNode object() {
        return NODES.objectNode();
    }

    static ArrayNode array() {
        return NODES.arrayNode();
    }

    static ArrayNode texts(Collection<String> texts) {
        var array = array();
        texts.forEach(array::add);
        return array;
    }

    /// Looks for many at once.
    void meet(Collection<DidKey> keys) {
        var asked = new HashSet<>(keys);
        asked.removeAll(aliases.keySet());
        if (asked.isEmpty()) return;
        var persons = people.byKeys(asked);
        var names = people.keyNames().of(asked);
        for (var key : asked) {
            var person = Optional.ofNullable(persons.get(key));
            aliases.put(key, person.map(it -> it.name()).or(() -> Optional.ofNullable(names.get(key))));
        }
    }

    /// What somebody goes by.
    Optional<String> alias(DidKey key) {
        meet(List.of(key));
        return aliases.getOrDefault(key, Optional.empty());
    }

    ObjectNode author(DidKey key) {
        var author = object().put("id", key.did());
        alias(key).ifPresent(alias -> author.put("alias", alias));
        return author;
    }

    static long seconds(Instant at) {
        return at.getEpochSecond();
    }

    static ObjectNode commit(Commit commit) {
        var shape = object().put("id", commit.id().name());
        shape.putObject("author")
                .put("name", commit.author().name())
                .put("email", commit.author().email());
        shape.put("summary", commit.subject()).put("description", commit.body());
        shape.set("parents", texts(commit.parents().stream().map(ObjectId::name).toList()));
        shape.putObject("committer")
                .put("name", commit.committer().name())
                .put("email", commit.committer().email())
                .put("time", seconds(commit.committer().at()));
        return shape;
    }

    /// @param ofPatch whether it may be about a place in the code
    ObjectNode comment(ObjectId id, Comment comment, boolean ofPatch) {
        meet(comment.reactions().stream().map(Comment.Reaction::author).toList());
        var shape = object().put("id", id.name());
        shape.set("author", author(comment.author()));
        shape.put("body", comment.body());
        shape.set("edits", edits(comment));
        shape.set("embeds", embeds(comment.embeds()));
        shape.set("reactions", reactions(comment));
        shape.put("timestamp", seconds(comment.at()));
        shape.put("replyTo", comment.replyTo().map(ObjectId::name).orElse(null));
        if (ofPatch) {
            if (comment.location().isPresent())
                shape.set("location", location(comment.location().get()));
            else shape.putNull("location");
        }
        return shape.put("resolved", comment.resolved());
    }

    ArrayNode edits(Comment comment) {
        var edits = array();
        for (var edit : comment.edits()) {
            var shape = edits.addObject();
            shape.set("author", author(edit.author()));
            shape.put("body", edit.body()).put("timestamp", seconds(edit.at()));
            shape.set("embeds", embeds(edit.embeds()));
        }
        return edits;
    }

    private static ArrayNode embeds(List<Embed> embeds) {
        var array = array();
        for (var embed : embeds) array.addObject().put("name", embed.name()).put("content", embed.content());
        return array;
    }

    ArrayNode reactions(Comment comment) {
        var by = new TreeMap<String, List<DidKey>>();
        for (var reaction : comment.reactions())
            by.computeIfAbsent(reaction.sign(), _ -> new ArrayList<>()).add(reaction.author());
        var array = array();
        by.forEach((sign, authors) -> {
            var shape = array.addObject().put("emoji", sign);
            var list = shape.putArray("authors");
            authors.forEach(key -> list.add(author(key)));
        });
        return array;
    }

    private static ObjectNode location(CodeLocation location) {
        var shape = object().put("commit", location.commit().name()).put("path", location.path());
        location.before().ifPresent(range -> shape.set("old", range.json()));
        location.after().ifPresent(range -> shape.set("new", range.json()));
        return shape;
    }
}
