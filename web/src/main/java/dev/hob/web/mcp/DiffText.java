package dev.hob.web.mcp;

import dev.hob.node.code.Diffs;
import dev.hob.web.api.Code;
import dev.hob.web.api.json.OneOf;
import dev.hob.web.api.json.Says;
import dev.hob.web.html.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A diff as an answer has it: as many files as fit, and the names of the others. Immutable.
record DiffText(String text, Shape shape) {
    static final Parameter PATH = new Parameter.Text(
            "path", "Only this file of the changes; all as far as they fit when left out", false, 4_096);
    static final Parameter FROM = new Parameter.Whole(
            "from", "With a path: how many lines of its diff to leave out, to go on with it", 0, 1_000_000, 0);
    private static final int CHARACTERS_MAX = Told.CHARACTERS_MAX / 2;
    private static final int NAMES_MAX = 100;
    private static final int NAME_CHARACTERS_MAX = 200;

    record Shape(
            List<File> files,

            @Says("Files whose lines are not here") List<Named> others,

            int filesChanged,

            @Says("Whether lines or files are missing here") boolean cut) {}

    record File(
            Named file, @Says("As unified diffs have them") List<String> lines, boolean cut) {}

    record Named(
            String path,

            @Says("Where it was, if that was elsewhere") String before,

            @OneOf({"add", "modify", "delete", "rename", "copy"})
            String change,

            long added,
            long removed,

            @Says("Why its lines are not here; empty where they are")
            String why) {}

    /// @param arguments with [#PATH] and [#FROM]
    static DiffText of(Code code, Code.Opened opened, Diffs.Diff diff, Arguments arguments) {
        var path = arguments.perhaps("path");
        int from = arguments.number("from");
        if (path.isEmpty() && from > 0) throw new Stop(422, "from goes with a path.");
        var wanted = path.map(name -> List.of(diff.files().stream()
                        .filter(it -> it.newPath().equals(name) || it.oldPath().equals(name))
                        .findFirst()
                        .map(it -> code.diffs().whole(opened.git(), it, Diffs.Spaces.COUNT))
                        .orElseThrow(() -> new Stop(
                                404, "These changes have nothing at /" + Plain.line(name, NAME_CHARACTERS_MAX) + "."))))
                .orElse(diff.files());
        return fitting(diff, wanted, from, path.isEmpty() ? diff.filesChanged() - wanted.size() : 0);
    }

    private static DiffText fitting(Diffs.Diff diff, List<Diffs.File> wanted, int from, int untold) {
        var text = new StringBuilder();
        var files = new ArrayList<File>();
        var others = new ArrayList<Named>();
        boolean cut = false;
        for (var file : wanted) {
            if (text.length() >= CHARACTERS_MAX) {
                cut = true;
                if (others.size() < NAMES_MAX) others.add(named(file, "no room"));
                continue;
            }
            String why = why(file);
            if (!why.isEmpty()) {
                if (others.size() < NAMES_MAX) others.add(named(file, why));
                continue;
            }
            var lines = new ArrayList<String>();
            text.append('\n').append(Plain.quoted(headline(named(file, ""))));
            int next = Math.min(from, file.lines().size());
            for (; next < file.lines().size() && text.length() < CHARACTERS_MAX; next++) {
                var line = file.lines().get(next);
                String shown = sign(line.kind()) + Plain.code(line.text(), FileTools.LINE_CHARACTERS_MAX);
                lines.add(shown);
                text.append(Plain.BAR).append(shown).append('\n');
            }
            boolean stopped = next < file.lines().size();
            if (stopped)
                text.append("Cut here: go on with this file as path and from=")
                        .append(next)
                        .append(".\n");
            else if (file.cut()) text.append("The rest of this file is not compared: it changed too much.\n");
            cut |= stopped || file.cut();
            files.add(new File(named(file, ""), lines, stopped || file.cut()));
        }
        if (!others.isEmpty()) text.append("\nFiles without their lines; ask for one as path:\n");
        for (var other : others) text.append(Plain.quoted(headline(other)));
        int rest = untold + wanted.size() - files.size() - others.size();
        if (rest > 0) text.append("And ").append(rest).append(" more files.\n");
        String head = wanted.isEmpty() ? "Nothing is changed.\n" : diff.filesChanged() + " files are changed.\n";
        return new DiffText(head + text, new Shape(files, others, diff.filesChanged(), cut || diff.cut()));
    }

    private static String why(Diffs.File file) {
        if (file.module()) return "submodule";
        if (file.binary()) return "no text";
        if (file.left()) return "not compared, since there is so much";
        return "";
    }

    private static Named named(Diffs.File file, String why) {
        boolean moved = !file.oldPath().equals(file.newPath())
                && !file.oldPath().equals("/dev/null")
                && !file.newPath().equals("/dev/null");
        return new Named(
                Plain.line(file.path(), NAME_CHARACTERS_MAX),
                moved ? Plain.line(file.oldPath(), NAME_CHARACTERS_MAX) : "",
                file.change().name().toLowerCase(Locale.ROOT),
                file.added(),
                file.removed(),
                why);
    }

    private static String headline(Named file) {
        return "%s %s (+%d -%d)%s%s"
                .formatted(
                        file.change(),
                        file.path(),
                        file.added(),
                        file.removed(),
                        file.before().isEmpty() ? "" : " from " + file.before(),
                        file.why().isEmpty() ? "" : ", " + file.why());
    }

    private static String sign(Diffs.Kind kind) {
        return switch (kind) {
            case HUNK -> "";
            case CONTEXT -> " ";
            case ADDED -> "+";
            case REMOVED -> "-";
            case NOTE -> "\\ ";
        };
    }
}
