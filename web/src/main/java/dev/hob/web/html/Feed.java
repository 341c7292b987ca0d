package dev.hob.web.html;

/// An Atom feed that tells of what a page shows, for those who want to follow it.
public record Feed(String title, String url) {}
