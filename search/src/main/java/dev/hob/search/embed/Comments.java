package dev.hob.search.embed;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Code without its comments, and without the lines that were only comments. Knows strings well enough not to take
/// `"http://"` for a comment; an unknown language is left as it is.
final class Comments {
    private record Syntax(List<String> lines, List<Block> blocks, String quotes) {}

    private record Block(String open, String close) {}

    private static final Syntax SLASHES = new Syntax(List.of("//"), List.of(new Block("/*", "*/")), "\"'`");
    private static final Syntax RUST = new Syntax(List.of("//"), List.of(new Block("/*", "*/")), "\"");
    private static final Syntax PHP = new Syntax(List.of("//", "#"), List.of(new Block("/*", "*/")), "\"'");
    private static final Syntax HASHES = new Syntax(List.of("#"), List.of(), "\"'");
    private static final Syntax PYTHON =
            new Syntax(List.of("#"), List.of(new Block("\"\"\"", "\"\"\""), new Block("'''", "'''")), "\"'");
    private static final Syntax DASHES = new Syntax(List.of("--"), List.of(new Block("/*", "*/")), "\"'");
    private static final Syntax LUA = new Syntax(List.of("--"), List.of(new Block("--[[", "]]")), "\"'");
    private static final Syntax HASKELL = new Syntax(List.of("--"), List.of(new Block("{-", "-}")), "\"");
    private static final Syntax MARKUP = new Syntax(List.of(), List.of(new Block("<!--", "-->")), "");

    private static final Map<String, Syntax> BY_LANGUAGE = Map.ofEntries(
            Map.entry("c", SLASHES),
            Map.entry("c++", SLASHES),
            Map.entry("c#", SLASHES),
            Map.entry("css", SLASHES),
            Map.entry("dart", SLASHES),
            Map.entry("go", SLASHES),
            Map.entry("groovy", SLASHES),
            Map.entry("java", SLASHES),
            Map.entry("javascript", SLASHES),
            Map.entry("jsx", SLASHES),
            Map.entry("kotlin", SLASHES),
            Map.entry("objective-c", SLASHES),
            Map.entry("protobuf", SLASHES),
            Map.entry("protocol buffers", SLASHES),
            Map.entry("scala", SLASHES),
            Map.entry("scss", SLASHES),
            Map.entry("swift", SLASHES),
            Map.entry("tsx", SLASHES),
            Map.entry("typescript", SLASHES),
            Map.entry("zig", SLASHES),
            Map.entry("rust", RUST),
            Map.entry("php", PHP),
            Map.entry("dockerfile", HASHES),
            Map.entry("elixir", HASHES),
            Map.entry("makefile", HASHES),
            Map.entry("perl", HASHES),
            Map.entry("r", HASHES),
            Map.entry("ruby", HASHES),
            Map.entry("shell", HASHES),
            Map.entry("toml", HASHES),
            Map.entry("yaml", HASHES),
            Map.entry("python", PYTHON),
            Map.entry("sql", DASHES),
            Map.entry("lua", LUA),
            Map.entry("haskell", HASKELL),
            Map.entry("html", MARKUP),
            Map.entry("xml", MARKUP));

    private Comments() {}

    static String without(String code, String language) {
        var syntax = BY_LANGUAGE.get(language.toLowerCase(java.util.Locale.ROOT));
        return syntax == null ? code : squeezed(new Reader(code, syntax).without());
    }

    /// Blank lines say nothing, and a passage has little room.
    private static String squeezed(String code) {
        var kept = new StringBuilder(code.length());
        code.lines().filter(line -> !line.isBlank()).forEach(line -> kept.append(line.stripTrailing())
                .append('\n'));
        return kept.toString();
    }

    private static final class Reader {
        private final String code;
        private final Syntax syntax;
        private final StringBuilder kept;
        private int at;

        Reader(String code, Syntax syntax) {
            this.code = code;
            this.syntax = syntax;
            kept = new StringBuilder(code.length());
        }

        String without() {
            while (at < code.length()) {
                var block = block();
                if (block.isPresent()) block(block.get());
                else if (syntax.lines().stream().anyMatch(sign -> code.startsWith(sign, at))) lineComment();
                else if (syntax.quotes().indexOf(code.charAt(at)) >= 0) string(code.charAt(at));
                else kept.append(code.charAt(at++));
            }
            return kept.toString();
        }

        private Optional<Block> block() {
            return syntax.blocks().stream()
                    .filter(b -> code.startsWith(b.open(), at))
                    .findFirst();
        }

        /// Python writes both its long strings and its doc comments so: one that begins a line is a comment.
        private void block(Block block) {
            int inside = at + block.open().length();
            int end = code.indexOf(block.close(), inside);
            int next = end < 0 ? code.length() : end + block.close().length();
            boolean text = block.open().equals(block.close()) && !beginsLine();
            kept.append(text ? code.substring(at, next) : " ");
            at = next;
        }

        private boolean beginsLine() {
            int before = at - 1;
            while (before >= 0 && (code.charAt(before) == ' ' || code.charAt(before) == '\t')) before--;
            return before < 0 || code.charAt(before) == '\n';
        }

        private void lineComment() {
            int end = code.indexOf('\n', at);
            at = end < 0 ? code.length() : end;
        }

        /// A string ends with its line (but one in backticks): a quote alone, as in prose, must not hide the rest.
        private void string(char quote) {
            int start = at++;
            while (at < code.length() && code.charAt(at) != quote && (quote == '`' || code.charAt(at) != '\n'))
                at += code.charAt(at) == '\\' && quote != '`' ? 2 : 1;
            at = Math.min(at + 1, code.length());
            kept.append(code, start, at);
        }
    }
}
