package dev.hob.cli.issue;

import dev.hob.cli.remote.Unable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The number of an issue, typed as `12` or `#12`; of one that was written offline, the beginning of its id.
record IssueNumber(String text) {
    static final IssueNumber NONE = new IssueNumber("0");

    /// What begins an id has seven digits at least.
    static final long SHORTEST_ID = 1_000_000;

    private static final String NUMBER = "[1-9]\\d{0,11}";

    static final class Reader implements ITypeConverter<IssueNumber> {
        @Override
        public IssueNumber convert(String text) {
            if (text.matches("#?[1-9]\\d{0,11}")) return new IssueNumber(text.replace("#", ""));
            if (text.matches("[0-9a-f]{7,40}")) return new IssueNumber(text);
            throw new TypeConversionException("an issue has a number such as 12, not '" + text + "'");
        }
    }

    /// The number, for a node.
    long value() {
        if (!text.matches(NUMBER))
            throw new Unable("the node numbers issues: " + text + " is an id in this clone, for --offline");
        return Long.parseLong(text);
    }
}
