package dev.hob.web.text;

import dev.hob.node.language.Messages;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Answers each request in the language of its reader. Programs are always answered in English: what they are told is
/// documented, searched for, and by other servers kept. git says `Accept-Language`, too, when its user's shell does.
public final class LanguageFilter implements Filter {
    /// The name of the cookie that keeps what a reader chose.
    public static final String COOKIE = "hob_language";

    /// What git asks for, and other servers, which sign elsewhere, too.
    private static final Pattern OF_PROGRAMS = Pattern.compile(
            "/[^/]+/[^/]+/(?:git-(?:receive|upload)-pack|info/(?:refs|lfs/.*))|(?:/actor|/[ur]/[^/]+)?/inbox");

    private final Optional<Path> edited;

    /// @param edited the folder of messages that somebody works on: they are read from there each time
    public LanguageFilter(Optional<Path> edited) {
        this.edited = edited;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String language = request instanceof HttpServletRequest http ? language(http) : "en";
        try {
            ScopedValue.CallableOp<String, Exception> answer = () -> {
                chain.doFilter(request, response);
                return language;
            };
            if (edited.isPresent()) Messages.in(Messages.edited(edited.get(), language), answer);
            else Messages.in(language, answer);
        } catch (IOException | ServletException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }

    private static String language(HttpServletRequest request) {
        String path = request.getRequestURI();
        boolean isProgram = path.startsWith("/api/")
                || path.equals("/mcp")
                || OF_PROGRAMS.matcher(path).matches()
                || request.getHeader("Signature") != null;
        if (isProgram) return "en";
        var chosen = Stream.ofNullable(request.getCookies())
                .flatMap(Arrays::stream)
                .filter(it -> it.getName().equals(COOKIE))
                .map(Cookie::getValue)
                .findFirst();
        return Messages.fitting(chosen, Optional.ofNullable(request.getHeader("Accept-Language")));
    }
}
