package dev.hob.web.issue;

import dev.hob.node.issue.Attachment;
import dev.hob.node.issue.Limits;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;

/// Files that came with a form: called so that they can be kept, and named in the text by what they are.
final class Uploads {
    private static final int NAME_CHARACTERS_MAX = 200;

    private Uploads() {}

    static List<Attachment> of(Visit visit) {
        var files = new ArrayList<Attachment>();
        var names = new HashSet<String>();
        for (var upload : visit.uploads("files", Limits.ATTACHMENT_BYTES_MAX))
            files.add(new Attachment(unique(plain(upload.name()), names), upload.bytes()));
        return files;
    }

    /// Browsers send paths, and everything that a file may be called elsewhere.
    private static String plain(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
                .replaceAll("\\p{Cntrl}", "")
                .strip();
        if (last.isEmpty() || last.equals(".") || last.equals("..") || last.equalsIgnoreCase(".git")) return "file";
        return last.length() <= NAME_CHARACTERS_MAX ? last : last.substring(last.length() - NAME_CHARACTERS_MAX);
    }

    /// Pictures from a clipboard are all called alike.
    private static String unique(String name, HashSet<String> taken) {
        String tried = name;
        int dot = name.lastIndexOf('.');
        String stem = dot <= 0 ? name : name.substring(0, dot);
        String end = dot <= 0 ? "" : name.substring(dot);
        for (int n = 2; !taken.add(tried); n++) {
            String more = "-" + n + end;
            tried = stem.substring(0, Math.min(stem.length(), NAME_CHARACTERS_MAX - more.length())) + more;
        }
        return tried;
    }

    /// The text with files by the ids of their bytes, where it shows them by their names: so every reader of the
    /// format finds them.
    static String named(String text, List<Attachment> files) {
        if (files.isEmpty()) return text;
        String named = text;
        var beside = new ArrayList<String>();
        try (var ids = new ObjectInserter.Formatter()) {
            for (var file : files) {
                String id = ids.idFor(Constants.OBJ_BLOB, file.bytes()).name();
                String before = named;
                named = named.replace("](" + file.name() + ")", "](" + id + ")")
                        .replace("](" + Urls.path(file.name()) + ")", "](" + id + ")")
                        .replace("](<" + file.name() + ">)", "](" + id + ")");
                if (named.equals(before)) beside.add(file.name());
            }
        }
        // A comment of files alone still says something, as the format wants it.
        return named.isBlank() ? String.join(", ", beside) : named;
    }
}
