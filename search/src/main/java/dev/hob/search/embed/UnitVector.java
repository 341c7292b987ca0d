package dev.hob.search.embed;

/// Vectors of length 1: their dot product says how alike two texts are.
final class UnitVector {
    private UnitVector() {}

    /// The same direction with length 1. A vector of nothing but zeros has no direction and gets the first one, since
    /// an index refuses zeros.
    static float[] of(float[] numbers) {
        double squares = 0;
        for (float number : numbers) squares += (double) number * number;
        var unit = new float[numbers.length];
        if (!(squares > 0) || Double.isInfinite(squares)) {
            unit[0] = 1;
            return unit;
        }
        double length = Math.sqrt(squares);
        for (int i = 0; i < unit.length; i++) unit[i] = (float) (numbers[i] / length);
        return unit;
    }
}
