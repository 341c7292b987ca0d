package dev.hob.search.chunk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.treesitter.TSInputEncoding;
import org.treesitter.TSLanguage;
import org.treesitter.TSNode;
import org.treesitter.TSParser;
import org.treesitter.TSQuery;
import org.treesitter.TSQueryCursor;
import org.treesitter.TSQueryMatch;
import org.treesitter.TSTree;
import org.treesitter.TreeSitterBash;
import org.treesitter.TreeSitterC;
import org.treesitter.TreeSitterCSharp;
import org.treesitter.TreeSitterCpp;
import org.treesitter.TreeSitterGo;
import org.treesitter.TreeSitterHaskell;
import org.treesitter.TreeSitterJava;
import org.treesitter.TreeSitterJavascript;
import org.treesitter.TreeSitterPerl;
import org.treesitter.TreeSitterPhp;
import org.treesitter.TreeSitterPython;
import org.treesitter.TreeSitterRuby;
import org.treesitter.TreeSitterRust;
import org.treesitter.TreeSitterScala;
import org.treesitter.TreeSitterTypescript;

/// What files define, by tree-sitter's grammars. Each is loaded when it is first asked for; where one cannot be, it is
/// as if it were not there. Shared between threads.
final class Grammars {
    private static final Logger LOG = LoggerFactory.getLogger(Grammars.class);
    private static final String QUERIES = "definitions.scm";
    /// The longest that one file may be parsed, and as long again asked for what it defines; what a stranger pushed may
    /// be made to be slow.
    private static final long NANOS_MAX = TimeUnit.SECONDS.toNanos(1);
    /// Nobody writes so much into one file by hand.
    private static final int CHARACTERS_MAX = 400_000;

    /// What nests 300,000 times needs between one and eight of these MiB; only what is used is taken.
    private static final long STACK_BYTES = 64L << 20;

    private static final int READ_BYTES = 64 * 1024;
    private static final int MATCHES_MAX = 20_000;

    private static final Map<String, Supplier<TSLanguage>> LANGUAGES = Map.ofEntries(
            Map.entry("C", TreeSitterC::new),
            Map.entry("C#", TreeSitterCSharp::new),
            Map.entry("C++", TreeSitterCpp::new),
            Map.entry("Go", TreeSitterGo::new),
            Map.entry("Haskell", TreeSitterHaskell::new),
            Map.entry("Java", TreeSitterJava::new),
            Map.entry("JavaScript", TreeSitterJavascript::new),
            Map.entry("PHP", TreeSitterPhp::new),
            Map.entry("Perl", TreeSitterPerl::new),
            Map.entry("Python", TreeSitterPython::new),
            Map.entry("Ruby", TreeSitterRuby::new),
            Map.entry("Rust", TreeSitterRust::new),
            Map.entry("Scala", TreeSitterScala::new),
            Map.entry("Shell", TreeSitterBash::new),
            Map.entry("TypeScript", TreeSitterTypescript::new));

    private static final Map<String, Optional<Grammar>> LOADED = new ConcurrentHashMap<>();

    private Grammars() {}

    /// A grammar and what it calls a definition; both only read.
    private record Grammar(TSLanguage language, TSQuery query) {}

    /// What was found, before it is known what it stands in.
    private record Found(Definition definition, boolean holdsOnly, int start, int end) {}

    /// The languages that have a grammar here.
    static List<String> languages() {
        return LANGUAGES.keySet().stream().sorted().toList();
    }

    /// Outer ones first; none where there is no grammar or it takes too long.
    static List<Definition> definitions(String language, String text) {
        if (text.length() > CHARACTERS_MAX) return List.of();
        return LOADED.computeIfAbsent(language, Grammars::load)
                .map(grammar -> deep(grammar, text))
                .orElseGet(List::of);
    }

    private static Optional<Grammar> load(String language) {
        var made = LANGUAGES.get(language);
        if (made == null) return Optional.empty();
        try {
            GrammarLibraries.unpack("tree-sitter");
            GrammarLibraries.unpack("tree-sitter-" + library(language));
            var loaded = made.get();
            return Optional.of(new Grammar(loaded, new TSQuery(loaded, queries(language))));
        } catch (RuntimeException | LinkageError e) {
            // A machine for which there is no library: its files are cut by the looks of their lines instead.
            LOG.warn("there is no grammar for {}", language, e);
            return Optional.empty();
        }
    }

    private static String library(String language) {
        return switch (language) {
            case "C#" -> "c-sharp";
            case "C++" -> "cpp";
            case "Shell" -> "bash";
            default -> language.toLowerCase(Locale.ROOT);
        };
    }

