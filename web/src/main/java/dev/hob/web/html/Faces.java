package dev.hob.web.html;

import dev.hob.keys.DidKey;
import dev.hob.node.people.People;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

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
        for (var key : asked) {
            var person = found.get(key);
            known.put(key, person == null ? Who.of(key) : Who.of(person));
        }
    }

    /// Who has this key.
    public Who of(DidKey key) {
        var who = known.get(key);
        if (who != null) return who;
        var found = people.byKey(key).map(Who::of).orElseGet(() -> Who.of(key));
        known.put(key, found);
        return found;
    }
}
