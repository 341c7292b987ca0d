package dev.hob.node.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lines of Org, and where what begins at one of them ends. Each question about a line is answered by it alone, or from
/// what was worked out once for all, so that reading takes time in proportion. Immutable.
final class OrgLines {
    /// What can be said of a line by a pattern has no more characters.
    private static final int PATTERN_CHARACTERS_MAX = 2_000;

    private static final int TAB = 8;
    private static final int NONE = -1;

    private static final Pattern BEGIN = Pattern.compile("#\\+begin_(\\S+)(.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern END = Pattern.compile("#\\+end_(\\S+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern DRAWER = Pattern.compile(":([\\w-]++):");
    private static final Pattern TEX_BEGIN = Pattern.compile("\\\\begin\\{([A-Za-z]++\\*?)}.*");
    private static final Pattern TEX_END = Pattern.compile(".*\\\\end\\{([A-Za-z]++\\*?)}");
    private static final Pattern KEYWORD = Pattern.compile("#\\+([A-Za-z_]++)(?:\\[[^]]*+])?:(.*)");
    private static final Pattern ITEM = Pattern.compile("(?:[-+*]|(\\d{1,9})[.)])(?:\\s++(.*))?", Pattern.DOTALL);
    private static final Pattern NOTE = Pattern.compile("\\[fn:([\\w-]{1,60})](.*)", Pattern.DOTALL);
    private static final Pattern RULE = Pattern.compile("-{5,}");

    private final List<String> lines;
    private final int[] ends;

    OrgLines(List<String> lines) {
        this.lines = List.copyOf(lines);
        this.ends = ends(this.lines);
    }

    /// From the last to the first, knowing of each kind of end which is the next.
    private static int[] ends(List<String> lines) {
        int[] ends = new int[lines.size()];
        var next = new HashMap<String, Integer>();
        for (int i = lines.size() - 1; i >= 0; i--) {
            ends[i] = NONE;
            String line = lines.get(i);
            String said = line.strip();
            if (said.isEmpty() || said.length() > PATTERN_CHARACTERS_MAX) continue;
            switch (said.charAt(0)) {
                case '#' -> block(said, i, next, ends);
                case ':' -> drawer(said, i, next, ends);
                case '*' -> {
                    // No drawer goes on behind a headline.
                    if (line.startsWith("*")) next.remove(":end:");
                }
                default -> tex(said, i, next, ends);
            }
        }
        return ends;
    }

    private static void block(String said, int i, Map<String, Integer> next, int[] ends) {
        var end = END.matcher(said);
        if (end.matches()) next.put("#" + end.group(1).toLowerCase(Locale.ROOT), i);
        var begin = BEGIN.matcher(said);
        if (begin.matches()) ends[i] = next.getOrDefault("#" + begin.group(1).toLowerCase(Locale.ROOT), NONE);
    }

    private static void drawer(String said, int i, Map<String, Integer> next, int[] ends) {
        if (said.equalsIgnoreCase(":end:")) {
            next.put(":end:", i);
        } else if (DRAWER.matcher(said).matches()) {
            ends[i] = next.getOrDefault(":end:", NONE);
            next.remove(":end:");
        }
    }

    private static void tex(String said, int i, Map<String, Integer> next, int[] ends) {
        if (said.endsWith("}")) {
            var end = TEX_END.matcher(said);
            if (end.matches()) next.put("\\" + end.group(1), i);
        }
        if (said.charAt(0) != '\\') return;
        var begin = TEX_BEGIN.matcher(said);
        if (begin.matches()) ends[i] = next.getOrDefault("\\" + begin.group(1), NONE);
    }

    int size() {
        return lines.size();
    }

    String get(int i) {
        return lines.get(i);
    }

    List<String> between(int from, int to) {
        return lines.subList(from, Math.max(from, to));
    }

    /// The line at which what begins at one ends; less than that when nothing begins there.
    int end(int i) {
        return ends[i];
    }

    private String said(int i) {
        String said = lines.get(i).strip();
        return said.length() > PATTERN_CHARACTERS_MAX ? said.substring(0, PATTERN_CHARACTERS_MAX) : said;
    }

    boolean isBlank(int i) {
        return lines.get(i).isBlank();
    }

    /// What kind of block begins, as the first group, and what is said of it.
    Matcher begin(int i) {
        return BEGIN.matcher(said(i));
    }

    boolean isDrawer(int i) {
        return end(i) > i && DRAWER.matcher(said(i)).matches();
    }

    boolean isTex(int i) {
        return end(i) >= i && lines.get(i).strip().startsWith("\\");
    }

    /// The word of a line that says something of the text, and its value.
    Matcher keyword(int i) {
        return KEYWORD.matcher(said(i));
    }

    boolean isComment(int i) {
        String said = said(i);
        return said.equals("#") || said.startsWith("# ");
    }

    boolean isFixed(int i) {
        String said = said(i);
        return said.equals(":") || said.startsWith(": ");
    }

    boolean isTable(int i) {
        return lines.get(i).strip().startsWith("|");
    }

    boolean isRule(int i) {
        return RULE.matcher(said(i)).matches();
    }

    /// The number of an item, if it has one, and what stands behind its bullet.
    Matcher item(int i) {
        return ITEM.matcher(lines.get(i).strip());
    }

    /// Whether an item of a list begins. A star in the first column is no bullet where it is a headline's.
    boolean isItem(int i, boolean headlines) {
        String line = lines.get(i);
        if (headlines && line.startsWith("*")) return false;
        String said = line.strip();
        return !said.isEmpty() && "-+*0123456789".indexOf(said.charAt(0)) >= 0 && item(i).matches();
    }

    /// The label of a footnote that is explained, and how it begins.
    Matcher note(int i) {
        return NOTE.matcher(lines.get(i));
    }

    /// How many columns of space a line begins with.
    static int indent(String line) {
        int column = 0;
        for (int i = 0; i < line.length(); i++)
            switch (line.charAt(i)) {
                case ' ' -> column++;
                case '\t' -> column += TAB - column % TAB;
                default -> {
                    return column;
                }
            }
        return column;
    }

    /// A line with so many columns less in front, as far as they are spaces.
    static String outdented(String line, int columns) {
        int column = 0;
        int i = 0;
        while (i < line.length() && column < columns) {
            char c = line.charAt(i);
            if (c == '\t') column += TAB - column % TAB;
            else if (c == ' ') column++;
            else break;
            i++;
        }
        return line.substring(i);
    }

    /// Lines of code as they are meant: without what all are indented by, and the commas that keep Org from reading
    /// them.
    static String code(List<String> lines) {
        int least = lines.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(OrgLines::indent)
                .min()
                .orElse(0);
        var code = new ArrayList<String>(lines.size());
        for (String line : lines) {
            String meant = outdented(line, least);
            String said = meant.stripLeading();
            boolean quoted = said.startsWith(",*") || said.startsWith(",#+") || said.startsWith(",,");
            code.add(quoted ? meant.substring(0, meant.length() - said.length()) + said.substring(1) : meant);
        }
        return String.join("\n", code) + "\n";
    }
}
