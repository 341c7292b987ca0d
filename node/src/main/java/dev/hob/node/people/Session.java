package dev.hob.node.people;

/// Somebody signed in with a browser, and the text that each of their forms must carry.
public record Session(String id, Person person, String csrf) {}
