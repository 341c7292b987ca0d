package dev.hob.cli.pull;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The number of a pull request, typed as `12`, `#12` or `!12`.
record PullNumber(long value) {
    static final class Reader implements ITypeConverter<PullNumber> {
        @Override
        public PullNumber convert(String text) {
            if (text.matches("[#!]?[1-9]\\d{0,11}")) return new PullNumber(Long.parseLong(text.replaceAll("[#!]", "")));
            throw new TypeConversionException("a pull request has a number such as 12, not '" + text + "'");
        }
    }
}
