package dev.hob.cli;

import java.nio.file.Path;
import java.util.function.ToIntFunction;

/// Where a command finds its house: it opens the folder, hands itself to the node that runs, or is inside that node.
interface Ground {
    /// Does some work in the house of a data folder and returns the exit status.
    int in(Path data, ToIntFunction<House> work);
}
