package dev.hob.cli.remote;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What lies before a command that talks to a node: who is in front of it, where they are known, and where they stand.
public final class Desk {
    private final Screen screen;
    private final Supplier<Fetched> fetched;
    private final Logins logins;

    /// @param fetched what reads the clone in which somebody stands
    public Desk(Screen screen, Supplier<Fetched> fetched) {
        this.screen = screen;
        this.fetched = fetched;
        this.logins = Logins.of(screen);
    }

    public Screen screen() {
        return screen;
    }

    /// The issues in the clone where somebody stands.
    public List<Json> fetchedIssues() {
        return fetched.get().issues(here());
    }

    /// Does something to an issue in the clone where somebody stands.
    public Json write(Login login, Deed deed) {
        return fetched.get().write(here(), login, deed);
    }

    /// What the clone has and the node does not.
    public List<Json> unpushed(Login login) {
        return fetched.get().unpushed(here(), login);
    }

    /// The node has all of it.
    public void pushed(Login login) {
        fetched.get().pushed(here(), login);
    }

    /// Takes in what the node has of this computer's own.
    public void join(Login login) {
        fetched.get().join(here(), login);
    }

    /// Where a remote of this clone leads, when it is to a node.
    public Optional<Place> placeOf(String remote) {
        return Optional.ofNullable(Remotes.of(here()).get(remote)).flatMap(url -> Remotes.place(url, logins.all()));
    }

    /// What the remote of this clone is called that leads to a repository.
    public Optional<String> remoteTo(Place place) {
        return Remotes.of(here()).entrySet().stream()
                .filter(it -> Remotes.place(it.getValue(), logins.all())
                        .filter(place::isSame)
                        .isPresent())
                .map(java.util.Map.Entry::getKey)
                .findFirst();
    }

    public Logins logins() {
        return logins;
    }

    /// The node that somebody names, or the only one where they are known, or that of the clone in which they stand.
    public NodeUrl node(Optional<String> asked) {
        if (asked.isPresent()) return named(asked.get());
        var all = logins.all();
        if (all.size() == 1) return all.getFirst().node();
        return best(Remotes.of(here()), all)
                .map(Place::node)
                .orElseThrow(() -> new Unable(
                        all.isEmpty()
                                ? "nobody is logged in anywhere: hob login URL"
                                : "say at which node: --node URL, one of " + names(all)));
    }

    public static NodeUrl named(String text) {
        return NodeUrl.of(text)
                .orElseThrow(
                        () -> new Unable(Text.line(text) + " is no address of a node, such as https://hob.example"));
    }

    private static String names(List<Login> logins) {
        return String.join(
                ", ", logins.stream().map(login -> login.node().toString()).toList());
    }

    /// The repository that is named, as `owner/name` or by its URL; without a name the one of this clone.
    ///
    /// @param remote which of the clone's remotes
    public Place place(Optional<String> repository, Optional<String> remote, Optional<String> node) {
        if (repository.isEmpty()) return ofClone(remote, node);
        String named = repository.get();
        if (named.contains("://"))
            return Remotes.place(named, logins.all())
                    .orElseThrow(() -> new Unable(Text.line(named) + " is no URL of a repository"));
        String[] parts = named.split("/", -1);
        if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty())
            throw new Unable("a repository is named owner/name, not " + Text.line(named));
        var at = node(node);
        return new Place(at, logins.at(at), parts[0], parts[1]);
    }

    private Path here() {
        return screen.path("");
    }

    private Place ofClone(Optional<String> remote, Optional<String> node) {
        var all = logins.all();
        var remotes = Remotes.of(here());
        if (remotes.isEmpty())
            throw new Unable("this folder is no clone that came from somewhere: say --repo owner/name");
        if (remote.isPresent()) {
            String url = Optional.ofNullable(remotes.get(remote.get()))
                    .orElseThrow(() -> new Unable("there is no remote " + Text.line(remote.get()) + " but "
                            + String.join(", ", remotes.keySet())));
            return Remotes.place(url, all)
                    .orElseThrow(() -> new Unable("the remote " + remote.get() + " does not lead to a node by HTTP"));
        }
        if (node.isPresent()) {
            var at = named(node.get());
            remotes.values().removeIf(url -> Remotes.place(url, all)
                    .filter(it -> it.node().equals(at))
                    .isEmpty());
            if (remotes.isEmpty())
                throw new Unable("no remote of this clone leads to " + at + ": say --repo owner/name");
        }
        return best(remotes, all)
                .orElseThrow(() -> new Unable("it is not clear which of the remotes is meant ("
                        + String.join(", ", remotes.keySet()) + "): say --remote NAME, or --repo owner/name"));
    }

    /// `origin` where it leads to a node that knows us, else the only remote that does; else `origin` all the same,
    /// since what is public can be read by anybody.
    static Optional<Place> best(Map<String, String> remotes, List<Login> logins) {
        var origin = Optional.ofNullable(remotes.get("origin")).flatMap(url -> Remotes.place(url, logins));
        if (origin.flatMap(Place::login).isPresent()) return origin;
        var known = remotes.values().stream()
                .flatMap(url -> Remotes.place(url, logins).stream())
                .filter(place -> place.login().isPresent())
                .distinct()
                .toList();
        if (known.size() == 1) return Optional.of(known.getFirst());
        if (origin.isPresent() || remotes.size() != 1) return origin;
        return Remotes.place(remotes.values().iterator().next(), logins);
    }
}
