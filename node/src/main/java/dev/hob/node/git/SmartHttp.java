package dev.hob.node.git;

import dev.hob.node.language.Messages;
import dev.hob.node.outside.Answer;
import dev.hob.node.outside.Ask;
import dev.hob.node.outside.Outside;
import dev.hob.node.outside.Refusal;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.PacketLineOut;

/// A repository on another server, asked by git's protocol v2 over HTTP (gitprotocol-http, gitprotocol-v2) through the
/// gate outwards. Nothing is negotiated: what is here is said at once. Owned by one thread.
final class SmartHttp {
    private static final String ADVERTISED = "application/x-git-upload-pack-advertisement";
    private static final String RESULT = "application/x-git-upload-pack-result";
    private static final String INFO = "/info/refs";
    private static final String ASKING = INFO + "?service=git-upload-pack";
    /// A server that knows no v2 answers with all its refs.
    private static final int ADVERTISED_BYTES_MAX = 1 << 20;

    private static final int REFS_BYTES_MAX = 1 << 20;
    private static final int ALL_REFS_BYTES_MAX = 4 << 20;
    private static final String SYMREF = "symref-target:";
    private static final int LINE_BYTES_MAX = 65_516;
    private static final int LINES_MAX = 10_000;
    private static final int BUFFER_BYTES = 32 << 10;
    private static final int OK = 200;

    private final Outside outside;
    private final Predicate<URI> met;
    private final Duration whole;
    private final String host;
    private String url;

