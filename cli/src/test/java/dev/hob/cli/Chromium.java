package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A window of the machine's own Chromium on a node, with cookies of its own, and all that it complains of: errors,
/// requests to other hosts, pages wider than the window, and whatever axe-core finds hard to read or to reach.
final class Chromium implements AutoCloseable {
    private static final Path PICTURES = Path.of("target", "pictures");
    private static final List<Integer> WIDTHS = List.of(390, 1440);
    private static final int HEIGHT = 900;
    /// Pixels of a page that a picture shows: nobody looks at the whole of a thousand lines.
    private static final int PICTURE_MAX = 6_000;
    private static final int WAIT_MILLISECONDS_MAX = 20_000;
    private static final List<String> OPTIONS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run");

    /// Nobody looks at those of a machine that only checks.
    private static final boolean PICTURED = System.getenv("CI") == null;

    /// One for all tests of this process: starting it costs more than many of them. It ends with the process.
    private static Optional<Browser> started = Optional.empty();

    final Page page;
    private final String home;
    private final boolean scripts;
    private final BrowserContext context;
    private final List<String> complaints = new ArrayList<>();
    private final String axe;

    private Chromium(Browser browser, URI home, boolean scripts) throws IOException {
        this.home = home + "/";
        this.scripts = scripts;
        this.axe = axe();
        this.context = browser.newContext(new Browser.NewContextOptions()
                .setJavaScriptEnabled(scripts)
                .setViewportSize(WIDTHS.getLast(), HEIGHT));
        context.setDefaultTimeout(WAIT_MILLISECONDS_MAX);
        context.onConsoleMessage(this::said);
        context.onWebError(error -> complaints.add("error in a page: " + error.error()));
        context.onRequest(this::asked);
        context.onResponse(this::answered);
        this.page = context.newPage();
    }

    /// Opens a window. A machine without Chromium skips the test, CI does not.
    static Chromium open(URI home, boolean scripts) throws IOException {
        var binary = binary();
        if (System.getenv("CI") != null)
            assertThat(binary).as("CI needs chromium").isPresent();
        Assumptions.assumeTrue(binary.isPresent(), "skipped: no chromium here");
        return new Chromium(browser(binary.orElseThrow()), home, scripts);
    }

