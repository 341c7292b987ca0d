package dev.hob.cli.remote;

/// How a text looks where there are colours. It never carries what the words do not.
public enum Style {
    PLAIN(""),
    STRONG("1"),
    QUIET("2"),
    GOOD("32"),
    DONE("35");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    String code() {
        return code;
    }
}
