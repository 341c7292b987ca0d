package dev.hob.web.html;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.web.text.Messages;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Parts of pages that were rendered before: a folder, a file, a change. Each is known by what it shows, so that it
/// never becomes wrong, only old. Gone with the process, so a new build renders anew. Shared between threads.
public final class Parts {
    private static final long CHARACTERS_MAX = 24L * 1024 * 1024;
    /// What fills much of the cache at once would push out all that is asked for often.
    private static final int PART_CHARACTERS_MAX = 2 * 1024 * 1024;

    private final Views views;
    private final Cache<Key, String> rendered = Caffeine.newBuilder()
            .maximumWeight(CHARACTERS_MAX)
            .weigher((Key _, String html) -> html.length() + 200)
            .build();

    private record Key(String template, String language, List<String> of) {}

    public Parts(Views views) {
        this.views = views;
    }

    /// A part of a page that will be another one soon: nothing of it is kept.
    public String once(String template, Map<String, Object> values) {
        return views.part(template, values);
    }

    /// A part of a page as HTML.
    ///
    /// @param of all that the values depend on: the same words must always stand for the same values
    /// @param values what the template needs, asked for only when it was not rendered before
    public String of(String template, List<String> of, Supplier<Map<String, Object>> values) {
        var key = new Key(template, Messages.language(), List.copyOf(of));
        if (views.keeps()) {
            var known = rendered.getIfPresent(key);
            if (known != null) return known;
        }
        String html = views.part(template, values.get());
        if (html.length() <= PART_CHARACTERS_MAX) rendered.put(key, html);
        return html;
    }
}
