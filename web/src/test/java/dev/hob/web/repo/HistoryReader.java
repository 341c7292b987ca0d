package dev.hob.web.repo;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Reads lists of commits as a stranger sees them.
final class HistoryReader {
    private static final Pattern COMMIT = Pattern.compile("class=\"name\" href=\"/alice/tea/commit/([0-9a-f]{40})\"");
    private static final Pattern NEXT = Pattern.compile("href=\"(\\?[^\"]*)\" rel=\"next\"");

    private HistoryReader() {}

    /// The commits of one page.
    static List<String> ids(String page) {
        return COMMIT.matcher(page).results().map(it -> it.group(1)).toList();
    }

    /// The commits of all pages of a history.
    static List<String> all(RepoHouse house, String path) throws Exception {
        var ids = new ArrayList<String>();
        for (String at = path; !at.isEmpty(); ) {
            String page = house.page("", at);
            ids.addAll(ids(page));
            var next = NEXT.matcher(page);
            at = next.find() ? path.replaceFirst("\\?.*", "") + next.group(1).replace("&amp;", "&") : "";
        }
        return ids;
    }
}
