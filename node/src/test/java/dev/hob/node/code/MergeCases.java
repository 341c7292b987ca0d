package dev.hob.node.code;

import dev.hob.node.code.Bench.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/// Makes histories whose two ends are to be merged: the same seed, the same histories.
final class MergeCases {
    /// What a case is about.
    enum Flavour {
        LINES,
        MODES,
        FOLDERS,
        ANYTHING,
        CRISS_CROSS,
        RENAMES,
        CRISS_CROSS_RENAMES
    }

    /// Two ends.
    record Case(long seed, Flavour flavour, int ours, int theirs) {}

    private static final List<String> FOLDERS = List.of("", "", "a/", "b/", "a/c/", "a-b/", "caf\u00c3\u00a9/");
    private static final List<String> NAMES =
            List.of("f0", "f1", "f2", "x.txt", "Main.java", "a", "b", "\u00e9.txt", "read me");

    private final Bench bench;
    private final long seed;
    private final Flavour flavour;
    private final Random random;

    private MergeCases(Bench bench, long seed, Flavour flavour) {
        this.bench = bench;
        this.seed = seed;
        this.flavour = flavour;
        this.random = new Random(seed * 31 + flavour.ordinal());
    }

    static Case make(Bench bench, long seed, Flavour flavour) {
        return new MergeCases(bench, seed, flavour).make();
    }

    private Case make() {
        var base = new TreeMap<String, File>();
        int files = 3 + random.nextInt(8);
        for (int i = 0; i < files; i++) put(base, anyPath(), anyFile());
        int root = bench.commit(base, "base");
        var mine = changed(base);
        var yours = changed(base);
        if (flavour != Flavour.CRISS_CROSS && flavour != Flavour.CRISS_CROSS_RENAMES)
            return new Case(seed, flavour, bench.commit(mine, "ours", root), bench.commit(yours, "theirs", root));
        int left = bench.commit(mine, "left", root);
        int right = bench.commit(yours, "right", root);
        int leftMerged = bench.commit(changed(mixed(base, mine, yours)), "left merged", left, right);
        int rightMerged = bench.commit(changed(mixed(base, yours, mine)), "right merged", right, left);
        if (random.nextInt(3) > 0) return new Case(seed, flavour, leftMerged, rightMerged);
        var again = mixed(base, mine, yours);
        int farLeft = bench.commit(changed(again), "left again", leftMerged, rightMerged);
        int farRight = bench.commit(changed(again), "right again", rightMerged, leftMerged);
        return new Case(seed, flavour, farLeft, farRight);
    }

    /// What somebody may have made of two sides: of each file one's or the other's.
    private TreeMap<String, File> mixed(Map<String, File> base, Map<String, File> one, Map<String, File> other) {
        var all = new TreeMap<>(base);
        all.putAll(one);
        all.putAll(other);
        var mixed = new TreeMap<String, File>();
        for (String path : all.keySet()) {
            var before = base.get(path);
            var chosen = Objects.equals(before, one.get(path))
                    ? other.get(path)
                    : Objects.equals(before, other.get(path)) || random.nextBoolean() ? one.get(path) : other.get(path);
            if (chosen != null) put(mixed, path, chosen);
        }
        return mixed;
    }