    private static Browser browser(Path binary) {
        var running = started.filter(Browser::isConnected);
        if (running.isPresent()) return running.get();
        var playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        var browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(binary)
                        .setArgs(OPTIONS));
        started = Optional.of(browser);
        return browser;
    }

    private static Optional<Path> binary() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static String axe() throws IOException {
        try (var in = Chromium.class.getResourceAsStream("/axe.min.js")) {
            assertThat(in).as("axe-core on the class path").isNotNull();
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private void said(ConsoleMessage message) {
        boolean bad = message.type().equals("error") || message.type().equals("warning");
        // That a page itself was a 404 or a 422 is what the test asked for.
        boolean status = message.text().startsWith("Failed to load resource: the server responded with a status of");
        if (bad && !status) complaints.add(message.location() + ": " + message.text());
    }

    private void asked(Request request) {
        if (!request.url().startsWith(home)) complaints.add("asked for " + request.url());
    }

    private void answered(Response response) {
        if (response.status() >= 400 && !response.request().isNavigationRequest())
            complaints.add(response.status() + " for " + response.url());
    }

    /// Goes to a path; answers the status.
    int go(String path) {
        return page.navigate(home + path.substring(1)).status();
    }

    /// Fills in a field by its label.
    void fill(String label, String value) {
        field(label).fill(value);
    }

    /// A field by its label.
    Locator field(String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    /// Presses a button by its words.
    void press(String words) {
        page.locator("button", new Page.LocatorOptions().setHasText(words)).click();
        page.waitForLoadState();
    }

    /// Follows a link by its words, until all of the page is there.
    void follow(String words) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(words).setExact(true))
                .first()
                .click();
        page.waitForLoadState();
    }

    /// What can be read on the page, once all of it is there.
    String text() {
        page.waitForLoadState();
        return page.locator("body").innerText();
    }

    /// Goes where an entry of the account's menu leads.
    void account(String words) {
        menu().click();
        page.locator(".account .menu a", new Page.LocatorOptions().setHasText(words))
                .click();
    }

    /// Signs somebody of [Served] in, who then goes on to a path.
    void signIn(String name, String next) {
        signIn(name, Served.PASSWORD, next);
    }

    void signIn(String name, String password, String next) {
        go("/login?next=" + next);
        fill("Name", name);
        fill("Password", password);
        press("Sign in");
    }

    /// Opens what is folded behind some words.
    void unfold(String words) {
        page.locator("summary", new Page.LocatorOptions().setHasText(words)).click();
    }

    /// Chooses or ticks what stands beside some words.
    void choose(String words) {
        page.getByText(words, new Page.GetByTextOptions().setExact(true)).click();
    }

    /// Signs out by the account's menu.
    void signOut() {
        menu().click();
        press("Sign out");
    }

    private Locator menu() {
        return page.locator(".account summary");
    }

    /// Looks at the page on a telephone and on a desk, by day and by night.
    void look(String name) {
        if (scripts && PICTURED)
            inEachLight((what, width) -> {
                int height = (Integer) page.evaluate("Math.max(document.documentElement.scrollHeight, innerHeight)");
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(PICTURES.resolve(name + "-" + what + ".png"))
                        .setFullPage(true)
                        .setClip(0, 0, width, Math.min(height, PICTURE_MAX)));
            });
        accessible(name);
    }

    /// Complains of whatever axe-core finds, and of a page wider than its window, on a telephone and on a desk, by day
    /// and by night.
    void accessible(String name) {
        if (!scripts) return;
        inEachLight((what, width) -> {
            Object wide = page.evaluate("document.documentElement.scrollWidth");
            if (!wide.equals(width)) complaints.add(name + "-" + what + " is " + wide + " wide");
            for (Object violation : violations(what.endsWith("dark")))
                complaints.add(name + "-" + what + ": " + violation);
        });
    }

    private void inEachLight(BiConsumer<String, Integer> work) {
        for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            for (int width : WIDTHS) {
                page.setViewportSize(width, HEIGHT);
                work.accept(width + "-" + scheme.name().toLowerCase(Locale.ROOT), width);
            }
        }
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }

    /// At night only colors differ. Of a long table or a long comparison axe reads the beginning, for its time grows
    /// with the square; what follows is of the same make.
    private List<?> violations(boolean night) {
        if (!page.evaluate("'axe' in window").equals(true)) page.evaluate(axe);
        return (List<?>) page.evaluate("""
                async night => {
                  const short = new CSSStyleSheet();
                  short.replaceSync(
                    'tr:nth-of-type(n + 61), .box.file:nth-of-type(n + 13) { display: none !important; }');
                  document.adoptedStyleSheets.push(short);
                  try {
                    const rules = night ? {runOnly: ['color-contrast', 'link-in-text-block']} : {};
                    return (await axe.run(rules)).violations.flatMap(rule => rule.nodes.map(node =>
                        rule.id + ': ' + node.html + ' ' + node.failureSummary));
                  } finally {
                    document.adoptedStyleSheets.pop();
                  }
                }""", night);
    }

    /// Walks through the page by the Tab key: what has the focus must show it.
    void walk() {
        if (!scripts) return;
        page.evaluate("document.activeElement?.blur()");
        for (int i = 0; i < 60; i++) {
            page.keyboard().press("Tab");
            Object seen = page.evaluate("""
                    () => {
                      const at = document.activeElement;
                      if (at === null || at === document.body) return 'end';
                      const style = getComputedStyle(at), box = at.getBoundingClientRect();
                      const shown = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
                      return shown && box.width > 0 && box.right > 0 ? '' : at.outerHTML;
                    }""");
            if (seen.equals("end")) return;
            if (!seen.equals("")) complaints.add(page.url() + ": the focus does not show on " + seen);
        }
    }

    /// Nothing has been complained of.
    void calm() {
        assertThat(complaints).isEmpty();
    }

    @Override
    public void close() {
        context.close();
    }
}
