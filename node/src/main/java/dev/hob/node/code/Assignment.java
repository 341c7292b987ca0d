package dev.hob.node.code;

import java.util.Arrays;

/// Gives each row a column of its own so that the sum of what they cost is least (the assignment problem),
/// by shortest augmenting paths: each row in turn takes a column, and whoever had it moves on to the next
/// best. What rows and columns are worth is kept up to date, so that no cost counted from there is negative
/// and the cheapest way is a shortest path.
final class Assignment {
    private static final int NONE = -1;

    private final long[][] costs;
    private final int size;
    private final long[] worthOfRow;
    private final long[] worthOfColumn;
    private final int[] rowOf;

    private Assignment(long[][] costs) {
        this.costs = costs;
        this.size = costs.length;
        this.worthOfRow = new long[size];
        this.worthOfColumn = new long[size];
        this.rowOf = new int[size];
        Arrays.fill(rowOf, NONE);
    }

    /// The column of each row.
    ///
    /// @param costs a square
    static int[] of(long[][] costs) {
        var assignment = new Assignment(costs);
        for (int row = 0; row < costs.length; row++) assignment.add(row);
        int[] columnOf = new int[costs.length];
        for (int column = 0; column < costs.length; column++) columnOf[assignment.rowOf[column]] = column;
        return columnOf;
    }

    private void add(int row) {
        long[] distance = new long[size];
        int[] cameFrom = new int[size];
        boolean[] reached = new boolean[size];
        Arrays.fill(distance, Long.MAX_VALUE);
        Arrays.fill(cameFrom, NONE);
        int column = NONE;
        int at = row;
        do {
            // From a row one may go to any column, at what the pair costs above what both are worth.
            long so = column == NONE ? 0 : distance[column];
            int nearest = NONE;
            for (int next = 0; next < size; next++) {
                if (reached[next]) continue;
                long there = so + costs[at][next] - worthOfRow[at] - worthOfColumn[next];
                if (there < distance[next]) {
                    distance[next] = there;
                    cameFrom[next] = column;
                }
                if (nearest == NONE || distance[next] < distance[nearest]) nearest = next;
            }
            column = nearest;
            reached[column] = true;
            at = rowOf[column];
        } while (at != NONE);
        settle(row, column, distance, reached, cameFrom);
    }

    private void settle(int row, int end, long[] distance, boolean[] reached, int[] cameFrom) {
        worthOfRow[row] += distance[end];
        for (int column = 0; column < size; column++) {
            if (!reached[column] || column == end) continue;
            worthOfRow[rowOf[column]] += distance[end] - distance[column];
            worthOfColumn[column] -= distance[end] - distance[column];
        }
        int column = end;
        while (cameFrom[column] != NONE) {
            rowOf[column] = rowOf[cameFrom[column]];
            column = cameFrom[column];
        }
        rowOf[column] = row;
    }
}
