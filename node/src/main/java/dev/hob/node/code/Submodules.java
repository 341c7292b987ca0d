package dev.hob.node.code;

import java.util.HashMap;
import java.util.Map;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// Where the submodules of a commit come from (gitmodules(5)).
public final class Submodules {
    private static final CodePath FILE = new CodePath(".gitmodules");
    private static final String SECTION = "submodule";

    private Submodules() {}

    /// The address of each, by its path, as it is written: it may be relative to that of the repository. What cannot be
    /// read says nothing.
    public static Map<String, String> urls(Repository repository, ObjectId commit) {
        var place = new Trees().at(repository, commit, FILE);
        if (!(place.orElse(null) instanceof Place.File(var entry)) || entry.kind() == TreeEntry.Kind.LINK)
            return Map.of();
        var text = new Blobs().shown(repository, entry.id()).flatMap(Blob::text);
        var said = new Config();
        try {
            said.fromText(text.orElse(""));
        } catch (ConfigInvalidException e) {
            return Map.of();
        }
        var urls = new HashMap<String, String>();
        for (String name : said.getSubsections(SECTION)) {
            String path = said.getString(SECTION, name, "path");
            String url = said.getString(SECTION, name, "url");
            if (path != null && url != null) urls.put(path, url);
        }
        return urls;
    }
}
