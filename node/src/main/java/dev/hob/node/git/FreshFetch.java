package dev.hob.node.git;

import dev.hob.node.refs.RefView;
import dev.hob.node.refs.Refs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.eclipse.jgit.errors.InvalidObjectIdException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.PacketLineIn;

/// What a client asks for that has nothing yet, in one request: a clone of any kind (gitprotocol-v2, "fetch";
/// gitprotocol-pack, "Packfile Negotiation"). The answer depends on the refs alone, so it is the same for everybody.
///
/// @param wants the ids asked for
/// @param wantedRefs the refs asked for by name (gitprotocol-v2, "ref-in-want")
/// @param rest the other arguments and capabilities, without what only names the client
record FreshFetch(Protocol protocol, Set<ObjectId> wants, SortedSet<String> wantedRefs, Set<String> rest) {
    private static final Set<String> PLAIN = Set.of(
            "thin-pack", "no-progress", "include-tag", "ofs-delta", "multi_ack_detailed", "no-done", "side-band-64k");
    private static final String FILTER = "filter ";

    FreshFetch {
        wants = Set.copyOf(wants);
        wantedRefs = Collections.unmodifiableSortedSet(new TreeSet<>(wantedRefs));
        rest = Set.copyOf(rest);
    }

    /// Reads a whole request; none when it is of any other kind, or not well-formed.
    static Optional<FreshFetch> read(Protocol protocol, byte[] request) {
        var lines = new PacketLineIn(new ByteArrayInputStream(request));
        try {
            return protocol == Protocol.V2 ? readV2(lines) : readV0(protocol, lines);
        } catch (IOException | InvalidObjectIdException e) {
            return Optional.empty(); // Whoever reads it next will say what is wrong with it.
        }
    }

    /// The names, or beginnings of names, that a request of v2 lists or fetches and that are hidden from those who do
    /// not ask for them.
    static List<String> hidden(byte[] request) {
        var lines = new PacketLineIn(new ByteArrayInputStream(request));
        var names = new ArrayList<String>();
        try {
            for (var line = lines.readString(); !PacketLineIn.isEnd(line); line = lines.readString()) {
                String name = line.substring(line.indexOf(' ') + 1);
                boolean asks = line.startsWith("ref-prefix ") || line.startsWith("want-ref ");
                if (asks && Refs.HIDDEN.stream().anyMatch(name::startsWith)) names.add(name);
            }
            return names;
        } catch (IOException e) {
            return List.of(); // Whoever reads it next will say what is wrong with it.
        }
    }

    /// Whether a request filters blobs by their size.
    static boolean asksForSizes(byte[] request) {
        return new String(request, StandardCharsets.ISO_8859_1).contains("blob:limit=");
    }

    /// Whether a request of v0 or v1 stops after its wants: the client asks only which commits will be shallow, and
    /// comes again with what it has.
    static boolean stopsAfterWants(byte[] request) {
        var bytes = new ByteArrayInputStream(request);
        var lines = new PacketLineIn(bytes);
        try {
            while (!PacketLineIn.isEnd(lines.readString())) {}
            return bytes.available() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<FreshFetch> readV2(PacketLineIn lines) throws IOException {
        if (!lines.readString().equals("command=fetch")) return Optional.empty();
        for (var line = lines.readString(); !PacketLineIn.isDelimiter(line); line = lines.readString())
            if (PacketLineIn.isEnd(line)) return Optional.empty();
        var arguments = new ArrayList<String>();
        for (var line = lines.readString(); !PacketLineIn.isEnd(line); line = lines.readString()) arguments.add(line);
        if (!arguments.remove("done")) return Optional.empty();
        return of(Protocol.V2, arguments);
    }

    private static Optional<FreshFetch> readV0(Protocol protocol, PacketLineIn lines) throws IOException {
        var arguments = new ArrayList<String>();
        for (var line = lines.readString(); !PacketLineIn.isEnd(line); line = lines.readString()) {
            int capabilities = arguments.isEmpty() ? line.indexOf(' ', "want ".length()) : -1;
            if (capabilities < 0) {
                arguments.add(line);
                continue;
            }
            arguments.add(line.substring(0, capabilities));
            for (String capability : line.substring(capabilities + 1).split(" ", -1))
                if (!capability.isEmpty()) arguments.add(capability);
        }
        if (!lines.readString().equals("done")) return Optional.empty();
        return of(protocol, arguments);
    }

    private static Optional<FreshFetch> of(Protocol protocol, List<String> arguments) {
        var wants = new HashSet<ObjectId>();
        var wantedRefs = new TreeSet<String>();
        var rest = new TreeSet<String>();
        for (String argument : arguments) {
            if (argument.startsWith("have ") || argument.startsWith("shallow ")) return Optional.empty();
            if (argument.startsWith("want ")) wants.add(ObjectId.fromString(argument.substring("want ".length())));
            else if (argument.startsWith("want-ref ")) wantedRefs.add(argument.substring("want-ref ".length()));
            else if (!argument.startsWith("agent=") && !argument.startsWith("session-id=")) rest.add(argument);
        }
        if (wants.isEmpty() && wantedRefs.isEmpty()) return Optional.empty();
        return Optional.of(new FreshFetch(protocol, wants, wantedRefs, rest));
    }

    /// Whether it asks for all that a view shows and for whole kinds of objects, as a [ClonePack] holds them.
    boolean isWhole(RefView view) {
        if (extent().isEmpty() || !view.refs().keySet().containsAll(wantedRefs)) return false;
        var asked = new HashSet<>(wants);
        for (String ref : wantedRefs) asked.add(view.refs().get(ref));
        return asked.equals(new HashSet<>(view.refs().values()));
    }

    /// How much of the history it takes, when it takes whole kinds of objects and can read what a [ClonePack] is.
    Optional<Extent> extent() {
        if (!rest.contains("ofs-delta")) return Optional.empty();
        if (protocol != Protocol.V2 && !rest.contains("side-band-64k")) return Optional.empty();
        var extent = Extent.ALL;
        for (String one : rest) {
            if (PLAIN.contains(one)) continue;
            switch (one) {
                case FILTER + "blob:none" -> extent = Extent.TREES;
                case FILTER + "tree:0" -> extent = Extent.HISTORY;
                // In v0 and v1 the word alone is the capability.
                case "filter" -> {}
                default -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(extent);
    }
}
