package dev.hob.node.people;

/// Somebody signed in with a browser, and the text that each of their forms must carry.
public record Session(Person person, String csrf) {}
