package dev.hob.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// One line per event on standard error: words for people, or JSON for machines.
final class LogLines extends Formatter {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final boolean json;

    private LogLines(boolean json) {
        this.json = json;
    }

    /// Sets up logging for this process.
    static void begin(Settings settings) {
        var level =
                switch (settings.text(Setting.LOG_LEVEL)) {
                    case "error" -> Level.SEVERE;
                    case "warn" -> Level.WARNING;
                    case "debug" -> Level.FINE;
                    default -> Level.INFO;
                };
        LogManager.getLogManager().reset();
        var handler = new ConsoleHandler();
        handler.setLevel(level);
        handler.setFormatter(new LogLines(settings.text(Setting.LOG_FORMAT).equals("json")));
        var root = Logger.getLogger("");
        root.setLevel(Level.WARNING);
        OURS.setLevel(level);
        LUCENE.setLevel(Level.SEVERE);
        root.addHandler(handler);
    }

    /// The log manager holds loggers weakly; without this one its level could be forgotten.
    private static final Logger OURS = Logger.getLogger("dev.hob");
    /// Warns at each start that a module of Java's that is not finished could make it quicker.
    private static final Logger LUCENE =
            Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

    @Override
    public String format(LogRecord event) {
        var thrown = new StringWriter();
        if (event.getThrown() != null) event.getThrown().printStackTrace(new PrintWriter(thrown, true));
        if (!json)
            return event.getInstant() + " " + event.getLevel() + " " + event.getLoggerName() + " "
                    + formatMessage(event) + "\n" + thrown;
        var fields = new LinkedHashMap<String, String>();
        fields.put("time", event.getInstant().toString());
        fields.put("level", event.getLevel().getName());
        fields.put("logger", String.valueOf(event.getLoggerName()));
        fields.put("message", formatMessage(event));
        if (event.getThrown() != null) fields.put("error", thrown.toString());
        try {
            return JSON.writeValueAsString(fields) + "\n";
        } catch (JsonProcessingException e) {
            throw new AssertionError("texts can always be written", e);
        }
    }
}
