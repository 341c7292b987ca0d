package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.diff.DiffAlgorithm;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;

/// A file's text as somebody edits it in a page, where each line ends with a line feed and nothing else, and the way
/// back to bytes: what was not changed stays as it was, also where the lines of a file end in different ways.
///
/// @param text with a line feed behind each line, without a byte order mark
/// @param marked whether a byte order mark stands before it
public record FileText(String text, boolean marked, List<String> endings) {
    /// A larger file is not edited in a page.
    public static final int BYTES_MAX = Blobs.SHOWN_BYTES_MAX;

    private static final String MARK = "\ufeff";
    private static final String USUAL = "\n";

    /// A new file.
    public static final FileText NEW = new FileText("", false, List.of());

    public FileText {
        endings = List.copyOf(endings);
    }

    /// The text of a file; empty when it is not UTF-8, is no text, or is too large.
    public static Optional<FileText> of(byte[] bytes) {
        if (bytes.length > BYTES_MAX) return Optional.empty();
        String whole;
        try {
            whole = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
        if (whole.indexOf('\0') >= 0) return Optional.empty();
        boolean marked = whole.startsWith(MARK);
        String rest = marked ? whole.substring(1) : whole;
        var endings = new ArrayList<String>();
        var text = new StringBuilder(rest.length());
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            if (c != '\r' && c != '\n') {
                text.append(c);
                continue;
            }
            boolean both = c == '\r' && i + 1 < rest.length() && rest.charAt(i + 1) == '\n';
            endings.add(both ? "\r\n" : String.valueOf(c));
            if (both) i++;
            text.append('\n');
        }
        return Optional.of(new FileText(text.toString(), marked, endings));
    }

    /// How most of its lines end: `\n`, `\r\n` or `\r`.
    public String ending() {
        var counts = new HashMap<String, Integer>();
        for (String ending : endings) counts.merge(ending, 1, Integer::sum);
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(USUAL);
    }

    /// The bytes of what became of it. Its last line ends if it ended before, or if the file is new.
    public byte[] bytes(String edited) {
        String now = edited.replace("\r\n", "\n").replace('\r', '\n');
        if (now.equals(text)) now = text;
        else if (!now.isEmpty() && !now.endsWith("\n") && (text.isEmpty() || text.endsWith("\n"))) now += "\n";
        var out = new StringBuilder(now.length() + now.length() / 16);
        if (marked) out.append(MARK);
        var kept = keptEndings(now);
        int line = 0;
        int from = 0;
        for (int end = now.indexOf('\n'); end >= 0; end = now.indexOf('\n', from)) {
            out.append(now, from, end).append(kept.get(line++));
            from = end + 1;
        }
        return out.append(now, from, now.length()).toString().getBytes(UTF_8);
    }

    /// How each line ends now: those that were there as they did, others as most do.
    private List<String> keptEndings(String now) {
        String usual = ending();
        int lines = Math.toIntExact(now.chars().filter(c -> c == '\n').count());
        var kept = new ArrayList<String>(Collections.nCopies(lines, usual));
        if (endings.stream().allMatch(usual::equals)) return kept;
        var before = new RawText(text.getBytes(UTF_8));
        var after = new RawText(now.getBytes(UTF_8));
        var edits = DiffAlgorithm.getAlgorithm(DiffAlgorithm.SupportedAlgorithm.HISTOGRAM)
                .diff(RawTextComparator.DEFAULT, before, after);
        int a = 0;
        int b = 0;
        for (var edit : edits) {
            while (a < edit.getBeginA()) keep(kept, a++, b++);
            a = edit.getEndA();
            b = edit.getEndB();
        }
        while (a < before.size() && b < after.size()) keep(kept, a++, b++);
        return kept;
    }

    private void keep(List<String> kept, int before, int now) {
        if (before < endings.size() && now < kept.size()) kept.set(now, endings.get(before));
    }

    /// What two people made of the same file, when they changed different lines of it.
    public static Optional<byte[]> merged(byte[] before, byte[] ours, byte[] theirs) {
        var merged = LineMerge.merge(before, ours, theirs, new LineMerge.Labels("", "", LineMerge.Labels.USUAL_LENGTH));
        return merged.conflicts() == 0 ? Optional.of(merged.text()) : Optional.empty();
    }
}
