package dev.hob.p2p.fetch;

import dev.hob.node.git.PackBand;
import dev.hob.node.git.PacketLines;
import dev.hob.node.log.RepoId;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.BiConsumer;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.PacketLineOut;

/// A peer's upload-pack, asked in git's protocol v2 word by word as the real fetcher asks (`radicle.md` §9.1, §9.2).
/// Owned by one thread.
final class RemoteUpload {
    private static final int LINE_BYTES_MAX = 65_516;
    private static final int CAPABILITIES_MAX = 100;
    private static final int BUFFER_BYTES = 32 << 10;

    private final InputStream in;
    private final PacketLineOut out;
    private final String agent;
    private final int refsMax;

    /// @param agent what we call ourselves
    /// @param refsMax how many refs one answer may name
    RemoteUpload(GitStream stream, String agent, int refsMax) {
        this.in = new BufferedInputStream(stream.in(), BUFFER_BYTES);
        this.out = new PacketLineOut(stream.out());
        this.agent = agent;
        this.refsMax = refsMax;
    }

    /// Asks for a repository, and reads what the peer can do.
    ///
    /// @param word in whose name, where that is needed
    void open(RepoId rid, Optional<String> word) throws IOException {
        out.writeString(new RequestLine(rid, word).text());
        out.flush();
        var lines = new PacketLines(in);
        for (int i = 0; i < CAPABILITIES_MAX; i++) {
            var read = lines.next(LINE_BYTES_MAX);
            // One that may not give it closes without a word.
            if (read instanceof PacketLines.Next.End) throw new EOFException("the peer does not give it");
            if (read instanceof PacketLines.Next.Flush) return;
            if (read instanceof PacketLines.Next.Line(String line)) {
                if (i == 0 && !line.equals("version 2"))
                    throw new PackProtocolException("not git's version 2: " + line);
            }
        }
        throw new PackProtocolException("more capabilities than there are");
    }

    /// Hears which refs there are whose names begin so.
    void refs(Collection<String> prefixes, BiConsumer<String, ObjectId> heard) throws IOException {
        command("ls-refs", List.of("symrefs", "peel"));
        for (String prefix : prefixes) line("ref-prefix " + prefix);
        end();
        var lines = new PacketLines(in);
        for (int i = 0; i < refsMax; i++) {
            switch (lines.next(LINE_BYTES_MAX)) {
                case PacketLines.Next.Line(String line) -> hear(line, heard);
                case PacketLines.Next.Flush _ -> {
                    return;
                }
                case PacketLines.Next.Delimiter _ -> throw new PackProtocolException("a delimiter among refs");
                case PacketLines.Next.End _ -> throw new EOFException("the peer ended among its refs");
            }
        }
        throw new PackProtocolException("the peer names more than " + refsMax + " refs");
    }

    private static void hear(String line, BiConsumer<String, ObjectId> heard) throws IOException {
        if (line.startsWith("ERR ")) throw new PackProtocolException("the peer says: " + line.substring(4));
        String[] parts = line.split(" ", 3);
        if (parts.length < 2 || parts[0].equals("unborn")) return;
        if (parts[0].length() != Constants.OBJECT_ID_STRING_LENGTH || !ObjectId.isId(parts[0]))
            throw new PackProtocolException("no ref: " + line);
        heard.accept(parts[1], ObjectId.fromString(parts[0]));
    }

    /// Asks for objects at once, without negotiating; the caller reads the pack to its end.
    PackBand pack(SortedSet<ObjectId> wants, SortedSet<ObjectId> haves) throws IOException {
        command("fetch", List.of("thin-pack", "ofs-delta"));
        for (var id : wants) line("want " + id.name());
        for (var id : haves) line("have " + id.name());
        line("done");
        end();
        switch (new PacketLines(in).next(LINE_BYTES_MAX)) {
            case PacketLines.Next.Line(String line) -> {
                if (line.startsWith("ERR ")) throw new PackProtocolException("the peer says: " + line.substring(4));
                if (!line.equals("packfile")) throw new PackProtocolException("no pack: " + line);
            }
            case PacketLines.Next.End _ -> throw new EOFException("the peer ended before its pack");
            case PacketLines.Next.Flush _, PacketLines.Next.Delimiter _ -> throw new PackProtocolException("no pack");
        }
        return new PackBand(in);
    }

    private void command(String name, List<String> arguments) throws IOException {
        line("command=" + name);
        line("agent=" + agent);
        out.writeDelim();
        for (String argument : arguments) line(argument);
    }

    private void line(String line) throws IOException {
        out.writeString(line + "\n");
    }

    private void end() throws IOException {
        out.end();
    }
}
