package dev.hob.web.html;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import java.util.Map;

/// Renders the templates that were compiled with the house.
public final class Views {
    private final TemplateEngine engine =
            TemplateEngine.createPrecompiled(null, ContentType.Html, null, "dev.hob.web.templates");

    /// The page as UTF-8 bytes.
    public byte[] render(String template, Map<String, Object> values) {
        var out = new Utf8ByteOutput();
        engine.render(template, values, out);
        return out.toByteArray();
    }
}
