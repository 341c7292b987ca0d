package dev.hob.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A browser without a screen: it keeps cookies (also secure ones, over the test's plain HTTP), follows nothing, and
/// fills in forms.
public final class Guest {
    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    final Map<String, String> cookies = new LinkedHashMap<>();
    private final URI home;
    private final HttpClient client = HttpClient.newHttpClient();

    Guest(URI home) {
        this.home = home;
    }

    public HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(home + path));
        if (headers.length > 0) request.headers(headers);
        return send(request);
    }

    /// Fills in a form of the page where one is signed in, or else of the page to sign in.
    public HttpResponse<String> post(String path, String... fields) throws IOException, InterruptedException {
        return forged(csrf(), path, fields);
    }

    /// Sends a form with this token in it.
    public HttpResponse<String> forged(String csrf, String path, String... fields)
            throws IOException, InterruptedException {
        return send(form(csrf, path, fields));
    }

    private HttpRequest.Builder form(String csrf, String path, String... fields) {
        var body = new StringBuilder("csrf=").append(URLEncoder.encode(csrf, UTF_8));
        for (int i = 0; i < fields.length; i += 2)
            body.append('&').append(fields[i]).append('=').append(URLEncoder.encode(fields[i + 1], UTF_8));
        return HttpRequest.newBuilder(URI.create(home + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    }

    /// The same from a page, as a browser says.
    public HttpResponse<String> postFrom(String page, String path, String... fields)
            throws IOException, InterruptedException {
        return send(form(csrf(), path, fields).header("Referer", page));
    }

    /// A file for a form.
    @SuppressWarnings("ArrayRecordComponent") // A file's bytes, written once and never compared.
    record File(String name, byte[] bytes) {}

    /// Fills in a form that takes files.
    HttpResponse<String> upload(String path, List<File> files, String... fields)
            throws IOException, InterruptedException {
        return upload(csrf(), path, files, fields);
    }

    HttpResponse<String> upload(String csrf, String path, List<File> files, String... fields)
            throws IOException, InterruptedException {
        String boundary = "a-boundary-of-ours";
        var body = new ByteArrayOutputStream();
        var all = new ArrayList<String>(List.of("csrf", csrf));
        all.addAll(List.of(fields));
        for (int i = 0; i < all.size(); i += 2)
            body.writeBytes(("--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                            .formatted(boundary, all.get(i), all.get(i + 1)))
                    .getBytes(UTF_8));
        for (var file : files) {
            String name = file.name().replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
            body.writeBytes(("--%s\r\nContent-Disposition: form-data; name=\"files\"; filename=\"%s\"\r\n"
                            + "Content-Type: application/octet-stream\r\n\r\n")
                    .formatted(boundary, name)
                    .getBytes(UTF_8));
            body.writeBytes(file.bytes());
            body.writeBytes("\r\n".getBytes(UTF_8));
        }
        body.writeBytes(("--" + boundary + "--\r\n").getBytes(UTF_8));
        return send(HttpRequest.newBuilder(URI.create(home + path))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        if (!cookies.isEmpty())
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(it -> it.getKey() + "=" + it.getValue())
                            .collect(Collectors.joining("; ")));
        var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        for (String cookie : answer.headers().allValues("Set-Cookie")) {
            String[] pair = cookie.split(";", 2)[0].split("=", 2);
            if (pair[1].isEmpty()) cookies.remove(pair[0]);
            else cookies.put(pair[0], pair[1]);
        }
        return answer;
    }

    /// The token that this browser's forms carry.
    public String csrf() throws IOException, InterruptedException {
        var found = CSRF.matcher(get("/").body());
        if (found.find()) return found.group(1);
        found = CSRF.matcher(get("/login").body());
        assertThat(found.find()).as("a form with a token").isTrue();
        return found.group(1);
    }

    public boolean isSignedIn() {
        return cookies.containsKey("hob_session");
    }

    public HttpResponse<String> signIn(String name, String password) throws IOException, InterruptedException {
        return post("/login", "name", name, "password", password);
    }

    public static Optional<String> location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location");
    }
}
