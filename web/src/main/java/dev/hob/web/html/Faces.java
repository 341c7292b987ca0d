package dev.hob.web.html;

import dev.hob.keys.DidKey;
import dev.hob.node.people.People;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who is behind the keys of one page; each is looked for once. Owned by one request.
public final class Faces {
    private final People people;
    private final Map<DidKey, Who> known = new HashMap<>();

    public Faces(People people) {
        this.people = people;
    }

    /// Looks for many at once.
    public void meet(Collection<DidKey> keys) {
        var asked = new HashSet<>(keys);
        asked.removeAll(known.keySet());
        if (asked.isEmpty()) return;
        var found = people.byKeys(asked);
        found.forEach((key, person) -> known.put(key, Who.of(person)));
        asked.removeAll(found.keySet());
        var remote = people.remote().of(asked);
        remote.forEach((key, author) -> known.put(key, Who.of(author)));
        asked.removeAll(remote.keySet());
        var names = people.keyNames().of(asked);
        for (var key : asked) known.put(key, Who.of(key, Optional.ofNullable(names.get(key))));
    }

    /// Who has this key.
    public Who of(DidKey key) {
        meet(List.of(key));
        return Optional.ofNullable(known.get(key)).orElseThrow(() -> new AssertionError("nobody was met"));
    }
}
