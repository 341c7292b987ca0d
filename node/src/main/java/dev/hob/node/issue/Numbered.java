package dev.hob.node.issue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hob.keys.DidKey;
import dev.hob.node.cob.Acting;
import dev.hob.node.cob.Entry;
import dev.hob.node.people.KeyNames;
import dev.hob.node.refs.Surroundings;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.eclipse.jgit.lib.ObjectId;

/// What issues and pull requests have alike while their entries are told to them: a title, labels, people, and a
/// history. Mutable; for one thread at a time.
public abstract class Numbered implements Folded {
    protected final Surroundings surroundings;
    private final List<Event> events = new ArrayList<>();
    private final Set<ObjectId> touched = new HashSet<>();
    private final Map<DidKey, KeyNames.Used> names = new HashMap<>();
    private Optional<Entry> root = Optional.empty();
    private String title = "";
    private SortedSet<String> labels = new TreeSet<>();
    private SortedSet<String> assignees = new TreeSet<>();
    private Instant updated = Instant.EPOCH;

    protected Numbered(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// Begins with its first entry.
    protected final void root(Entry entry) {
        root = Optional.of(entry);
    }

    /// What it was opened with is no news.
    protected final void forgetBeginning() {
        events.removeIf(event -> !(event.what() instanceof Event.What.Said));
    }

    protected final void retitle(Entry entry, String after) throws IOException {
        if (!after.equals(title)) happened(entry, new Event.What.Retitled(title, after));
        title = after;
    }

    protected final void label(Entry entry, SortedSet<String> after) throws IOException {
        var added = without(after, labels);
        var removed = without(labels, after);
        if (!added.isEmpty() || !removed.isEmpty()) happened(entry, new Event.What.Labelled(added, removed));
        labels = after;
    }

    protected final void assign(Entry entry, SortedSet<String> after) throws IOException {
        var added = without(after, assignees);
        var removed = without(assignees, after);
        if (!added.isEmpty() || !removed.isEmpty()) happened(entry, new Event.What.Assigned(added, removed));
        assignees = after;
    }

    private static List<String> without(SortedSet<String> some, SortedSet<String> others) {
        return some.stream().filter(it -> !others.contains(it)).toList();
    }

    /// One more line of its history.
    protected final void happened(Entry entry, Event.What what) throws IOException {
        events.add(new Event(entry.id(), author(entry), acting(entry), entry.at(), what));
        moved(entry);
    }

    /// Another line in place of one that is there.
    protected final void restated(ObjectId entry, Event.What what) {
        events.replaceAll(event -> event.entry().equals(entry) && event.what().getClass() == what.getClass()
                ? new Event(entry, event.author(), event.acting(), event.at(), what)
                : event);
    }

    /// A text is new.
    protected final void fresh(ObjectId text) {
        touched.add(text);
    }

    /// A text was changed, if that was done.
    protected final boolean touch(Entry entry, ObjectId text, boolean done) {
        if (!done) return false;
        touched.add(text);
        moved(entry);
        return true;
    }

    private void moved(Entry entry) {
        KeyNames.Used.of(entry.alias(), entry.at())
                .ifPresent(used -> names.merge(author(entry), used, KeyNames.Used::later));
        if (entry.at().isAfter(updated)) updated = entry.at();
    }

    /// All of an entry's actions, or none when one of them is not known.
    protected static <A> Optional<List<A>> actions(Entry entry, Function<JsonNode, Optional<A>> parse) {
        var actions = new ArrayList<A>();
        for (var json : entry.actions()) {
            var action = parse.apply(json);
            if (action.isEmpty()) return Optional.empty();
            actions.add(action.get());
        }
        return Optional.of(actions);
    }

    protected static DidKey author(Entry entry) {
        return entry.author().orElseThrow();
    }

    protected final Optional<DidKey> acting(Entry entry) throws IOException {
        return surroundings.acting(entry).map(Acting::did);
    }

    private Entry root() {
        return root.orElseThrow(() -> new AssertionError("nothing was begun"));
    }

    @Override
    public final ObjectId id() {
        return root().id();
    }

    @Override
    public final DidKey author() {
        return author(root());
    }

    @Override
    public final Instant created() {
        return root().at();
    }

    @Override
    public final Instant updated() {
        return updated;
    }

    @Override
    public final String title() {
        return title;
    }

    @Override
    public final SortedSet<String> labels() {
        return Collections.unmodifiableSortedSet(labels);
    }

    @Override
    public final SortedSet<String> assignees() {
        return Collections.unmodifiableSortedSet(assignees);
    }

    @Override
    public final List<Event> events() {
        return Collections.unmodifiableList(events);
    }

    @Override
    public final Map<DidKey, KeyNames.Used> names() {
        return Collections.unmodifiableMap(names);
    }

    @Override
    public final Set<ObjectId> takeTouched() {
        var taken = Set.copyOf(touched);
        touched.clear();
        return taken;
    }
}