    private TreeMap<String, File> changed(TreeMap<String, File> before) {
        var after = new TreeMap<>(before);
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) change(after);
        return after;
    }

    private void change(TreeMap<String, File> files) {
        switch (flavour) {
            case LINES -> edit(files);
            case MODES -> {
                switch (random.nextInt(4)) {
                    case 0 -> edit(files);
                    case 1 -> delete(files);
                    default -> mode(files);
                }
            }
            case FOLDERS -> {
                switch (random.nextInt(4)) {
                    case 0 -> delete(files);
                    case 1 -> put(files, anyPath(), anyFile());
                    case 2 -> overrun(files);
                    default -> edit(files);
                }
            }
            case ANYTHING, CRISS_CROSS -> {
                switch (random.nextInt(9)) {
                    case 0 -> delete(files);
                    case 1 -> put(files, anyPath(), anyFile());
                    case 2 -> overrun(files);
                    case 3 -> mode(files);
                    default -> edit(files);
                }
            }
            case RENAMES, CRISS_CROSS_RENAMES -> {
                switch (random.nextInt(9)) {
                    case 0 -> delete(files);
                    case 1 -> put(files, anyPath(), anyFile());
                    case 2 -> mode(files);
                    case 3, 4 -> edit(files);
                    case 5 -> move(files);
                    default -> rename(files);
                }
            }
        }
    }

    private String anyPath() {
        return FOLDERS.get(random.nextInt(FOLDERS.size())) + NAMES.get(random.nextInt(NAMES.size()));
    }

    private String someOf(TreeMap<String, File> files) {
        var paths = List.copyOf(files.keySet());
        return paths.get(random.nextInt(paths.size()));
    }

    /// A file, instead of what is in its way.
    private static void put(TreeMap<String, File> files, String path, File file) {
        files.keySet().removeIf(it -> it.startsWith(path + "/") || path.startsWith(it + "/"));
        files.put(path, file);
    }

    private File anyFile() {
        return switch (random.nextInt(flavour == Flavour.LINES ? 5 : 12)) {
            case 0 -> new File(Bench.PROGRAM, text());
            case 1 -> new File(Bench.FILE, text().replace("\n", "\r\n"));
            case 2, 3, 4, 5, 6, 7 -> new File(Bench.FILE, text());
            case 8 -> new File(Bench.LINK, "to/" + random.nextInt(3));
            case 9 -> module();
            case 10 -> new File(Bench.FILE, "PNG\0" + random.nextInt(3) + text());
            default -> new File(Bench.FILE, "");
        };
    }

    private File module() {
        return new File(Bench.MODULE, "%040x".formatted(1 + random.nextInt(3)));
    }

    private String text() {
        var text = new StringBuilder();
        int lines = 1 + random.nextInt(25);
        for (int i = 0; i < lines; i++) text.append(line()).append('\n');
        if (random.nextInt(8) == 0) text.setLength(text.length() - 1);
        return text.toString();
    }

    private String line() {
        return switch (random.nextInt(6)) {
            case 0 -> "";
            case 1 -> "    }";
            case 2 -> "word " + random.nextInt(5);
            default -> "a line with the number " + random.nextInt(100_000);
        };
    }

    private void edit(TreeMap<String, File> files) {
        if (files.isEmpty()) return;
        String path = someOf(files);
        var file = files.get(path);
        if (file == null) return;
        if (file.mode().equals(Bench.MODULE)) files.put(path, module());
        else if (file.mode().equals(Bench.LINK)) files.put(path, new File(Bench.LINK, "to/" + random.nextInt(3)));
        else files.put(path, new File(file.mode(), edited(file.content())));
    }

    private String edited(String text) {
        boolean windows = text.contains("\r\n");
        boolean ends = text.endsWith("\n");
        var lines = new ArrayList<>(text.lines().toList());
        int edits = 1 + random.nextInt(3);
        for (int i = 0; i < edits; i++) {
            int at = random.nextInt(lines.size() + 1);
            switch (random.nextInt(5)) {
                case 0 -> lines.add(at, line());
                case 1 -> lines.addAll(at, lines.subList(at / 2, at).stream().toList());
                case 2 ->
                    lines.subList(at, Math.min(lines.size(), at + 1 + random.nextInt(3)))
                            .clear();
                default -> {
                    if (at < lines.size()) lines.set(at, line());
                    else lines.add(line());
                }
            }
        }
        String end = windows ? "\r\n" : "\n";
        String joined = String.join(end, lines);
        return !lines.isEmpty() && (ends || random.nextInt(4) == 0) ? joined + end : joined;
    }

    private void delete(TreeMap<String, File> files) {
        if (!files.isEmpty()) files.remove(someOf(files));
    }

    private void mode(TreeMap<String, File> files) {
        if (files.isEmpty()) return;
        String path = someOf(files);
        var file = files.get(path);
        if (file == null) return;
        files.put(
                path,
                switch (random.nextInt(5)) {
                    case 0 -> new File(Bench.LINK, "to/" + random.nextInt(3));
                    case 1 -> module();
                    case 2 -> new File(Bench.FILE, text());
                    default -> {
                        if (file.mode().equals(Bench.FILE)) yield new File(Bench.PROGRAM, file.content());
                        if (file.mode().equals(Bench.PROGRAM)) yield new File(Bench.FILE, file.content());
                        yield file;
                    }
                });
    }

    /// A folder where a file was, or a file where a folder was.
    private void overrun(TreeMap<String, File> files) {
        if (files.isEmpty()) return;
        String path = someOf(files);
        int slash = path.indexOf('/');
        if (slash > 0 && random.nextBoolean()) put(files, path.substring(0, slash), anyFile());
        else put(files, path + "/" + NAMES.get(random.nextInt(NAMES.size())), anyFile());
    }

    private void rename(TreeMap<String, File> files) {
        if (files.isEmpty()) return;
        String from = someOf(files);
        var file = files.remove(from);
        if (file == null) return;
        String name = from.substring(from.lastIndexOf('/') + 1);
        String to = random.nextInt(3) == 0 ? FOLDERS.get(random.nextInt(FOLDERS.size())) + name : anyPath();
        boolean edits = random.nextBoolean()
                && !file.mode().equals(Bench.LINK)
                && !file.mode().equals(Bench.MODULE);
        put(files, to, edits ? new File(file.mode(), edited(file.content())) : file);
    }

    /// A whole folder.
    private void move(TreeMap<String, File> files) {
        String from = FOLDERS.get(1 + random.nextInt(FOLDERS.size() - 1));
        String to = random.nextBoolean() ? "new/" : "moved/" + from;
        if (from.isEmpty()) return;
        for (String path : List.copyOf(files.keySet())) {
            if (!path.startsWith(from)) continue;
            var file = files.remove(path);
            if (file != null) put(files, to + path.substring(from.length()), file);
        }
    }
}
