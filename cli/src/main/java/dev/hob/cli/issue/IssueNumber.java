package dev.hob.cli.issue;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The number of an issue, typed as `12` or `#12`.
record IssueNumber(long value) {
    static final class Reader implements ITypeConverter<IssueNumber> {
        @Override
        public IssueNumber convert(String text) {
            if (!text.matches("#?[1-9]\\d{0,11}"))
                throw new TypeConversionException("an issue has a number such as 12, not '" + text + "'");
            return new IssueNumber(Long.parseLong(text.replace("#", "")));
        }
    }
}
