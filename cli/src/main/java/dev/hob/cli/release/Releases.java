package dev.hob.cli.release;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Place;
import dev.hob.cli.remote.Progress;
import dev.hob.cli.remote.Screen;
import dev.hob.cli.remote.Text;
import dev.hob.cli.remote.Unable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The releases of one repository, as the API has them.
final class Releases {
    private final Place place;
    private final Client client;

    Releases(Place place, Client client) {
        this.place = place;
        this.client = client;
    }

    Client.Listed list(Map<String, String> fields, int max) {
        return client.list(place.api("/releases"), fields, max, _ -> true);
    }

    /// That of a tag; the latest when no tag is said.
    Release find(Optional<String> tag) {
        return tag.map(it -> Release.of(client.get(place.api("/releases/tags/{}", it))
                        .must("release of " + Text.line(it) + " in " + place.path())))
                .orElseGet(() ->
                        Release.of(client.get(place.api("/releases/latest")).must("release in " + place.path())));
    }

    Release create(Json.Fields fields) {
        return Release.of(client.post(place.api("/releases"), fields).must());
    }

    Release change(Release release, Json.Fields fields) {
        return Release.of(
                client.patch(place.api("/releases/{}", release.id()), fields).must());
    }

    void delete(Release release) {
        client.delete(place.api("/releases/{}", release.id())).must();
    }

    void deleteTag(String tag) {
        client.delete(place.api("/tags/{}", tag)).must();
    }

    /// Sends some files, one after the other.
    void upload(Release release, List<Path> files, Screen screen) {
        var progress = new Progress(screen, "sent");
        int sent = 0;
        for (var file : files) {
            String path = Client.query(
                    place.api("/releases/{}/assets", release.id()),
                    Map.of("name", file.getFileName().toString()));
            client.upload(path, file).must();
            progress.at(++sent + " of " + files.size() + " files");
        }
    }

    /// The files of some names, as the caller meant them; one that there is not ends the command before anything is
    /// sent.
    static List<Path> files(Screen screen, List<String> names) {
        return names.stream()
                .map(name -> {
                    var path = screen.path(name);
                    if (!Files.isRegularFile(path)) throw new Unable("there is no file " + path);
                    return path;
                })
                .toList();
    }
}
