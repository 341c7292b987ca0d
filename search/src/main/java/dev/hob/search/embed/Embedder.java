package dev.hob.search.embed;

import java.util.List;

/// Turns text into vectors of length 1, so that what means the like lies close together. Shared between threads.
public interface Embedder extends AutoCloseable {
    /// What tells its vectors from those of another; kept with them.
    String name();

    /// How many numbers a vector has.
    int dimensions();

    /// How many texts it is best given together by who has many and no hurry.
    int atOnce();

    /// Whether it takes processors of this machine, and not only a server's.
    boolean worksHere();

    /// The vectors of texts that are to be found, in the same order.
    List<float[]> documents(List<String> texts);

    /// The vector of a question.
    float[] query(String text);

    @Override
    void close();
}
