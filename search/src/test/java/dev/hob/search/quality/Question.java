package dev.hob.search.quality;

import dev.hob.search.chunk.Chunk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What somebody asks about a repository, and what answers it.
///
/// @param kind `plain`, `other` (the words do not occur in the answer), `symbol`, or `doc` (from a doc comment)
/// @param files grades by path
/// @param functions the definitions that answer it
record Question(
        String id, String kind, String repository, String text, Map<String, Integer> files, List<Answer> functions) {
    /// A definition that answers a question.
    ///
    /// @param line one that belongs to it; 0 where the name says enough
    record Answer(String path, String scope, String name, int line, int grade) {
        boolean is(Chunk chunk) {
            return chunk.path().equals(path)
                    && chunk.name().equals(name)
                    && (scope.isEmpty()
                            || chunk.scope().equals(scope)
                            || chunk.scope().endsWith("." + scope))
                    && (line == 0 || (chunk.firstLine() <= line && line <= chunk.lastLine()));
        }
    }

    /// Half of them are for tuning, the others are asked once, in the closing run: those whose number is even.
    boolean closing() {
        return kind.equals("doc") ? Math.floorMod(id.hashCode(), 2) == 0 : (id.charAt(id.length() - 1) & 1) == 0;
    }

    /// The questions that people wrote: `questions.tsv`.
    static List<Question> written(Path file) throws IOException {
        var questions = new ArrayList<Question>();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("#") || line.isBlank()) continue;
            var columns = line.split("\t");
            var files = new LinkedHashMap<String, Integer>();
            var functions = new ArrayList<Answer>();
            for (String answer : columns[4].split(" ")) {
                int grade = Integer.parseInt(answer.substring(answer.lastIndexOf('=') + 1));
                var where = answer.substring(0, answer.lastIndexOf('=')).split("#");
                files.merge(where[0], grade, Math::max);
                if (where.length == 1) continue;
                int dot = where[1].lastIndexOf('.');
                functions.add(new Answer(
                        where[0], dot < 0 ? "" : where[1].substring(0, dot), where[1].substring(dot + 1), 0, grade));
            }
            questions.add(new Question(columns[0], columns[1], columns[2], columns[3], files, functions));
        }
        return questions;
    }

    /// The sentences of doc comments: `pairs.tsv` as `pairs.py` makes it.
    static List<Question> documented(Path file) throws IOException {
        var questions = new ArrayList<Question>();
        for (String line : Files.readAllLines(file)) {
            var columns = line.split("\t");
            var answer = new Answer(columns[2], "", columns[3], Integer.parseInt(columns[4]), 1);
            questions.add(
                    new Question(columns[0], "doc", columns[1], columns[5], Map.of(columns[2], 1), List.of(answer)));
        }
        return questions;
    }
}
