package dev.hob.web.api;

import dev.hob.keys.DidKey;
import dev.hob.node.Node;
import dev.hob.node.people.Person;
import dev.hob.node.people.RemoteAuthor;
import dev.hob.web.api.json.User;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/// Those who had to do with something, found together by their keys; of keys that belong to nobody here only the
/// key is shown. Owned by one request.
final class Cast {
    private final Call call;
    private final Map<DidKey, Person> known;
    private final Map<DidKey, RemoteAuthor> remote;
    private final Map<DidKey, String> names;

    Cast(Node node, Call call, Collection<DidKey> keys) {
        this.call = call;
        this.known = node.people().byKeys(keys);
        var others = keys.stream().filter(key -> !known.containsKey(key)).toList();
        this.remote = node.people().remote().of(others);
        this.names = node.people().keyNames().of(others);
    }

    User user(DidKey key) {
        return Optional.ofNullable(known.get(key))
                .map(person -> PeopleShapes.user(person, call.viewer(), call.links()))
                .or(() -> Optional.ofNullable(remote.get(key)).map(it -> PeopleShapes.remote(it, call.links())))
                .orElseGet(() -> PeopleShapes.stranger(key, names.getOrDefault(key, ""), call.links()));
    }
}
