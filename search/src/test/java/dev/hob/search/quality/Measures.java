package dev.hob.search.quality;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/// How good the first ten results are, over many questions: MRR@10, Recall@10, nDCG@10 (gain 2^grade - 1).
final class Measures {
    private static final int TOP = 10;

    private int questions;
    private double reciprocal;
    private double recall;
    private double gain;

    /// Adds one question.
    ///
    /// @param results what was found, best first: for each the answer it is, or -1; one answer counts once
    /// @param grades of the answers
    void add(List<Integer> results, List<Integer> grades) {
        questions++;
        if (grades.isEmpty()) return;
        var seen = new HashSet<Integer>();
        double found = 0;
        for (int rank = 0; rank < Math.min(TOP, results.size()); rank++) {
            int answer = results.get(rank);
            if (answer < 0 || !seen.add(answer)) continue;
            if (seen.size() == 1) reciprocal += 1.0 / (rank + 1);
            found += gain(grades.get(answer), rank);
        }
        recall += (double) seen.size() / Math.min(TOP, grades.size());
        var best = new ArrayList<>(grades);
        best.sort(Collections.reverseOrder());
        double ideal = 0;
        for (int rank = 0; rank < Math.min(TOP, best.size()); rank++) ideal += gain(best.get(rank), rank);
        gain += found / ideal;
    }

    private static double gain(int grade, int rank) {
        return (Math.pow(2, grade) - 1) / (Math.log(rank + 2) / Math.log(2));
    }

    int questions() {
        return questions;
    }

    double ndcg() {
        return gain / questions;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "MRR %.3f  R %.3f  nDCG %.3f", reciprocal / questions, recall / questions, ndcg());
    }

    /// The results as answers.
    static <T> List<Integer> answers(List<T> results, ToIntFunction<T> answer) {
        return results.stream().map(answer::applyAsInt).toList();
    }
}