    private static String queries(String language) {
        try (var in = Objects.requireNonNull(Grammars.class.getResourceAsStream(QUERIES))) {
            String all = new String(in.readAllBytes(), UTF_8);
            int from = all.indexOf("\n;; " + language + "\n");
            if (from < 0) throw new IllegalStateException("no queries for " + language);
            from = all.indexOf('\n', from + 1);
            int to = all.indexOf("\n;; ", from);
            return all.substring(from, to < 0 ? all.length() : to);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + QUERIES, e);
        }
    }

    /// On a stack of its own: the parser goes as deep as a stranger has nested, in code that takes the whole process
    /// along when its stack ends.
    private static List<Definition> deep(Grammar grammar, String text) {
        var parsing = new FutureTask<>(() -> definitions(grammar, text));
        new Thread(null, parsing, "parser", STACK_BYTES).start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return parsing.get();
                } catch (InterruptedException _) {
                    interrupted = true; // It ends soon by itself.
                } catch (ExecutionException e) {
                    throw new IllegalStateException("a file cannot be parsed", e);
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private static List<Definition> definitions(Grammar grammar, String text) {
        byte[] bytes = plain(text);
        try (var parser = new TSParser()) {
            parser.setLanguage(grammar.language());
            long began = System.nanoTime();
            TSTree parsed = parser.parseWithOptions(
                    new byte[Math.clamp(bytes.length, 1, READ_BYTES)],
                    null,
                    (into, from, _) -> copy(bytes, from, into),
                    TSInputEncoding.TSInputEncodingUTF8,
                    _ -> System.nanoTime() - began > NANOS_MAX);
            if (parsed == null) return List.of();
            try (parsed) {
                return nested(matches(grammar, parsed.getRootNode(), text));
            }
        }
    }

    private static int copy(byte[] bytes, int from, byte[] into) {
        int length = Math.clamp((long) bytes.length - from, 0, into.length);
        System.arraycopy(bytes, from, into, 0, length);
        return length;
    }

    /// One byte for each character, so that places in one are places in the other; letters stay letters.
    private static byte[] plain(String text) {
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            char c = text.charAt(i);
            bytes[i] = (byte) (c == 0 ? ' ' : c < 0x80 ? c : Character.isLetter(c) ? 'x' : ' ');
        }
        return bytes;
    }

    private static List<Found> matches(Grammar grammar, TSNode root, String text) {
        var found = new ArrayList<Found>();
        try (var cursor = new TSQueryCursor()) {
            long began = System.nanoTime();
            cursor.execWithOptions(grammar.query(), root, _ -> System.nanoTime() - began > NANOS_MAX);
            var match = new TSQueryMatch();
            for (int i = 0; i < MATCHES_MAX && cursor.nextMatch(match); i++) found(grammar, match, text, found);
        }
        found.sort(Comparator.comparingInt(Found::start)
                .thenComparing(Comparator.comparingInt(Found::end).reversed()));
        return found;
    }

    private static void found(Grammar grammar, TSQueryMatch match, String text, List<Found> found) {
        var captured = new HashMap<String, TSNode>();
        for (var capture : match.getCaptures())
            captured.put(grammar.query().getCaptureNameForId(capture.getIndex()), capture.getNode());
        var name = captured.get("name");
        var whole = captured.containsKey("type")
                ? captured.get("type")
                : captured.containsKey("function") ? captured.get("function") : captured.get("scope");
        if (name == null || whole == null) return;
        String called = text(name, text).strip();
        if (called.isEmpty() || called.length() > Definition.NAME_CHARACTERS_MAX) return;
        var scope = captured.get("scope.name");
        String within = scope == null ? "" : text(scope, text);
        // C++ names a member from outside: `Tea::brew`.
        int colons = called.lastIndexOf("::");
        if (colons > 0) {
            within = called.substring(0, colons).replace("::", ".");
            called = called.substring(colons + 2);
        }
        int start = whole.getStartByte();
        int end = Math.max(start, whole.getEndByte());
        var definition = new Definition(
                captured.containsKey("type") ? ChunkKind.TYPE : ChunkKind.FUNCTION,
                called,
                Definition.shortened(within, Definition.SCOPE_CHARACTERS_MAX),
                signature(whole, text, start, end),
                name.getStartPoint().getRow() + 1,
                whole.getStartPoint().getRow() + 1,
                lastLine(text, whole, end));
        found.add(new Found(definition, captured.containsKey("scope"), start, end));
    }

    private static int lastLine(String text, TSNode whole, int end) {
        int row = whole.getEndPoint().getRow() + 1;
        // Some end at the beginning of the line behind them.
        return end > 0 && end <= text.length() && text.charAt(end - 1) == '\n' ? Math.max(1, row - 1) : row;
    }

    private static String text(TSNode node, String text) {
        int from = Math.clamp(node.getStartByte(), 0, text.length());
        return text.substring(from, Math.clamp(node.getEndByte(), from, text.length()));
    }

    private static String signature(TSNode whole, String text, int start, int end) {
        var body = whole.getChildByFieldName("body");
        int stop = body == null || body.isNull() ? end : body.getStartByte();
        String declared = text.substring(Math.min(start, text.length()), Math.clamp(stop, start, text.length()));
        if (stop == end) {
            int line = declared.indexOf('\n');
            if (line > 0) declared = declared.substring(0, line);
        }
        return Definition.signature(declared);
    }

    /// Gives each what it stands in, and leaves out what only holds others.
    private static List<Definition> nested(List<Found> found) {
        var definitions = new ArrayList<Definition>();
        var outer = new ArrayList<Found>();
        var scopes = new ArrayList<String>();
        for (var each : found) {
            while (!outer.isEmpty() && outer.getLast().end() <= each.start()) {
                outer.removeLast();
                scopes.removeLast();
            }
            var placed = each.definition().within(scopes.isEmpty() ? "" : scopes.getLast());
            boolean again = !definitions.isEmpty()
                    && definitions.getLast().line() == placed.line()
                    && definitions.getLast().name().equals(placed.name());
            if (!each.holdsOnly() && !again && definitions.size() < Definitions.MAX) definitions.add(placed);
            outer.add(each);
            String inner = placed.scope().isEmpty() ? placed.name() : placed.scope() + "." + placed.name();
            scopes.add(Definition.shortened(inner, Definition.SCOPE_CHARACTERS_MAX));
        }
        return List.copyOf(definitions);
    }
}
