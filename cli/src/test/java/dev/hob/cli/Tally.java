package dev.hob.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/// What a campaign of kills counted, by the point where the node died.
final class Tally {
    private static final class Line {
        private int kills;
        private int booting;
        private int intents;
        private int unanswered;
        private int kept;
    }

    private final Map<String, Line> lines = new LinkedHashMap<>();
    private Line last = new Line();
    private long acknowledged;

    void killed(String point, int openIntents, boolean booting) {
        last = lines.computeIfAbsent(point, _ -> new Line());
        last.kills++;
        if (booting) last.booting++;
        if (openIntents > 0) last.intents++;
    }

    /// A push that the last kill left without an answer was found wholly there, or wholly absent.
    void unanswered(boolean kept) {
        last.unanswered++;
        if (kept) last.kept++;
    }

    void acknowledged(long pushes) {
        acknowledged += pushes;
    }

    int kills() {
        return lines.values().stream().mapToInt(line -> line.kills).sum();
    }

    /// A small table for people.
    String report(long seed) {
        var text = new StringBuilder("""
                | point | kills | in the boot after a kill | with an open intent | pushes without an answer | of them kept |
                |---|---|---|---|---|---|
                """);
        var sum = new Line();
        lines.forEach((point, line) -> {
            text.append(row(point, line));
            sum.kills += line.kills;
            sum.booting += line.booting;
            sum.intents += line.intents;
            sum.unanswered += line.unanswered;
            sum.kept += line.kept;
        });
        return text.append(row("all", sum))
                .append("\nSeed " + seed + "; " + acknowledged + " pushes were acknowledged.")
                .toString();
    }

    private static String row(String point, Line line) {
        return "| %s | %d | %d | %d | %d | %d |%n"
                .formatted(point, line.kills, line.booting, line.intents, line.unanswered, line.kept);
    }
}
