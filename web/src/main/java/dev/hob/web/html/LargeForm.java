package dev.hob.web.html;

import dev.hob.node.release.Releases;
import io.javalin.http.Context;
import jakarta.servlet.MultipartConfigElement;

/// Lets one request bring larger files in a form than others may. Before anything of the form is read.
public final class LargeForm {
    /// The most that one form brings.
    public static final long BYTES_MAX = 4 * Releases.ASSET_BYTES_MAX;

    /// Where the server looks for the bounds of a form.
    private static final String BOUNDS = "org.eclipse.jetty.multipartConfig";
    private static final int MEMORY_BYTES_MAX = 1 << 20;

    /// The most that all fields of a form with files bring: room for the text of a file that is edited, in whatever
    /// way its lines are sent.
    public static final int FIELDS_BYTES_MAX = 4 << 20;

    private LargeForm() {}

    /// The text of a file in a field.
    static void allowText(Context context) {
        long most = Visit.UPLOAD_BYTES_MAX;
        context.req().setAttribute(BOUNDS, new MultipartConfigElement("", most, most, FIELDS_BYTES_MAX));
    }

    /// Files of a release, which go through a file on disk.
    ///
    /// @throws Stop when it is larger, or does not say how large it is
    public static void allow(Context context) {
        long said = context.req().getContentLengthLong();
        if (said < 0) throw new Stop(411, "Say how long it is: Content-Length.");
        if (said > BYTES_MAX) throw new Stop(413, "What was sent is larger than a form may be.");
        context.req()
                .setAttribute(
                        BOUNDS, new MultipartConfigElement("", Releases.ASSET_BYTES_MAX, BYTES_MAX, MEMORY_BYTES_MAX));
    }
}
