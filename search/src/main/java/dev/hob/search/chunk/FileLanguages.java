package dev.hob.search.chunk;

import dev.hob.node.code.LanguageNames;
import java.util.Locale;
import java.util.Map;

/// In which language a file is, prose and data included. Immutable.
public final class FileLanguages {
    private static final Map<String, String> MORE = Map.ofEntries(
            Map.entry("md", "Markdown"),
            Map.entry("markdown", "Markdown"),
            Map.entry("mkd", "Markdown"),
            Map.entry("rst", "reStructuredText"),
            Map.entry("adoc", "AsciiDoc"),
            Map.entry("asciidoc", "AsciiDoc"),
            Map.entry("org", "Org"),
            Map.entry("txt", "Text"),
            Map.entry("json", "JSON"),
            Map.entry("json5", "JSON"),
            Map.entry("jsonl", "JSON"),
            Map.entry("yaml", "YAML"),
            Map.entry("yml", "YAML"),
            Map.entry("xml", "XML"),
            Map.entry("toml", "TOML"),
            Map.entry("ini", "INI"),
            Map.entry("cfg", "INI"),
            Map.entry("properties", "Properties"),
            Map.entry("csv", "CSV"),
            Map.entry("tsv", "TSV"),
            Map.entry("svg", "SVG"));

    private FileLanguages() {}

    /// As [LanguageNames] calls it; empty where unknown.
    public static String of(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return LanguageNames.of(name).orElseGet(() -> {
            String lower = name.toLowerCase(Locale.ROOT);
            int dot = lower.lastIndexOf('.');
            if (dot >= 0) return MORE.getOrDefault(lower.substring(dot + 1), "");
            return switch (lower) {
                case "readme", "changelog", "changes", "license", "licence", "copying", "news", "todo", "authors" ->
                    "Text";
                default -> "";
            };
        });
    }

    /// Whether people read it as sentences.
    public static boolean isProse(String language) {
        return switch (language) {
            case "Markdown", "MDX", "reStructuredText", "AsciiDoc", "Org", "Text", "TeX", "Typst" -> true;
            default -> false;
        };
    }

    /// Whether it holds values, and nothing that runs or is read as sentences.
    public static boolean isData(String language) {
        return switch (language) {
            case "JSON", "YAML", "XML", "TOML", "INI", "Properties", "CSV", "TSV", "SVG", "Jupyter Notebook" -> true;
            default -> false;
        };
    }
}
