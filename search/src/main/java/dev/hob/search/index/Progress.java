package dev.hob.search.index;

import java.util.Optional;

/// How far the index is.
///
/// @param complete whether all that was here at the first start is in
/// @param working what is being brought in, for those who may see everything
/// @param behind how many entries of the log are still to be read
/// @param repositories how many wait to be brought in
/// @param documents how many there are
/// @param bytes on the disk
/// @param failed repositories that could not be read
public record Progress(
        boolean complete,
        Optional<String> working,
        long behind,
        int repositories,
        long documents,
        long bytes,
        int failed) {}
