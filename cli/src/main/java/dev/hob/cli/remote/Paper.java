package dev.hob.cli.remote;

/// What is printed for people: in at most as many columns as they have, with colours only where they see it.
public final class Paper {
    private static final int COLUMNS = 80;
    private static final int COLUMNS_LEAST = 40;
    private static final int COLUMNS_MOST = 160;
    private static final int FACT = 12;
    private static final String ESCAPE = "\u001b[";

    private final Screen screen;
    private final int columns;
    private final boolean colours;

    public Paper(Screen screen) {
        this.screen = screen;
        this.columns = screen.variable("COLUMNS")
                .filter(text -> screen.isTerminal() && text.matches("\\d{1,5}"))
                .map(text -> Math.clamp(Integer.parseInt(text), COLUMNS_LEAST, COLUMNS_MOST))
                .orElse(COLUMNS);
        this.colours = screen.isTerminal()
                && screen.variable("NO_COLOR").isEmpty()
                && !screen.variable("TERM").orElse("").equals("dumb");
    }

    int columns() {
        return columns;
    }

    /// Prints what was made fit already.
    public void print(String line) {
        screen.out(line);
    }

    /// Prints a stranger's text, line by line, wrapped.
    public void prose(String text) {
        for (String line : Text.wrap(Text.block(text).stripTrailing(), columns)) screen.out(line);
    }

    /// A text that is fit, in lines that are not too long.
    public java.util.List<String> wrapped(String text) {
        return Text.wrap(text, columns);
    }

    /// A text that is fit, in a style.
    public String styled(String text, Style style) {
        return !colours || style == Style.PLAIN || text.isEmpty()
                ? text
                : ESCAPE + style.code() + "m" + text + ESCAPE + "0m";
    }

    /// `name  value`, the values in one column; wrapped below it.
    public void fact(String name, String value) {
        String text = Text.line(value);
        if (text.isEmpty()) return;
        String indent = " ".repeat(FACT);
        var lines = Text.wrap(text, columns - FACT);
        for (int i = 0; i < lines.size(); i++)
            screen.out((i == 0 ? styled(Text.pad(name, FACT), Style.QUIET) : indent) + lines.get(i));
    }
}