    /// @param met whether a place may be asked, also when one leads to another
    /// @param whole how long a pack may take
    SmartHttp(Outside outside, URI url, Predicate<URI> met, Duration whole) {
        this.outside = outside;
        this.met = met;
        this.whole = whole;
        this.host = String.valueOf(url.getHost());
        String text = url.toString();
        this.url = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /// Why nothing comes from there; the message may be shown to a stranger.
    static final class Failed extends IOException {
        private static final long serialVersionUID = 1L;

        private final boolean passing;

        Failed(String told, boolean passing) {
            super(told);
            this.passing = passing;
        }

        /// Whether it may be otherwise later.
        boolean mayPass() {
            return passing;
        }

        String told() {
            return String.valueOf(getMessage());
        }
    }

    /// Asks whether there is a repository that can be read so.
    void open() throws Failed {
        var answered =
                answered(outside.ask(Ask.get(URI.create(url + ASKING), _ -> head(ADVERTISED), ADVERTISED_BYTES_MAX)
                        .where(met)));
        boolean smart = answered.field("Content-Type")
                .filter(type -> type.split(";", 2)[0].strip().equals(ADVERTISED))
                .isPresent();
        if (!smart) throw no(Messages.text("git.shows-no-repository", host));
        // Where it led to is where the rest is asked.
        String from = answered.from().toString();
        int end = from.indexOf(INFO + "?");
        if (end < 0) throw no(Messages.text("git.shows-no-repository", host));
        url = from.substring(0, end);
        try {
            understand(new PacketLines(new ByteArrayInputStream(answered.body())));
        } catch (Failed e) {
            throw e;
        } catch (IOException _) {
            throw no(Messages.text("git.speaks-another-protocol", host));
        }
    }

    private void understand(PacketLines lines) throws IOException {
        boolean second = false;
        for (int i = 0; i < LINES_MAX; i++) {
            switch (lines.next(LINE_BYTES_MAX)) {
                case PacketLines.Next.Line(var line) -> {
                    second |= line.equals("version 2");
                    if (line.startsWith("object-format=") && !line.equals("object-format=sha1"))
                        throw no(Messages.text("git.names-commits-otherwise", host));
                }
                case PacketLines.Next.Flush _ -> {
                    if (second) return;
                }
                case PacketLines.Next.Delimiter _, PacketLines.Next.End _ ->
                    throw no(Messages.text("git.speaks-an-older-protocol", host));
            }
        }
        throw no(Messages.text("git.says-too-much", host));
    }

    /// Where a ref is there.
    Optional<ObjectId> tip(String ref) throws Failed {
        byte[] request = request("ls-refs", List.of("ref-prefix " + ref));
        var answered = answered(outside.ask(post(request, REFS_BYTES_MAX)));
        var lines = new PacketLines(new ByteArrayInputStream(answered.body()));
        try {
            for (int i = 0; i < LINES_MAX; i++) {
                if (!(lines.next(LINE_BYTES_MAX) instanceof PacketLines.Next.Line(var line))) return Optional.empty();
                var found = named(line, ref);
                if (found.isPresent()) return found;
            }
            return Optional.empty();
        } catch (IOException _) {
            throw no(Messages.text("git.names-branches-otherwise", host));
        }
    }

    /// What a repository shows.
    ///
    /// @param refs branches and tags by their whole names
    /// @param main the whole name of the branch that it begins with
    record Shown(SortedMap<String, ObjectId> refs, Optional<String> main) {}

    /// Its branches and tags.
    Shown shown() throws Failed {
        byte[] request = request(
                "ls-refs", List.of("symrefs", "ref-prefix HEAD", "ref-prefix refs/heads/", "ref-prefix refs/tags/"));
        var answered = answered(outside.ask(post(request, ALL_REFS_BYTES_MAX)));
        var lines = new PacketLines(new ByteArrayInputStream(answered.body()));
        var refs = new TreeMap<String, ObjectId>();
        var main = Optional.<String>empty();
        try {
            for (int i = 0; i < LINES_MAX; i++) {
                if (!(lines.next(LINE_BYTES_MAX) instanceof PacketLines.Next.Line(var line)))
                    return new Shown(refs, main);
                String[] parts = line.split(" ", -1);
                if (parts.length < 2) continue;
                if (parts[1].equals(Constants.HEAD)) {
                    for (String part : parts)
                        if (part.startsWith(SYMREF)) main = Optional.of(part.substring(SYMREF.length()));
                } else named(line, parts[1]).ifPresent(id -> refs.put(parts[1], id));
            }
        } catch (IOException _) {
            throw no(Messages.text("git.names-branches-otherwise", host));
        }
        throw no(Messages.text("git.branches-max", host));
    }

    private static Optional<ObjectId> named(String line, String ref) {
        String[] parts = line.split(" ", 3);
        boolean is = parts.length >= 2
                && parts[1].equals(ref)
                && parts[0].length() == Constants.OBJECT_ID_STRING_LENGTH
                && ObjectId.isId(parts[0]);
        return is ? Optional.of(ObjectId.fromString(parts[0])) : Optional.empty();
    }

    /// Fetches what some commits lead to and others do not.
    void pack(Set<ObjectId> wants, Collection<ObjectId> haves, PeerPacks packs) throws Failed {
        var arguments = new ArrayList<>(List.of("thin-pack", "ofs-delta", "no-progress"));
        wants.forEach(id -> arguments.add("want " + id.name()));
        haves.forEach(id -> arguments.add("have " + id.name()));
        arguments.add("done");
        var taker = new Taker(wants, packs);
        answered(outside.stream(post(request("fetch", arguments), REFS_BYTES_MAX), whole, taker));
        if (taker.wrong.isPresent()) throw taker.wrong.get();
        if (!taker.done) throw no(Messages.text("git.sent-no-commits", host));
    }

    /// Reads the answer to a fetch. What is wrong with it is no fault of the connection, so it is kept.
    private final class Taker implements Outside.Taking {
        private final Set<ObjectId> wants;
        private final PeerPacks packs;
        private Optional<Failed> wrong = Optional.empty();
        private boolean done;

        Taker(Set<ObjectId> wants, PeerPacks packs) {
            this.wants = wants;
            this.packs = packs;
        }

        @Override
        public void take(InputStream body) throws IOException {
            var in = new BufferedInputStream(body, BUFFER_BYTES);
            try {
                boolean begins = new PacketLines(in).next(LINE_BYTES_MAX) instanceof PacketLines.Next.Line(var line)
                        && line.equals("packfile");
                if (!begins) throw new PackProtocolException("no pack");
                var band = new PackBand(in);
                packs.take(band, wants);
                band.finish();
                done = true;
            } catch (PeerPacks.Refused e) {
                wrong = Optional.of(
                        no(Messages.text("git.sent-what-is-not-taken", host, String.valueOf(e.getMessage()))));
            } catch (PackProtocolException _) {
                wrong = Optional.of(no(Messages.text("git.did-not-send-it", host)));
            }
        }
    }

    private Ask post(byte[] request, int bytesMax) {
        return Ask.post(URI.create(url + "/git-upload-pack"), _ -> head(RESULT), request, bytesMax)
                .where(met);
    }

    private static List<Ask.Line> head(String accepted) {
        return List.of(
                new Ask.Line("Accept", accepted),
                new Ask.Line("Accept-Encoding", "identity"),
                new Ask.Line("Content-Type", "application/x-git-upload-pack-request"),
                new Ask.Line("Git-Protocol", "version=2"));
    }

    private static byte[] request(String command, List<String> arguments) {
        var bytes = new ByteArrayOutputStream();
        var out = new PacketLineOut(bytes);
        try {
            out.writeString("command=" + command + "\n");
            out.writeDelim();
            for (String argument : arguments) out.writeString(argument + "\n");
            out.end();
        } catch (IOException e) {
            throw new AssertionError("memory cannot be written to", e);
        }
        return bytes.toByteArray();
    }

    private Answer.Answered answered(Answer answer) throws Failed {
        return switch (answer) {
            case Answer.Refused(Refusal why) -> throw new Failed(why.told(), why.mayPass());
            case Answer.Answered it when it.status() == OK -> it;
            case Answer.Answered it
            when it.status() == 408 || it.status() == 429 || it.status() >= 500 ->
                throw new Failed(Messages.text("git.answered-with", host, it.status()), true);
            case Answer.Answered _ -> throw no(Messages.text("git.shows-no-repository", host));
        };
    }

    private static Failed no(String told) {
        return new Failed(told, false);
    }
}
